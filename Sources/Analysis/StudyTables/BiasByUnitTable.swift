internal import Tables

/// Input bias of one row over one period; what is not known, or not asked for, is nil.
struct BiasCell: Sendable, Hashable {
  var index: Double?
  var lower: Double?
  var upper: Double?
  var pValue: Double?
  var leaveOwnOut: Double?
  var supportedShare: Double?
}

/// Table 1 of METHODS 3.8: input bias by unit and period, geometric means below.
struct BiasByUnitTable: Sendable {
  static let name = "bias-by-unit"

  /// The columns.
  let periods: [String]
  let hasIntervals: Bool
  let hasLeaveOwnOut: Bool
  /// Label of each row, and its cells over the periods.
  let rows: [(label: String, cells: [BiasCell])]

  /// The table.
  var report: ReportTable {
    let names =
      ["ibtech"] + (hasIntervals ? ["lower", "upper", "p"] : []) + (hasLeaveOwnOut ? ["LOO"] : [])
      + ["supp."]
    var table = ReportTable(
      name: Self.name,
      notes: [
        "IBTECH chained over the transitions of each period"
          + (hasIntervals
            ? " (E1: at the observed points, means E2), with its interval and the p-value of no bias"
            : "")
          + (hasLeaveOwnOut ? "; LOO without own observations" : ""),
        "supp.: share of the transitions of which no distance extrapolates beyond observed mixes",
      ],
      columns: [(heading: "", name: "unit")]
        + periods.flatMap { period in names.map { (heading: period, name: $0) } })
    table.title = "Input bias of technical change by unit"
    for row in rows {
      table.append([.text(row.label)] + row.cells.flatMap(cells))
    }
    return table
  }

  private func cells(_ cell: BiasCell) -> [ReportTable.Cell] {
    let interval = hasIntervals ? [cell.lower, cell.upper, cell.pValue] : []
    let reduced = hasLeaveOwnOut ? [cell.leaveOwnOut] : []
    return ([cell.index] + interval + reduced + [cell.supportedShare]).map { .init($0) }
  }
}
