internal import Analysis
internal import Productivity
internal import Inference
internal import Frontier
internal import Publishing
internal import RunStore
internal import Tables

extension StudyReport {
  /// The data, how they were made, and what is remarkable about them.
  var dataSection: PageSection {
    var blocks: [PageBlock] = []
    if let preparation {
      if !preparation.citations.isEmpty {
        blocks.append(.heading("Sources"))
        blocks.append(.list(preparation.citations.map { PageText($0) }))
      }
    } else {
      blocks.append(
        .paragraph(
          "The run was begun from a table that was ready: what was done to it before is not known here."
        ))
    }
    blocks.append(.heading("Variables"))
    blocks.append(.table(variables))
    if let preparation { blocks += steps(preparation) }
    blocks += remarks
    return PageSection(id: "data", title: "Data and their preparation", blocks: blocks)
  }

  private var variables: PageTable {
    var table = PageTable(
      VariableTable(panel: panel).table,
      caption: "Inputs and outputs, \(years)",
      titles: [
        "Variable", "Role", "Observations", "Least", "Median", "Largest",
        "Total \(panel.periods.first ?? "")", "Total \(panel.periods.last ?? "")",
        "Growth a year",
      ], decimalCount: 1)
    table.decimalCounts[8] = 3
    table.notes = [
      "Totals and growth are those of units observed in the first and in the last year."
    ]
    return table
  }

  private func steps(_ preparation: RunPreparation) -> [PageBlock] {
    var origins = ReportTable(
      name: "origins", columns: preparation.originColumns, keyCount: 1)
    for row in preparation.origins {
      origins.append(
        row.map { text in
          text.isEmpty ? .missing : Int(text).map { .integer($0) } ?? .text(text)
        })
    }
    var files = ReportTable(name: "files", columns: ["file", "sha_256"])
    for source in preparation.sources {
      files.append([.text(source.name), .text(source.digest)])
    }
    var origin = PageTable(origins, caption: "Where the cells of the panel come from")
    origin.rowsShownAtOnce = 12
    return [
      .heading("Steps from the raw tables to the panel"),
      .paragraph([
        .text("Each line of the recipe "), .code(preparation.recipeName),
        .text(" did this, with rows and totals before and after:"),
      ]),
      .list(preparation.steps.map { PageText($0) }),
      .table(origin),
      .table(PageTable(files, caption: "Files that were read")),
    ]
  }

  /// What was accepted, but is worth knowing.
  private var remarks: [PageBlock] {
    let warnings = (preparation?.warnings ?? []) + bootstrap.loaded.warnings
    guard !warnings.isEmpty else {
      return [.notice(PageNotice(.success, "No check of the panel found anything to remark on."))]
    }
    return [
      .heading("Remarks on the data"), .list(warnings.map { PageText($0) }),
    ]
  }
}
