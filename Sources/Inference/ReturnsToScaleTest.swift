public import DenseKernels
public import Frontier

/// Settings of the tests that draw samples around a common frontier; the defaults are those of METHODS 0.
public struct SampleTestOptions: Sendable, Hashable {
  /// Number of replicates B.
  public var replicateCount = 1999
  /// Seed of the draws.
  public var seed: UInt64 = 1
  /// Number of the technology, such as its period: each number has draws of its own.
  public var technologyNumber: UInt32 = 0
  /// Direction of the distances.
  public var orientation = Orientation.input
  /// Rule for the bandwidth.
  public var bandwidthRule = BandwidthRule.silverman
  /// Bandwidth instead of the rule's.
  public var bandwidth: Double?
  /// Multiplies the bandwidth.
  public var bandwidthFactor = 1.0
  /// Number of threads.
  public var workerCount = 1

  /// Default settings.
  public init() {}

  /// Source of draws under a hypothesis.
  func sample(
    _ efficiencies: [Double]
  ) throws(InferenceError) -> (sample: ReflectedSample, bandwidth: Double, rule: BandwidthRule?) {
    // Found where one is given too, since nothing can be drawn where all are efficient.
    let found = try Bandwidth(efficiencies, rule: bandwidthRule)
    let h = (bandwidth ?? found.value) * bandwidthFactor
    guard h > 0, h.isFinite else { throw .invalidOption(name: "bandwidth", found: h) }
    return (
      ReflectedSample(efficiencies, bandwidth: h, order: .reflectLast), h,
      bandwidth == nil ? found.rule : nil
    )
  }
}

/// What a sample says against a hypothesis about its returns to scale.
public struct ReturnsToScaleEvidence: Sendable, Hashable {
  /// The returns to scale of the hypothesis.
  public let hypothesis: ReturnsToScale
  /// Σ δ̂ under variable returns over Σ δ̂ under the hypothesis, at most 1; small values speak against it.
  public let ratioOfMeans: TestStatistic
  /// Mean of δ̂ under variable returns over δ̂ under the hypothesis, that is of scale efficiency.
  public let meanOfRatios: TestStatistic
  /// The bandwidth used.
  public let bandwidth: Double
  /// The rule that gave it; nil where it was given.
  public let bandwidthRule: BandwidthRule?
  /// What happened to the linear programs.
  public let counts: ReplicateCounts
}

/// Test of returns to scale against variable ones.
///
/// Both statistics compare efficiencies δ ≥ 1 (1 / θ in input, φ in output orientation) of the same points
/// under the hypothesis with those under variable returns. A replicate moves every observation
/// along its ray to a drawn distance from the frontier of the hypothesis, and its statistic is computed
/// as that of the data: from the points of the sample against technologies that these points span.
/// - Note: Simar and Wilson (2002); draws are those of METHODS 5.5.
public struct ReturnsToScaleTest: Sendable {
  /// Settings.
  public let options: SampleTestOptions

  /// Test with the given settings.
  public init(_ options: SampleTestOptions = SampleTestOptions()) {
    self.options = options
  }

  /// Tests one hypothesis.
  ///
  /// - Parameters:
  ///   - hypothesis: constant, non-increasing or non-decreasing returns.
  ///   - technology: the observations; its own returns to scale do not matter.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work; items are blocks of replicates.
  /// - Returns: both statistics with their p-values.
  /// - Throws: ``InferenceError``; ``InferenceError/invalidHypothesis(_:)`` for variable returns and the free
  ///   disposal hull.
  public func run(
    _ hypothesis: ReturnsToScale, _ technology: Technology, solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(InferenceError) -> ReturnsToScaleEvidence {
    let number: UInt64
    switch hypothesis {
    case .constant: number = 0
    case .nonIncreasing: number = 1
    case .nonDecreasing: number = 2
    case .variable, .freeDisposalHull: throw .invalidHypothesis(hypothesis)
    }
    let samples = try PseudoSamples(
      technology, returnsToScale: [hypothesis, .variable], orientation: options.orientation,
      solver, control)
    let (sample, bandwidth, rule) = try options.sample(samples.efficiencies)
    let loop = ReplicateLoop(count: options.replicateCount, workers: options.workerCount)
    let (values, counts) = try loop.run(control) {
      samples.solvers()
    } replicate: { (solvers, replicate, values) throws(InferenceError) in
      var stream = RandomStream(
        seed: options.seed,
        stream: Self.stream | UInt64(options.technologyNumber) << 8 | number,
        replicate: UInt64(replicate))
      let found = try samples.own(solvers, drawn: sample.draw(&stream))
      values += Self.statistics(found)
    } counts: { solvers in
      solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts }
    }
    let observed = Self.statistics(samples.estimates)
    func statistic(_ place: Int) -> TestStatistic {
      TestStatistic(
        value: observed[place],
        replicates: stride(from: place, to: values.count, by: 2).map { values[$0] }, tail: .lower)
    }
    return ReturnsToScaleEvidence(
      hypothesis: hypothesis, ratioOfMeans: statistic(0), meanOfRatios: statistic(1),
      bandwidth: bandwidth, bandwidthRule: rule, counts: counts)
  }

  /// Tests constant returns, and where they are rejected non-increasing ones.
  ///
  /// - Parameters:
  ///   - technology: the observations; its own returns to scale do not matter.
  ///   - size: largest p-value of the mean of ratios that rejects a hypothesis.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work; each hypothesis has steps of its own.
  /// - Returns: the first hypothesis that is not rejected, variable returns if both are; and the evidence on
  ///   each hypothesis tested, one or two.
  /// - Throws: ``InferenceError``.
  public func sequence(
    _ technology: Technology, size: Double = 0.05, solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(InferenceError) -> (returnsToScale: ReturnsToScale, evidence: [ReturnsToScaleEvidence]) {
    var evidence: [ReturnsToScaleEvidence] = []
    for hypothesis in [ReturnsToScale.constant, .nonIncreasing] {
      let found = try run(hypothesis, technology, solver: solver, control: control)
      evidence.append(found)
      if !(found.meanOfRatios.pValue <= size) { return (hypothesis, evidence) }
    }
    return (.variable, evidence)
  }

  /// Ratio of means and mean of ratios; row 0 holds δ under the hypothesis, row 1 under variable returns.
  private static func statistics(_ deltas: [[Double]]) -> [Double] {
    let (hypothesis, variable) = (deltas[0], deltas[1])
    let ratios = zip(variable, hypothesis).reduce(0) { $0 + min(1, $1.0 / $1.1) }
    let means = variable.reduce(0, +) / hypothesis.reduce(0, +)
    return [min(1, means), ratios / Double(hypothesis.count)]
  }

  private static let stream: UInt64 = 8 << 56
}
