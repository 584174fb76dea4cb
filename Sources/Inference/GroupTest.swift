public import DenseKernels
public import Frontier
internal import Glibc

/// What a sample says against groups with the same efficiency.
public struct GroupEvidence: Sendable, Hashable {
  /// Number of observations in each group.
  public let sizes: [Int]
  /// Mean ln δ̂ of each group.
  public let means: [Double]
  /// Mean of the first group less that of the second, with a two-sided p-value; nil unless there are two.
  public let difference: TestStatistic?
  /// Σ_g n_g (mean_g − mean)²; large values speak against equal groups.
  public let sumOfSquares: TestStatistic
  /// The bandwidth used.
  public let bandwidth: Double
  /// The rule that gave it; nil where it was given.
  public let bandwidthRule: BandwidthRule?
  /// What happened to the linear programs.
  public let counts: ReplicateCounts
}

/// Test that groups of observations have one distribution of efficiency, given that they share one technology.
///
/// A replicate moves every observation along its ray to a distance from the common frontier that is drawn
/// from the efficiencies of all groups, and compares the groups in that sample as in the data. Observations
/// keep their mixes and their groups, so a group that lies where the frontier is estimated worse has
/// that in its replicates too, as an exchange of labels would not. Groups with frontiers of their own are
/// another question: there the hypothesis of one technology is false, and a rejection does not tell which
/// part of it failed.
/// - Note: draws are those of METHODS 5.5.
public struct GroupTest: Sendable {
  /// Settings.
  public let options: SampleTestOptions

  /// Test with the given settings.
  public init(_ options: SampleTestOptions = SampleTestOptions()) {
    self.options = options
  }

  /// Draws and solves all replicates.
  ///
  /// - Parameters:
  ///   - technology: n observations that span it.
  ///   - groups: group of each observation, numbered from 0 without a gap, two groups at least.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work; items are blocks of replicates.
  /// - Returns: means of the groups, and statistics with their p-values.
  /// - Throws: ``InferenceError``.
  public func run(
    _ technology: Technology, groups: [Int], solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(InferenceError) -> GroupEvidence {
    let sizes = try sizes(groups, count: technology.count)
    let samples = try PseudoSamples(
      technology, returnsToScale: [technology.returnsToScale], orientation: options.orientation,
      solver, control)
    let (sample, bandwidth, rule) = try options.sample(samples.efficiencies)
    let loop = ReplicateLoop(count: options.replicateCount, workers: options.workerCount)
    let (values, counts) = try loop.run(control) {
      samples.solvers()
    } replicate: { (solvers, number, values) throws(InferenceError) in
      var stream = RandomStream(
        seed: options.seed, stream: Self.stream | UInt64(options.technologyNumber),
        replicate: UInt64(number))
      let found = try samples.own(solvers, drawn: sample.draw(&stream))
      values += Self.means(found[0], groups, sizes)
    } counts: { solvers in
      solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts }
    }
    let means = Self.means(samples.efficiencies, groups, sizes)
    let replicates = stride(from: 0, to: values.count, by: sizes.count).map {
      values[$0..<$0 + sizes.count]
    }
    func difference(_ means: some Collection<Double>) -> Double {
      means.dropFirst().reduce(means.first ?? .nan, -)
    }
    return GroupEvidence(
      sizes: sizes, means: means,
      difference: sizes.count > 2
        ? nil
        : TestStatistic(
          value: difference(means), replicates: replicates.map { difference($0) }, tail: .both),
      sumOfSquares: TestStatistic(
        value: Self.sumOfSquares(means, sizes),
        replicates: replicates.map { Self.sumOfSquares($0, sizes) }, tail: .upper),
      bandwidth: bandwidth, bandwidthRule: rule, counts: counts)
  }

  private func sizes(_ groups: [Int], count: Int) throws(InferenceError) -> [Int] {
    guard groups.count == count else {
      throw .data(.shapeMismatch(what: "groups", found: groups.count, expected: count))
    }
    var sizes = [Int](repeating: 0, count: count)
    for group in groups {
      guard sizes.indices.contains(group) else {
        throw .invalidOption(name: "group", found: Double(group))
      }
      sizes[group] += 1
    }
    let used = Array(sizes.prefix { $0 > 0 })
    guard used.count >= 2, used.reduce(0, +) == count else {
      throw .invalidOption(name: "groups", found: Double(used.count))
    }
    return used
  }

  /// Mean ln δ of each group.
  private static func means(_ deltas: [Double], _ groups: [Int], _ sizes: [Int]) -> [Double] {
    var sums = sizes.map { _ in 0.0 }
    for (delta, group) in zip(deltas, groups) { sums[group] += log(delta) }
    return zip(sums, sizes).map { $0 / Double($1) }
  }

  private static func sumOfSquares(_ means: some Collection<Double>, _ sizes: [Int]) -> Double {
    let total = zip(means, sizes).reduce(0) { $0 + $1.0 * Double($1.1) }
    let mean = total / Double(sizes.reduce(0, +))
    return zip(means, sizes).reduce(0) { $0 + Double($1.1) * ($1.0 - mean) * ($1.0 - mean) }
  }

  private static let stream: UInt64 = 9 << 56
}
