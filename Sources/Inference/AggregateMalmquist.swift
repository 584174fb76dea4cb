public import DenseKernels
public import Frontier
internal import Glibc
internal import Productivity

/// Malmquist index of the units taken together, with what the sampling of units says about it.
public struct AggregateIndex: Sendable, Hashable {
  /// ln AMI of all units that have their four distances.
  public let logarithm: Double
  /// Number of those units.
  public let unitCount: Int
  /// Its bias by the jackknife.
  public let bias: Double
  /// Standard deviation of √n ln AMI by the delta method, (γ' Ω γ)^{1/2}.
  public let deviation: Double
  /// ln AMI on which the interval is centred, before the bias is taken off.
  public let centre: Double
  /// Number of units in it: all where there are fewer than four variables, else ⌊n^{2κ}⌋ drawn at random.
  public let centreCount: Int

  /// Variance of ``centre``.
  public var variance: Double { deviation * deviation / Double(centreCount) }

  /// Interval of ln AMI of the population.
  public func interval(level: Double) -> (lower: Double, upper: Double) {
    let half = NormalQuantile.value((1 + level) / 2) * variance.squareRoot()
    return (centre - bias - half, centre - bias + half)
  }
}

/// Settings of an aggregate Malmquist index; the defaults are those of METHODS 0.
public struct AggregateMalmquistOptions: Sendable, Hashable {
  /// Number of random splits into halves K.
  public var splitCount = 100
  /// Seed of the splits.
  public var seed: UInt64 = 1
  /// Returns to scale of the technologies.
  public var returnsToScale = ReturnsToScale.constant
  /// Whether returns to scale are constant in truth, not only in the model: the rate is faster then.
  public var maintainsConstantReturns = false
  /// Number of threads.
  public var workerCount = 1

  /// Default settings.
  public init() {}
}

/// Malmquist index of an industry: the weight of a unit is its revenue, not one.
///
/// With φ^s(r) the output measure of a unit's period-r point against the technology of s and w its revenue,
/// ln AMI = ½ [ln Σ φ^t(t) w_t + ln Σ φ^{t+1}(t) w_t − ln Σ φ^t(t+1) w_{t+1} − ln Σ φ^{t+1}(t+1) w_{t+1}]
/// + ln Σ w_{t+1} − ln Σ w_t: a smooth function of six means over units. The unit of money of a period cancels.
/// - Note: METHODS 5.9; Pham, Simar and Zelenyuk (2024).
public struct AggregateMalmquist: Sendable {
  /// Settings.
  public let options: AggregateMalmquistOptions

  /// Index with the given settings.
  public init(_ options: AggregateMalmquistOptions = AggregateMalmquistOptions()) {
    self.options = options
  }

  /// Computes the index of one transition.
  ///
  /// - Parameters:
  ///   - window: two periods, at least four units.
  ///   - revenues: positive value of the outputs of each unit of the window in both periods, n × 2; the output
  ///     itself when omitted, of which there must then be one.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work; items are blocks of splits.
  /// - Returns: the index; nil where fewer than two units have all distances, or no split has them for all
  ///   units.
  /// - Throws: ``InferenceError``.
  public func run(
    _ window: Window, revenues: Matrix? = nil, solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(InferenceError) -> AggregateIndex? {
    let n = window.units.count
    guard n >= 4 else { throw .tooFewUnits(found: n, expected: 4) }
    guard window.periodCount == 2 else {
      throw .invalidOption(name: "periods", found: Double(window.periodCount))
    }
    guard options.splitCount >= 1 else {
      throw .invalidOption(name: "splits", found: Double(options.splitCount))
    }
    let weights = try weights(window, revenues)
    let evaluation = try Evaluation(
      window, indices: Self.indices, orientation: .output, returnsToScale: options.returnsToScale)
    let terms = AggregateTerms(
      places: Self.places(evaluation, over: window.transitions[0]), weights: weights)
    let observed = try evaluation.observed(solver, control)
    let valid = (0..<n).filter { unit in !terms.values(unit, in: observed).contains(where: \.isNaN)
    }
    let splits = try splits(evaluation, terms, n, control).filter { !$0.isNaN }
    guard valid.count >= 2, !splits.isEmpty else { return nil }
    let all = terms.logarithm(valid, in: observed)
    let gap = splits.reduce(0) { $0 + $1 - all } / Double(splits.count)
    let variables = window.panel.inputNames.count + window.panel.outputNames.count
    var rates = PopulationMeanOptions()
    rates.maintainsConstantReturns = options.maintainsConstantReturns
    let rate = rates.rate(variableCount: variables)
    let count =
      variables < 4
      ? valid.count : max(1, min(valid.count, Int(pow(Double(valid.count), 2 * rate))))
    var stream = RandomStream(
      seed: options.seed, stream: Self.stream, replicate: UInt64(options.splitCount))
    let drawn = stream.shuffled(valid.count).prefix(count).map { valid[$0] }
    return AggregateIndex(
      logarithm: all, unitCount: valid.count, bias: gap / (pow(2, rate) - 1),
      deviation: terms.deviation(valid, in: observed),
      centre: variables < 4 ? all : terms.logarithm(drawn, in: observed), centreCount: count)
  }

  /// Mean of the two halves' logarithms for each split; NaN where a distance has no value.
  private func splits(
    _ evaluation: Evaluation, _ terms: AggregateTerms, _ n: Int, _ control: WorkControl
  ) throws(InferenceError) -> [Double] {
    let loop = ReplicateLoop(count: options.splitCount, workers: options.workerCount)
    return try loop.run(control) {
      evaluation.solvers()
    } replicate: { (solvers, number, values) throws(InferenceError) in
      var stream = RandomStream(
        seed: options.seed, stream: Self.stream, replicate: UInt64(number))
      let (first, second) = stream.halves(n)
      let one = terms.logarithm(first, in: try evaluation.solve(solvers, .units(first)))
      let other = terms.logarithm(second, in: try evaluation.solve(solvers, .units(second)))
      values.append((one + other) / 2)
    } counts: { solvers in
      solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts }
    }.values
  }

