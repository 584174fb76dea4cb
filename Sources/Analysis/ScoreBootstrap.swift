internal import DenseKernels
internal import Frontier
internal import Inference
internal import Tables

/// Bootstrap of the scores of every period against its own technology.
struct ScoreBootstrap: Sendable {
  /// What is known of the technology of a period.
  struct Technology: Sendable {
    let bandwidth: Double
    let bandwidthRule: BandwidthRule?
    let counts: ReplicateCounts
    /// In the order of the observations of the period.
    let scores: [ScoreInterval]
  }

  let plan: DrawPlan
  let order: SmoothingOrder
  private(set) var periods: [PeriodInference<Technology>] = []
  private var scores: [ScoreInterval?] = []

  /// What the settings ask for; nil for no bootstrap.
  init?(_ settings: Settings) throws(TableError) {
    guard settings[.bootstrap] != nil else {
      let names: [SettingName] = [.seed, .level, .bandwidth, .bandwidthFactor, .smoothing]
      // A run file may hold them for other commands.
      if let name = names.first(where: settings.isGiven) {
        throw TableError(
          .usage, "\(name.flag): found no --bootstrap; expected the number of replicates")
      }
      return nil
    }
    plan = try DrawPlan(settings, count: .bootstrap, builtIn: 0)
    order = try settings[.smoothing]?.smoothingOrder() ?? .reflectLast
    if let technology = settings[.technology], try technology.single().lowercased() != "own" {
      throw technology.refusal(expected: "own with --bootstrap")
    }
    if let rts = settings[.rts], try rts.returnsToScale() == .freeDisposalHull {
      throw rts.refusal(expected: "crs, vrs, nirs or ndrs with --bootstrap")
    }
  }

  /// Draws and solves the replicates of all periods.
  mutating func run(
    _ panel: Panel, returnsToScale: ReturnsToScale, orientation: Orientation, file: String,
    _ host: some AnalysisHost, _ control: WorkControl
  ) throws {
    var options = EfficiencyBootstrapOptions()
    (options.replicateCount, options.seed) = (plan.replicateCount, plan.seed)
    (options.bandwidthRule, options.bandwidth) = (plan.rule, plan.bandwidth)
    (options.bandwidthFactor, options.order) = (plan.bandwidthFactor, order)
    (options.orientation, options.workerCount) = (orientation, host.threadCount)
    periods = try PeriodInference.all(
      panel, returnsToScale: returnsToScale, file: file
    ) { (technology, period, observations) throws(InferenceError) in
      options.technologyNumber = UInt32(truncatingIfNeeded: period)
      let found = try EfficiencyBootstrap(options)
        .run(technology, solver: host.solver, control: control)
      return Technology(
        bandwidth: found.bandwidth, bandwidthRule: found.bandwidthRule, counts: found.counts,
        scores: observations.indices.map {
          ScoreInterval(found, $0, orientation, level: plan.level)
        })
    }
    scores = [ScoreInterval?](repeating: nil, count: panel.count)
    for period in periods {
      for (observation, score) in zip(period.observations, period.value?.scores ?? []) {
        scores[observation] = score
      }
    }
  }

  /// What the replicates say about an observation's score.
  subscript(observation: Int) -> ScoreInterval? { scores[observation] }

  /// What happened to the linear programs.
  var counts: ReplicateCounts { .sum(periods.compactMap { $0.value?.counts }) }
}
