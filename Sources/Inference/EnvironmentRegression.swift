public import DenseKernels
public import Frontier

/// Algorithms of Simar and Wilson (2007).
public enum TwoStageAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// Algorithm 1: efficiencies as estimated.
  case uncorrected = "1"
  /// Algorithm 2: efficiencies less their bias, which a first bootstrap finds.
  case biasCorrected = "2"
}

/// Settings of a regression of efficiencies; the defaults are those of METHODS 5.10.
public struct EnvironmentRegressionOptions: Sendable, Hashable {
  /// Which algorithm.
  public var algorithm = TwoStageAlgorithm.biasCorrected
  /// Number of replicates of the regression, L or L₂.
  public var replicateCount = 2000
  /// Number of replicates of the efficiencies, L₁, of algorithm 2.
  public var efficiencyReplicateCount = 100
  /// Seed of the draws.
  public var seed: UInt64 = 1
  /// Number of the technology, such as its period: each number has draws of its own.
  public var technologyNumber: UInt32 = 0
  /// Direction of the distances.
  public var orientation = Orientation.input
  /// Whether a constant stands before the columns of the environment.
  public var hasConstant = true
  /// Number of threads.
  public var workerCount = 1

  /// Default settings.
  public init() {}
}

/// A regression of efficiencies on the environment with the errors of its replicates.
public struct EnvironmentReplicates: Sendable {
  /// δ̂ ≥ 1 of each observation.
  public let efficiencies: [Double]
  /// δ̃ = 2 δ̂ − mean δ̂*, algorithm 2 only.
  public let correctedEfficiencies: [Double]?
  /// Regression of δ̂, with β̂ and σ̂; the constant comes first if there is one.
  public let uncorrectedFit: TruncatedFit
  /// Regression that is reported: that of δ̃ in algorithm 2, else that of δ̂.
  public let fit: TruncatedFit
  /// Number of units in that regression: those above 1.
  public let unitCount: Int
  /// Errors β* − β of each coefficient; a replicate whose likelihood has no maximum has none.
  public let errors: [ErrorDistribution]
  /// Errors σ* − σ.
  public let deviationErrors: ErrorDistribution
  /// What happened to the linear programs of algorithm 2.
  public let counts: ReplicateCounts

  /// Basic interval of a coefficient: [β − q_{1−α/2}, β − q_{α/2}].
  public func basicInterval(_ coefficient: Int, level: Double) -> (lower: Double, upper: Double) {
    errors[coefficient].interval(of: fit.coefficients[coefficient], level: level)
  }

  /// Percentile interval of a coefficient: [β + q_{α/2}, β + q_{1−α/2}].
  public func percentileInterval(
    _ coefficient: Int, level: Double
  ) -> (lower: Double, upper: Double) {
    let tail = (1 - level) / 2
    let estimate = fit.coefficients[coefficient]
    return (
      estimate + errors[coefficient].quantile(tail),
      estimate + errors[coefficient].quantile(1 - tail)
    )
  }

  /// Two-sided p-value of β_j = 0: how far out the estimate lies among its own errors.
  public func pValue(_ coefficient: Int) -> Double {
    errors[coefficient].pValue(of: fit.coefficients[coefficient])
  }
}

/// Two-stage regression of efficiencies δ ≥ 1 on variables of the environment.
///
/// δ = z β + ε with ε normal, seen where it is above 1. A positive coefficient makes units less
/// efficient. Separability is assumed: the environment moves efficiency and never the frontier, so that one
/// technology serves all units. Where it does not hold, δ̂ measures something else than efficiency and
/// neither algorithm is of use.
///
/// Units on the frontier, δ̂ ≤ 1 + 1e-6, are left out: their δ̂ says that the frontier passes through them.
/// - Note: METHODS 5.10; Simar and Wilson (2007), algorithms 1 and 2.
public struct EnvironmentRegression: Sendable {
  /// Settings.
  public let options: EnvironmentRegressionOptions

  /// Regression with the given settings.
  public init(_ options: EnvironmentRegressionOptions = EnvironmentRegressionOptions()) {
    self.options = options
  }

