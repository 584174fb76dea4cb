public import DenseKernels
public import Frontier
internal import Glibc
internal import Productivity

/// Mean of the logarithm of an index over the population from which the units were drawn (estimand E3).
///
/// The mean of the units is biased like each of them, more slowly than 1/√n with many variables. Halves of
/// the units, with technologies of their own, show the bias of a sample half as large, and so that of the whole.
/// - Note: METHODS 5.9; Kneip, Simar and Wilson (2015, 2021), Simar and Wilson (2019). The theory covers MI and
///   its components; for IBTECH the intervals are known to be too narrow.
public struct PopulationMean: Sendable, Hashable {
  /// ψ̄, mean of the n units.
  public let mean: Double
  /// B̂, its bias by the jackknife.
  public let bias: Double
  /// Standard deviation of the units; see ``PopulationMeanOptions/correctedDeviationLimit``.
  public let deviation: Double
  /// Mean of the units on which the interval is centred, before the bias is taken off.
  public let centre: Double
  /// Number of those units: all n where there are fewer than four variables, else ⌊n^{2κ}⌋ drawn at random.
  public let centreCount: Int

  /// Interval of the mean of the population.
  public func interval(level: Double) -> (lower: Double, upper: Double) {
    let half = NormalQuantile.value((1 + level) / 2) * deviation / Double(centreCount).squareRoot()
    return (centre - bias - half, centre - bias + half)
  }
}

/// Settings of population means; the defaults are those of METHODS 0.
public struct PopulationMeanOptions: Sendable, Hashable {
  /// Number of random splits into halves K.
  public var splitCount = 100
  /// Seed of the splits.
  public var seed: UInt64 = 1
  /// Direction of the distances.
  public var orientation = Orientation.input
  /// Returns to scale of the technologies.
  public var returnsToScale = ReturnsToScale.constant
  /// Whether returns to scale are constant in truth, not only in the model: the rate is faster then.
  public var maintainsConstantReturns = false
  /// Largest n for which each unit's logarithm is freed of its own bias before their deviation is taken;
  /// 0 for never.
  ///
  /// The bias of a unit is seen in the halves it belongs to. In small samples measures are drawn towards
  /// the frontier, units look more alike than they are, and intervals are too narrow.
  /// - Note: METHODS 5.9, step 4; Simar, Zelenyuk and Zhao (2023).
  public var correctedDeviationLimit = 50
  /// Number of threads.
  public var workerCount = 1

  /// Default settings.
  public init() {}

  /// κ, the rate of the estimator: 2 / (p + q + 1), or 2 / (p + q).
  func rate(variableCount: Int) -> Double {
    2 / Double(variableCount + (maintainsConstantReturns ? 0 : 1))
  }
}

/// Means of indices over the population of the units of a window.
public struct PopulationMeans: Sendable {
  /// Settings.
  public let options: PopulationMeanOptions

  /// Means with the given settings.
  public init(_ options: PopulationMeanOptions = PopulationMeanOptions()) {
    self.options = options
  }

  /// Splits the units and computes the means.
  ///
  /// - Parameters:
  ///   - window: units and periods, at least four units.
  ///   - indices: the indices.
  ///   - ranges: positions among the window's transitions, over which logarithms are added up to chains; each
  ///     transition alone when omitted.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work; items are blocks of splits.
  /// - Returns: a mean for each range and each index; nil where fewer than two units have
  ///   a value, or no split has one for all of them.
  /// - Throws: ``InferenceError``.
  public func run(
    _ window: Window, _ indices: [LogIndex], over ranges: [Range<Int>]? = nil,
    solver: FrontierSolver, control: WorkControl = WorkControl()
  ) throws(InferenceError) -> [[PopulationMean?]] {
    let n = window.units.count
    let transitions = window.transitions
    let ranges = ranges ?? transitions.indices.map { $0..<$0 + 1 }
    try validate(ranges, transitionCount: transitions.count, unitCount: n)
    let evaluation = try Evaluation(
      window, indices: indices, orientation: options.orientation,
      returnsToScale: options.returnsToScale)
    let observed = try evaluation.observed(solver, control)
    let places = ranges.flatMap { range in
      indices.map { index in
        range.flatMap { evaluation.places(index, over: transitions[$0]) }
      }
    }
    let halves = try halves(evaluation, places, n, control)
    let variables = window.panel.inputNames.count + window.panel.outputNames.count
    let rate = options.rate(variableCount: variables)
    var all: [PopulationMean?] = []
    for (number, terms) in places.enumerated() {
      let logs = (0..<n).map { Evaluation.value(terms, unit: $0, in: observed) }
      let splits = (0..<options.splitCount).map { split in
        let first = (split * places.count + number) * (n + 1)
        return halves[first...first + n]
      }
      all.append(mean(logs, halves: splits, rate, variables))
    }
    return ranges.indices.map { Array(all[$0 * indices.count..<($0 + 1) * indices.count]) }
  }