  /// Revenues of each unit in both periods, n × 2.
  private func weights(_ window: Window, _ revenues: Matrix?) throws(InferenceError) -> Matrix {
    let n = window.units.count
    guard let revenues else {
      let outputCount = window.panel.outputNames.count
      guard outputCount == 1 else {
        throw .data(
          .shapeMismatch(what: "outputs without revenues", found: outputCount, expected: 1))
      }
      let outputs = window.units.indices.flatMap { unit in
        window.periods.map { window.panel.outputs[window.observation(unit, period: $0), 0] }
      }
      return Matrix(rowCount: n, columnCount: 2, elements: outputs)
    }
    for (what, found, expected) in [
      ("revenue rows", revenues.rowCount, n), ("revenue columns", revenues.columnCount, 2),
    ] where found != expected {
      throw .data(.shapeMismatch(what: what, found: found, expected: expected))
    }
    for value in revenues.elements where !(value > 0 && value.isFinite) {
      throw .invalidOption(name: "revenue", found: value)
    }
    return revenues
  }

  /// Indices that tell the four distances apart: ln d^t(t) − ln d^{t+1}(t), and the same at t+1.
  private static let indices: [LogIndex] = [.magnitude, 2 * .technicalChange - .magnitude]

  /// Where the distances d^t(t), d^{t+1}(t), d^t(t+1), d^{t+1}(t+1) stand.
  private static func places(_ evaluation: Evaluation, over transition: Transition) -> [Int] {
    indices.flatMap { index in
      evaluation.places(index, over: transition).sorted { $0.coefficient > $1.coefficient }
        .map(\.first)
    }
  }

  private static let stream: UInt64 = 10 << 56
}

/// The six means of which the logarithm of the index is a function.
struct AggregateTerms: Sendable {
  /// Where the distances d^t(t), d^{t+1}(t), d^t(t+1), d^{t+1}(t+1) stand for the first unit.
  let places: [Int]
  /// w_t and w_{t+1} of each unit, n × 2.
  let weights: Matrix

  /// ∂ ln AMI / ∂ ln mean of each.
  static let exponents = [0.5, 0.5, -0.5, -0.5, -1, 1]

  /// φ^t(t) w_t, φ^{t+1}(t) w_t, φ^t(t+1) w_{t+1}, φ^{t+1}(t+1) w_{t+1}, w_t, w_{t+1} of a unit.
  func values(_ unit: Int, in row: [Double]) -> [Double] {
    let measures = places.map { exp(-row[$0 + unit]) }
    let (from, to) = (weights[unit, 0], weights[unit, 1])
    return zip(measures, [from, from, to, to]).map { $0 * $1 } + [from, to]
  }

  private func means(_ units: [Int], _ row: [Double]) -> [Double] {
    var sums = Self.exponents.map { _ in 0.0 }
    for unit in units {
      for (place, value) in values(unit, in: row).enumerated() { sums[place] += value }
    }
    return sums.map { $0 / Double(units.count) }
  }

  /// ln AMI of some units.
  func logarithm(_ units: [Int], in row: [Double]) -> Double {
    zip(Self.exponents, means(units, row)).reduce(0) { $0 + $1.0 * log($1.1) }
  }

  /// (γ' Ω γ)^{1/2}: the deviation over units of Σ γ_k v_k, γ_k = exponent / mean.
  func deviation(_ units: [Int], in row: [Double]) -> Double {
    let slopes = zip(Self.exponents, means(units, row)).map { $0 / $1 }
    // The exponents add up to 0, and so does the mean of these.
    let parts = units.map { unit in
      zip(slopes, values(unit, in: row)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (parts.reduce(0) { $0 + $1 * $1 } / Double(units.count - 1)).squareRoot()
  }
}
