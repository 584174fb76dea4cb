internal import Productivity
internal import Tables

/// Which input of a pair technical change saves, as far as it is known.
struct SavingCell: Sendable, Hashable {
  let bias: FactorBias
  /// Whether the other reading says the same: the calls of the single transitions, or with replicates the
  /// sign of the estimate.
  var agrees = true
  /// Confidence that the first input is saved; nil without replicates.
  var confidence: Double?
  /// Whether the direction passes the level; nil without replicates.
  var isSignificant: Bool?

  /// Name of the saved input, "N" or "?"; in brackets what puts it in doubt.
  func text(_ inputNames: [String]) -> String {
    let isDoubtful = isSignificant == false && bias.savedInput != nil
    return bias.symbol(inputNames: inputNames) + (agrees ? "" : "*")
      + (isDoubtful ? " (n.s.)" : "")
  }
}

/// Tables 2 and 3 of METHODS 3.8: the saved input of each pair, of the average unit by year and of every
/// unit by period.
struct SavingTables: Sendable {
  static let yearName = "saving-by-year"
  static let unitName = "saving-by-unit"

  let inputNames: [String]
  let pairs: [FactorPair]
  /// The index that was read.
  let rule: BiasRule
  /// Whether cells show a confidence.
  let hasConfidence: Bool
  /// Whether cells say what is not significant.
  let hasSignificance: Bool
  /// Notes on the model.
  let notes: [String]

  /// Saved inputs of the average of all units, or of those of a subset.
  ///
  /// - Parameters:
  ///   - rows: transitions and periods, each with one cell for each pair; nil where no unit is observed.
  ///   - subset: name of the subset; nil for all units.
  /// - Returns: the table.
  func byYear(
    _ rows: [(label: String, cells: [SavingCell?])], subset: String? = nil
  ) -> ReportTable {
    let columns = pairs.flatMap { pair -> [(heading: String, name: String)] in
      hasConfidence
        ? ["saves", "confid."].map { (name(pair), $0) } : [("", name(pair))]
    }
    var table = ReportTable(
      name: Self.name(Self.yearName, subset),
      notes: legend
        + (hasConfidence
          ? ["confid.: confidence that the first input of the pair is saved"] : []) + notes,
      columns: [("", "year")] + columns)
    table.title = "Saved input of the average unit" + (subset.map { " of \($0)" } ?? "")
    for row in rows {
      table.append(
        [.text(row.label)]
          + row.cells.flatMap { cell -> [ReportTable.Cell] in
            [cell.map { .text($0.text(inputNames)) } ?? .missing]
              + (hasConfidence ? [.init(cell?.confidence)] : [])
          })
    }
    return table
  }

  /// Saved inputs of units over periods, with what sums them up below.
  ///
  /// - Parameters:
  ///   - periods: names of the periods.
  ///   - rows: units, each with one cell for each pair of the first period, then of the next; nil where
  ///     the unit is not observed.
  ///   - sums: rows below.
  ///   - subset: name of the subset; nil for all units.
  /// - Returns: the table.
  func byUnit(
    periods: [String], _ rows: [(label: String, cells: [SavingCell?])],
    sums: [(label: String, cells: [ReportTable.Cell])], subset: String? = nil
  ) -> ReportTable {
    var table = ReportTable(
      name: Self.name(Self.unitName, subset), notes: legend + notes,
      columns: [("", "unit")]
        + periods.flatMap { period in pairs.map { (heading: period, name: name($0)) } })
    table.title = "Saved input by unit" + (subset.map { ", \($0)" } ?? "")
    for row in rows {
      table.append(
        [.text(row.label)]
          + row.cells.map { cell in cell.map { .text($0.text(inputNames)) } ?? .missing })
    }
    for sum in sums { table.append([.text(sum.label)] + sum.cells) }
    return table
  }

  /// Name of the first input of all pairs where they share it, else words for it.
  var firstName: String {
    let firsts = Set(pairs.map(\.first))
    guard firsts.count == 1, let first = firsts.first else { return "the first input" }
    return inputNames[first]
  }

  /// A pair as `--pairs` takes it.
  func name(_ pair: FactorPair) -> String {
    "\(inputNames[pair.first]):\(inputNames[pair.second])"
  }

  private var legend: [String] {
    [
      "The input of each pair that technical change saves, by \(rule.rawValue): N neutral, ? undetermined, "
        + (hasSignificance
          ? "(n.s.) sign of the estimate, not significant at the level, * significant against the sign of the "
            + "estimate, whose bias is taken off"
          : "* the calls of the single transitions say otherwise")
    ]
  }

  private static func name(_ name: String, _ subset: String?) -> String {
    subset.map { "\(name): \($0)" } ?? name
  }
}
