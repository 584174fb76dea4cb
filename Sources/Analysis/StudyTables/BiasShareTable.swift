internal import Tables

/// What the input bias is of productivity change, over one year or since the first.
struct BiasShare: Sendable, Hashable {
  /// 100 ln MI.
  var productivityPoints: Double?
  /// 100 ln IBTECH.
  var biasPoints: Double?
  /// ln IBTECH / ln MI; nil where ln MI is nearly 0.
  var share: Double?
  /// Interval of the share; nil where it is not identified.
  var lower: Double?
  var upper: Double?
  /// The share of IBTECH without own observations.
  var leaveOwnOut: Double?
  /// The share of IBTECH without its bias.
  var corrected: Double?
}

/// Contribution of the input bias to productivity change: the numbers of Figure 2 of METHODS 3.8.
struct BiasShareTable: Sendable {
  static let name = "contributions"

  let hasIntervals: Bool
  let hasLeaveOwnOut: Bool
  /// One row for each transition: that year alone, and all years so far; nil where a mean is missing.
  let rows: [(year: String, annual: BiasShare?, cumulative: BiasShare?)]

  /// The table.
  var report: ReportTable {
    let names =
      ["tfpch", "ibtech", "share"] + (hasIntervals ? ["lower", "upper"] : [])
      + (hasLeaveOwnOut ? ["share LOO"] : []) + (hasIntervals ? ["share corr."] : [])
    var table = ReportTable(
      name: Self.name,
      notes: [
        "tfpch and ibtech in log points, 100 × logarithm of the geometric mean; share: ln ibtech / ln tfpch, "
          + "none where tfpch is nearly 1",
        "What a share loses without own observations"
          + (hasIntervals ? ", or without the bias of the estimate (corr.)," : "")
          + " is magnitude: techch does not change",
      ],
      columns: [(heading: "", name: "year")]
        + ["year by year", "cumulative"].flatMap { heading in
          names.map { (heading: heading, name: $0) }
        })
    table.title = "Contribution of the input bias to productivity change"
    for row in rows {
      table.append([.text(row.year)] + cells(row.annual) + cells(row.cumulative))
    }
    return table
  }

  private func cells(_ share: BiasShare?) -> [ReportTable.Cell] {
    let interval = hasIntervals ? [share?.lower, share?.upper] : []
    let others =
      (hasLeaveOwnOut ? [share?.leaveOwnOut] : []) + (hasIntervals ? [share?.corrected] : [])
    let first: [Double?] = [share?.productivityPoints, share?.biasPoints, share?.share]
    return (first + interval + others).map { .init($0) }
  }
}
