internal import Drawing
internal import Tables

/// Figure 2 of METHODS 3.8: chains of geometric means over years with bands, what they are made of, and the
/// share of the input bias in them.
struct CumulativeFigure: Sendable {
  /// Names of the years, the base year first.
  let years: [String]
  /// Indices since the base year, one number for each year.
  let indices: [Curve]
  /// Parts of productivity change, 100 × logarithm.
  let parts: [Curve]
  /// What the input bias is of all change since the base year.
  ///
  /// One for each year, nil in the base year and where it is not known; none where inputs have no bias.
  let shares: [BiasShare?]
  /// What bands are; "" without bands.
  let bandLabel: String

  /// Largest share that is drawn: beyond it, productivity change is so near to nothing that the curve would hide
  /// all others.
  private static let largestShare = 3.0

  /// The chart.
  ///
  /// - Parameters:
  ///   - title: whose productivity, and when.
  ///   - notes: model and source.
  /// - Returns: plots above each other over the same years.
  func chart(title: String, notes: [String]) -> Chart {
    var plots: [Plot] = [
      .curves(
        indices, over: years, across: "year", measure: "index", bandLabel: bandLabel,
        reference: Rule(1)),
      .bars(
        parts, title: "What adds up to tfpch", over: years, across: "year",
        measure: "100 × logarithm"),
    ]
    let curves = shareCurves
    if !curves.isEmpty {
      plots.append(
        .curves(
          curves, title: "Share of the input bias in tfpch", over: years, across: "year",
          measure: "ln ibtech / ln tfpch", bandLabel: bandLabel, scale: .linear,
          reference: Rule(0)))
    }
    return Chart(
      title: title,
      subtitle: [
        "Chained geometric means of the observed units (E2), first year 1."
          + (bandLabel.isEmpty
            ? "" : " A band is where the truth may lie: it lacks the bias of the estimate.")
      ], notes: notes + shareNotes, plots: plots)
  }

  private var shareCurves: [Curve] {
    guard !shares.isEmpty else { return [] }
    func curve(_ name: String, _ value: (BiasShare) -> DrawnInterval) -> Curve {
      Curve(name, shares.map { share in Self.drawn(share.map(value) ?? DrawnInterval(.nan)) })
    }
    let curves = [
      curve("ibtech") {
        DrawnInterval($0.share ?? .nan, lower: $0.lower ?? .nan, upper: $0.upper ?? .nan)
      },
      curve("without own observations") { DrawnInterval($0.leaveOwnOut ?? .nan) },
      curve("without its bias") { DrawnInterval($0.corrected ?? .nan) },
    ]
    return curves.filter { curve in curve.estimates.contains { $0.estimate.isFinite } }
  }

  private static func drawn(_ value: DrawnInterval) -> DrawnInterval {
    guard value.estimate.magnitude <= largestShare else { return DrawnInterval(.nan) }
    let isNarrow = max(value.lower.magnitude, value.upper.magnitude) <= largestShare
    return isNarrow ? value : DrawnInterval(value.estimate)
  }

  private var shareNotes: [String] {
    let limit = Self.largestShare.shortest
    let isCut = shares.contains { share in
      [share?.share, share?.leaveOwnOut, share?.corrected, share?.lower, share?.upper].contains {
        ($0?.magnitude ?? 0) > Self.largestShare
      }
    }
    return isCut
      ? ["Shares and bands beyond \(limit) in size are left out: tfpch is nearly 1 there."] : []
  }
}
