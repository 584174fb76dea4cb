internal import Analysis
internal import Drawing
internal import Frontier
internal import Inference
internal import Productivity
internal import Publishing
internal import Tables

extension StudyReport {
  private var pictures: BootstrapPictures { BootstrapPictures(report: bootstrap) }

  /// Productivity and its parts.
  var productivitySection: PageSection {
    var blocks: [PageBlock] = []
    if let overall {
      for group in bootstrap.results.study.groups.indices {
        blocks.append(
          .figure(
            PageFigure(
              [pictures.cumulative(overall, group)],
              name: group == 0 ? "cumulative" : "cumulative-group-\(group)",
              numbers: cumulative(overall, group))))
      }
    }
    var annual = PageTable(bootstrap.annualMeans, caption: bootstrap.annualMeans.title)
    annual.groups = yearGroups
    blocks.append(.table(annual))
    if let contributions = bootstrap.contributions {
      blocks.append(.table(PageTable(contributions, caption: contributions.title)))
    }
    return PageSection(
      id: "productivity", title: "Productivity and its parts", blocks: blocks)
  }

  private func cumulative(_ span: BootstrapReport.Span, _ group: Int) -> PageTable {
    var table = PageTable(
      bootstrap.cumulativeTable.rows(
        where: ["group": bootstrap.name(ofGroup: group), "period": span.name]),
      caption: "The numbers of the figure")
    if group > 0 { table.table.name += "-group-\(group)" }
    return table
  }

  /// Input bias by unit; nil where inputs cannot have one.
  var biasSection: PageSection? {
    guard let overall, let byUnit = bootstrap.biasByUnit else { return nil }
    var blocks: [PageBlock] = []
    if let chart = pictures.forest(overall) {
      blocks.append(
        .figure(
          PageFigure(
            [chart], name: "forest",
            numbers: PageTable(
              bootstrap.unitTable.rows(
                where: ["period": overall.name, "index": IndexComponent.inputBias.rawValue]),
              caption: "The numbers of the figure"))))
    }
    var table = PageTable(byUnit, caption: byUnit.title)
    table.summaryRowCount = byUnit.rowCount - panel.units.count
    blocks.append(.table(table))
    return PageSection(id: "bias", title: "Input bias of technical change", blocks: blocks)
  }

  /// Which factor technical change saves; nil without pairs.
  var factorSection: PageSection? {
    guard !bootstrap.savingPairs.isEmpty else { return nil }
    var blocks: [PageBlock] = []
    for (group, byYear) in bootstrap.savingByYear.enumerated() {
      var table = saving(byYear, group)
      table.groups = yearGroups
      blocks.append(.table(table))
    }
    for (group, byUnit) in bootstrap.savingByUnit.enumerated() {
      var table = saving(byUnit, group)
      table.summaryRowCount = byUnit.rowCount - bootstrap.results.study.groups[group].count
      blocks.append(.table(table))
    }
    let periods = bootstrap.spans.filter { !$0.isTransition }
    if let chart = pictures.confidence(periods) {
      blocks.append(
        .figure(
          PageFigure(
            [chart], name: "confidence",
            numbers: PageTable(
              bootstrap.savingTable.rows(where: ["kind": "unit"]).rows(
                among: ["period": Set(periods.map(\.name))]),
              caption: "The numbers of the figure"))))
    }
    return PageSection(
      id: "factors", title: "Which factor technical change saves", blocks: blocks + isoquants)
  }

  /// A table of saved inputs: colour where the direction passes the level, and nowhere else.
  private func saving(_ report: ReportTable, _ group: Int) -> PageTable {
    var table = PageTable(report, caption: report.title, decimalCount: 2)
    let columns = 1..<report.columns.count
    let firsts = Set(bootstrap.savingPairs.map(\.first))
    for (index, name) in panel.inputNames.enumerated() {
      for text in [name, "\(name)*"] {
        table.tint(text, in: columns, firsts.contains(index) ? .blue : .orange)
      }
    }
    table.notes.append("Coloured: the direction passes the level.")
    table.table.name = "\(report.name.prefix { $0 != ":" })\(group == 0 ? "" : "-group-\(group)")"
    return table
  }

  /// How technical change turned the isoquants of the pairs over all years.
  private var isoquants: [PageBlock] {
    guard let figures = bootstrap.isoquants, let overall else { return [] }
    let entries = figures.entries.filter { $0.period.name == overall.name }
    let drawn = entries.enumerated().compactMap { number, entry in
      figures.chart(entry, notes: []).map { chart in
        PageFigure(
          [chart], name: "isoquant-\(number + 1)",
          numbers: PageTable(
            figures.table.rows(where: ["period": overall.name, "pair": figures.name(entry.pair)]),
            caption: "The numbers of the figure"))
      }
    }
    return [
      .heading("Isoquants of the estimated frontiers"),
      .paragraph(
        PageText(
          "Each figure holds all other inputs where they were for the geometric mean of the units. The "
            + "neutral line is the old isoquant moved along rays: what the new one would be had technical "
            + "change no bias.")),
      .list(entries.map { PageText(figures.words($0)) }),
    ] + drawn.map { .figure($0) }
  }

  /// Relative prices and saved factors; nil without prices.
  var priceSection: PageSection? {
    guard let tables = bootstrap.inducedInnovation else { return nil }
    let (means, units) = (tables.means, tables.units)
    var byUnit = PageTable(units, caption: units.title)
    byUnit.rowsShownAtOnce = 12
    return PageSection(
      id: "prices", title: "Relative prices and saved factors",
      blocks: [
        .paragraph(
          PageText(
            "Hicks (1932) thought that technical change saves what becomes dearer. The table compares the "
              + "change of relative prices with the saved factor.")),
        .table(PageTable(means, caption: means.title)), .table(byUnit),
      ])
  }

  /// Rows of tables by year: changes into a year, then periods.
  private var yearGroups: [(row: Int, title: String)] {
    [
      (0, "Changes into a year"), (bootstrap.spans.count { $0.isTransition }, "Periods"),
    ]
  }
}

extension ReportTable {
  /// The rows in which columns hold these words; such columns are left out.
  func rows(where words: [String: String]) -> ReportTable {
    rows(among: words.mapValues { [$0] }, isDropping: true)
  }

  /// The rows in which columns hold one of these words.
  func rows(among words: [String: Set<String>], isDropping: Bool = false) -> ReportTable {
    let tests = columns.indices.compactMap { column in
      words[columns[column]].map { (column: column, words: $0) }
    }
    let kept = columns.indices.filter { column in
      !isDropping || !tests.contains { $0.column == column }
    }
    var table = ReportTable(
      name: name, columns: kept.map { columns[$0] },
      keyCount: max(1, kept.count { $0 < keyCount }))
    for row in rows
    where tests.allSatisfy({ test in
      if case .text(let text) = row[test.column] { test.words.contains(text) } else { false }
    }) {
      table.append(kept.map { row[$0] })
    }
    return table
  }
}
