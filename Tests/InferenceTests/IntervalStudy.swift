import DenseKernels
import Frontier
import Glibc
import Productivity
import Testing

@testable import Inference

/// How often intervals hold the truth, on data whose truth is known; prints figures of
/// `EnvironmentReturnsAndGroups.md`, only on request: `FARRELL_STUDY=1`.
@Suite("Coverage of intervals", .enabled(if: unsafe getenv("FARRELL_STUDY") != nil))
struct IntervalStudy {
  /// Means over samples of what each of them gives, without those that have no value.
  private func report(
    _ name: String, sampleCount: Int, _ sample: @escaping @Sendable (Int) throws -> [Double]
  ) throws {
    let rows = try parallelMap(count: sampleCount, workers: 2) { number in
      Result { try sample(number) }
    }.map { try $0.get() }
    let means = rows[0].indices.map { column in
      let valid = rows.map { $0[column] }.filter { !$0.isNaN }
      return "\((valid.reduce(0, +) / Double(valid.count) * 1000).rounded() / 1000)"
    }
    print("| \(name) | " + means.joined(separator: " | ") + " |")
  }

  private static func holds(_ interval: (lower: Double, upper: Double), _ truth: Double) -> Double {
    interval.lower <= truth && truth <= interval.upper ? 1 : 0
  }

  @Test("coefficients of the environment", arguments: [50, 100], [0, 0.4])
  func environment(unitCount: Int, slope: Double) throws {
    print("| for each algorithm: basic, percentile, rejects 0, bias, share without maximum |")
    try report("n = \(unitCount), \(slope)", sampleCount: 200) { number in
      let (technology, z) = try Self.environment(number, unitCount, slope)
      return try TwoStageAlgorithm.allCases.flatMap { algorithm in
        var options = EnvironmentRegressionOptions()
        options.algorithm = algorithm
        options.replicateCount = 199
        options.orientation = .output
        options.seed = UInt64(number)
        do {
          let found = try EnvironmentRegression(options).run(
            technology, environment: z, solver: FrontierSolver())
          return [
            Self.holds(found.basicInterval(1, level: 0.95), slope),
            Self.holds(found.percentileInterval(1, level: 0.95), slope),
            found.pValue(1) <= 0.05 ? 1 : 0, found.fit.coefficients[1] - slope, 0,
          ]
        } catch InferenceError.noMaximum {
          return [.nan, .nan, .nan, .nan, 1]
        }
      }
    }
  }

  /// One input, one output, y = x^0.8 / δ, δ = 0.8 + slope · z + ε above 1, σ = 0.3.
  static func environment(
    _ number: Int, _ unitCount: Int, _ slope: Double
  ) throws -> (technology: Technology, z: Matrix) {
    var random = RandomStream(seed: 77, stream: 202 << 56, replicate: UInt64(number))
    var (points, z): ([Point], [Double]) = ([], [])
    for _ in 0..<unitCount {
      let x = exp(random.normal() / 2)
      z.append(2 * random.uniform())
      let bound = (1 - 0.8 - slope * z[z.count - 1]) / 0.3
      let delta = 1 + 0.3 * TruncatedNormal.excess(above: bound, random.uniform())
      points.append(Point(inputs: [x], outputs: [pow(x, 0.8) / delta]))
    }
    return (
      try Technology(points: points, returnsToScale: .variable),
      Matrix(rowCount: unitCount, columnCount: 1, elements: z)
    )
  }

  @Test("means of a population", arguments: [(20, 1), (20, 2), (36, 2), (50, 2), (36, 3)])
  func means(unitCount: Int, inputCount: Int) throws {
    print("| MI, width, TECH, width, EFFCH, width; the same corrected; aggregate, width |")
    try report("n = \(unitCount), p = \(inputCount)", sampleCount: 400) { number in
      let window = try Window(
        try Self.panel(number, unitCount, inputCount), over: Transition(from: 0, to: 1))
      var row: [Double] = []
      for limit in [0, 50] {
        var options = PopulationMeanOptions()
        options.correctedDeviationLimit = limit
        options.seed = UInt64(number)
        let found = try PopulationMeans(options).run(
          window, [.productivityChange, .technicalChange, .efficiencyChange],
          solver: FrontierSolver())[0]
        for (mean, truth) in zip(found, [0.05, 0.05, 0]) {
          let interval = try #require(mean).interval(level: 0.95)
          row += [Self.holds(interval, truth), interval.upper - interval.lower]
        }
      }
      var options = AggregateMalmquistOptions()
      options.seed = UInt64(number)
      let aggregate = try #require(
        try AggregateMalmquist(options).run(window, solver: FrontierSolver()))
      let interval = aggregate.interval(level: 0.95)
      return row + [Self.holds(interval, 0.05), interval.upper - interval.lower]
    }
  }

  /// Cobb-Douglas with equal shares that grows by 0.05, half-normal inefficiency with correlation ½.
  private static func panel(_ number: Int, _ n: Int, _ p: Int) throws -> Panel {
    var random = RandomStream(seed: 78, stream: 203 << 56, replicate: UInt64(number))
    var inputs: [[Double]] = [[], []]
    var outputs = inputs
    for _ in 0..<n {
      var x = (0..<p).map { _ in random.uniform() + 0.4 * random.normal() }
      var z = random.normal()
      for t in 0..<2 {
        if t == 1 {
          for k in 0..<p { x[k] += 0.1 * random.normal() }
          z = 0.5 * z + 0.75.squareRoot() * random.normal()
        }
        inputs[t] += x.map { exp($0) }
        outputs[t].append(
          exp(0.05 * Double(t) + x.reduce(0, +) / Double(p) - 0.25 * abs(z)))
      }
    }
    let names = (0..<n).map { "u\($0)" }
    return try Panel(
      units: names + names, periods: names.map { _ in "0" } + names.map { _ in "1" },
      periodOrder: ["0", "1"], inputNames: (0..<p).map { "x\($0)" }, outputNames: ["y"],
      inputs: Matrix(rowCount: 2 * n, columnCount: p, elements: inputs[0] + inputs[1]),
      outputs: Matrix(rowCount: 2 * n, columnCount: 1, elements: outputs[0] + outputs[1]))
  }
}
