internal import Productivity
internal import Tables

/// Geometric means over units by transition, and those of a year of each period.
struct AnnualMeansTable: Sendable {
  static let name = "annual-means"

  /// One transition, or a mean year of a period.
  struct Row: Sendable {
    let label: String
    let unitCount: Int
    let means: [IndexComponent: Double]
    /// Interval of the input bias, and the p-value of none.
    var interval: BiasCell?
  }

  let components: [IndexComponent]
  let hasIntervals: Bool
  let rows: [Row]

  /// The table.
  var report: ReportTable {
    let bias = IndexComponent.inputBias.rawValue
    var table = ReportTable(
      name: Self.name,
      notes: [
        "Rows are changes into a year from the one before; below them a mean year of each period"
      ],
      columns: ["year", "units"].map { (heading: "", name: $0) }
        + components.map { (heading: "", name: $0.rawValue) }
        + (hasIntervals ? ["lower", "upper", "p"] : []).map { (heading: bias, name: $0) })
    table.title = "Geometric means over units by year"
    for row in rows {
      table.append(
        [.text(row.label), .integer(row.unitCount)] + components.map { .init(row.means[$0]) }
          + (hasIntervals
            ? [row.interval?.lower, row.interval?.upper, row.interval?.pValue].map { .init($0) }
            : []))
    }
    return table
  }
}