  /// Measures the efficiencies, regresses them, and draws all replicates.
  ///
  /// - Parameters:
  ///   - technology: n observations that span it.
  ///   - environment: z, n × k, finite.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work.
  /// - Returns: coefficients and their errors.
  /// - Throws: ``InferenceError``; ``InferenceError/noMaximum`` if the likelihood of the data has none, or the
  ///   columns of z are collinear.
  public func run(
    _ technology: Technology, environment: Matrix, solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(InferenceError) -> EnvironmentReplicates {
    let z = try regressors(environment, unitCount: technology.count)
    let samples = try PseudoSamples(
      technology, returnsToScale: [technology.returnsToScale], orientation: options.orientation,
      solver, control)
    let first = try regression(samples.efficiencies, z)
    guard let uncorrected = first.maximum() else { throw .noMaximum }
    var (used, fit) = (first, uncorrected)
    var (corrected, counts): ([Double]?, ReplicateCounts) = (nil, ReplicateCounts())
    if options.algorithm == .biasCorrected {
      let found = try biasCorrected(samples, z, uncorrected, control)
      used = try regression(found.efficiencies, z)
      guard let second = used.maximum(from: uncorrected) else { throw .noMaximum }
      (fit, corrected, counts) = (second, found.efficiencies, found.counts)
    }
    let errors = try errors(used, fit, control)
    return EnvironmentReplicates(
      efficiencies: samples.efficiencies, correctedEfficiencies: corrected,
      uncorrectedFit: uncorrected, fit: fit, unitCount: used.excesses.count,
      errors: Array(errors.dropLast()), deviationErrors: errors[errors.count - 1], counts: counts)
  }
}

// MARK: Steps

extension EnvironmentRegression {
  /// The environment with the constant, if there is one.
  private func regressors(
    _ environment: Matrix, unitCount: Int
  ) throws(InferenceError) -> Matrix {
    guard environment.rowCount == unitCount else {
      throw .data(
        .shapeMismatch(
          what: "environment rows", found: environment.rowCount, expected: unitCount))
    }
    for (index, value) in environment.elements.enumerated() where !value.isFinite {
      let (row, column) = index.quotientAndRemainder(dividingBy: environment.columnCount)
      throw .data(
        .notFinite(observation: row, variable: "environment \(column)", value: value))
    }
    let constant = options.hasConstant ? [1.0] : []
    let columnCount = environment.columnCount + constant.count
    if columnCount == 0 { throw .data(.empty(what: "environment")) }
    return Matrix(
      rows: (0..<unitCount).map { constant + environment.row($0) }, columnCount: columnCount)
  }

  /// The regression of the units above 1.
  private func regression(
    _ efficiencies: [Double], _ z: Matrix
  ) throws(InferenceError) -> TruncatedRegression {
    let units = efficiencies.indices.filter { efficiencies[$0] > 1 + Self.frontierTolerance }
    let expected = z.columnCount + 2
    guard units.count >= expected else {
      throw .tooFewUnits(found: units.count, expected: expected)
    }
    return TruncatedRegression(
      regressors: z.selecting(rows: units).elements, columnCount: z.columnCount,
      excesses: units.map { efficiencies[$0] - 1 })
  }

  /// One draw for each row of z: δ* = z β + ε above 1, less 1.
  private static func draw(
    _ fit: TruncatedFit, _ z: [Double], _ stream: inout RandomStream
  ) -> [Double] {
    let k = fit.coefficients.count
    return (0..<z.count / k).map { unit in
      let mean = (0..<k).reduce(0) { $0 + fit.coefficients[$1] * z[unit * k + $1] }
      let bound = (1 - mean) / fit.deviation
      return fit.deviation * TruncatedNormal.excess(above: bound, stream.uniform())
    }
  }

  /// δ̃ of all units: the observed points against pseudo references drawn from the first regression.
  private func biasCorrected(
    _ samples: PseudoSamples, _ z: Matrix, _ fit: TruncatedFit, _ control: WorkControl
  ) throws(InferenceError) -> (efficiencies: [Double], counts: ReplicateCounts) {
    let loop = ReplicateLoop(
      count: options.efficiencyReplicateCount, workers: options.workerCount)
    let (values, counts) = try loop.run(control) {
      samples.solvers()
    } replicate: { (solvers, number, values) throws(InferenceError) in
      var stream = RandomStream(
        seed: options.seed, stream: Self.firstStream | UInt64(options.technologyNumber),
        replicate: UInt64(number))
      let drawn = Self.draw(fit, z.elements, &stream).map { 1 + $0 }
      values += try samples.observed(solvers, drawn: drawn)[0]
    } counts: { solvers in
      solvers.reduce(into: ReplicateCounts()) { $0 += $1.counts }
    }
    let n = samples.efficiencies.count
    let corrected = (0..<n).map { unit in
      let valid = stride(from: unit, to: values.count, by: n).map { values[$0] }
        .filter { !$0.isNaN }
      return 2 * samples.efficiencies[unit] - valid.reduce(0, +) / Double(valid.count)
    }
    if let unit = corrected.firstIndex(where: \.isNaN) {
      throw .missingDistance(unit: unit, period: 0)
    }
    return (corrected, counts)
  }

  /// Errors of the coefficients and of the deviation in all replicates.
  private func errors(
    _ regression: TruncatedRegression, _ fit: TruncatedFit, _ control: WorkControl
  ) throws(InferenceError) -> [ErrorDistribution] {
    let truth = fit.coefficients + [fit.deviation]
    let loop = ReplicateLoop(count: options.replicateCount, workers: options.workerCount)
    let values = try loop.run(control) {
    } replicate: { (_, number, values) in
      var stream = RandomStream(
        seed: options.seed, stream: Self.secondStream | UInt64(options.technologyNumber),
        replicate: UInt64(number))
      let drawn = TruncatedRegression(
        regressors: regression.regressors, columnCount: regression.columnCount,
        excesses: Self.draw(fit, regression.regressors, &stream))
      if let found = drawn.maximum(from: fit) {
        values += zip(found.coefficients + [found.deviation], truth).map { $0 - $1 }
      } else {
        values += truth.map { _ in .nan }
      }
    } counts: { _ in
      ReplicateCounts()
    }.values
    return truth.indices.map { place in
      ErrorDistribution(
        (0..<options.replicateCount).lazy.map { values[$0 * truth.count + place] })
    }
  }

  private static let secondStream: UInt64 = 6 << 56
  private static let firstStream: UInt64 = 7 << 56
  /// How far above 1 an efficiency must be for its unit to be off the frontier; that of ``Bandwidth``.
  private static let frontierTolerance = 1e-6
}