  private func validate(
    _ ranges: [Range<Int>], transitionCount: Int, unitCount: Int
  ) throws(InferenceError) {
    guard unitCount >= 4 else { throw .tooFewUnits(found: unitCount, expected: 4) }
    guard options.splitCount >= 1 else {
      throw .invalidOption(name: "splits", found: Double(options.splitCount))
    }
    for range in ranges
    where range.isEmpty || range.lowerBound < 0 || range.upperBound > transitionCount {
      throw .invalidOption(name: "transitions", found: Double(range.upperBound))
    }
  }

  /// For each split and each index the mean of the two halves' means, then the value of each unit in its
  /// half; NaN where a unit has no value.
  private func halves(
    _ evaluation: Evaluation, _ places: [[Evaluation.Place]], _ n: Int, _ control: WorkControl
  ) throws(InferenceError) -> [Double] {
    let loop = ReplicateLoop(count: options.splitCount, workers: options.workerCount)
    return try loop.run(control) {
      evaluation.solvers()
    } replicate: { (solvers, number, values) throws(InferenceError) in
      var stream = RandomStream(
        seed: options.seed, stream: Self.stream, replicate: UInt64(number))
      let (first, second) = stream.halves(n)
      let one = try evaluation.solve(solvers, .units(first))
      let other = try evaluation.solve(solvers, .units(second))
      for terms in places {
        var own = [Double](repeating: 0, count: n)
        func mean(_ units: [Int], _ row: [Double]) -> Double {
          for unit in units { own[unit] = Evaluation.value(terms, unit: unit, in: row) }
          return units.reduce(0) { $0 + own[$1] } / Double(units.count)
        }
        values.append((mean(first, one) + mean(second, other)) / 2)
        values += own
      }
    } counts: { solvers in
      solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts }
    }.values
  }

  /// Mean of the population from the logarithms of the units and what ``halves(_:_:_:_:)`` found in each split.
  private func mean(
    _ logs: [Double], halves: [ArraySlice<Double>], _ rate: Double, _ variableCount: Int
  ) -> PopulationMean? {
    let valid = logs.filter { !$0.isNaN }
    let splits = halves.compactMap(\.first).filter { !$0.isNaN }
    guard valid.count >= 2, !splits.isEmpty else { return nil }
    let n = Double(valid.count)
    let mean = valid.reduce(0, +) / n
    let gap = splits.reduce(0) { $0 + $1 - mean } / Double(splits.count)
    let spread =
      logs.count <= options.correctedDeviationLimit
      ? Self.corrected(logs, halves, rate).filter { !$0.isNaN } : valid
    let isSmooth = variableCount < 4
    let count = isSmooth ? valid.count : max(1, min(valid.count, Int(pow(n, 2 * rate))))
    var stream = RandomStream(
      seed: options.seed, stream: Self.stream, replicate: UInt64(options.splitCount))
    let drawn = stream.shuffled(valid.count).prefix(count)
    return PopulationMean(
      mean: mean, bias: gap / (pow(2, rate) - 1), deviation: Self.deviation(spread),
      centre: isSmooth ? mean : drawn.reduce(0) { $0 + valid[$1] } / Double(count),
      centreCount: count)
  }

  /// Each unit's logarithm less its own bias by the jackknife, from the splits in which it has a value.
  private static func corrected(
    _ logs: [Double], _ halves: [ArraySlice<Double>], _ rate: Double
  ) -> [Double] {
    logs.enumerated().map { unit, value in
      let own = halves.map { $0[$0.startIndex + 1 + unit] }.filter { !$0.isNaN }
      let gap = own.reduce(0) { $0 + $1 - value } / Double(own.count)
      return value - gap / (pow(2, rate) - 1)
    }
  }

  private static func deviation(_ values: [Double]) -> Double {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
  }

  private static let stream: UInt64 = 5 << 56
}
