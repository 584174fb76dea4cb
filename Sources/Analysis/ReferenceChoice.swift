internal import Frontier
internal import Tables

/// Which observations span the frontier that an observation is measured against.
enum ReferenceChoice: Sendable, Hashable {
  /// Those of its own period.
  case own
  /// Those of all periods.
  case pooled
  /// Those of its own period and of all periods before.
  case sequential
  /// Those of one period.
  case period(Int)

  /// The choice of a setting; anything but the three words names a period of the panel.
  init(_ setting: Setting?, panel: Panel, file: String) throws(TableError) {
    guard let setting else {
      self = .own
      return
    }
    let text = try setting.single()
    switch text.lowercased() {
    case "own": self = .own
    case "pooled": self = .pooled
    case "sequential": self = .sequential
    default:
      guard let period = panel.periods.firstIndex(of: text) else {
        throw TableError(
          .data,
          "\(file): found no period \(text.quoted) for --technology; expected own, pooled, "
            + "sequential or one of \(NearMatch.list(panel.periods))")
      }
      self = .period(period)
    }
  }

  /// The choice as `--technology` takes it.
  func text(periods: [String]) -> String {
    switch self {
    case .own: "own"
    case .pooled: "pooled"
    case .sequential: "sequential"
    case .period(let period): periods[period]
    }
  }

  /// Batches that measure every observation of a panel once, with the observations that span each
  /// frontier and those measured against it.
  func batches(
    _ panel: Panel, returnsToScale: ReturnsToScale, orientation: Orientation
  ) -> [(batch: DistanceBatch, reference: [Int], observations: [Int])] {
    groups(panel).map { reference, observed in
      let batch = DistanceBatch(
        technology: Technology(
          panel: panel, observations: reference, returnsToScale: returnsToScale),
        queries: observed.map {
          DistanceQuery(point: panel.point(inputsOf: $0, outputsOf: $0), orientation: orientation)
        })
      return (batch, reference, observed)
    }
  }

  /// Observations that span a frontier, with those measured against it.
  private func groups(_ panel: Panel) -> [(reference: [Int], observed: [Int])] {
    let all = Array(0..<panel.count)
    switch self {
    case .own:
      return panel.periods.indices.map { period in
        let observed = panel.observations(period: period)
        return (observed, observed)
      }
    case .pooled:
      return [(all, all)]
    case .sequential:
      return panel.periods.indices.map { period in
        (all.filter { panel.periodOfObservation[$0] <= period }, panel.observations(period: period))
      }
    case .period(let period):
      return [(panel.observations(period: period), all)]
    }
  }
}
