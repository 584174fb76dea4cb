import DenseKernels
import Frontier
import Glibc
import Testing

@testable import Inference

/// How often the tests reject, on data whose truth is known; prints tables of `EnvironmentReturnsAndGroups.md`,
/// only on request: `FARRELL_STUDY=1`.
@Suite("Size and power of the tests", .enabled(if: unsafe getenv("FARRELL_STUDY") != nil))
struct SampleTestStudy {
  static let (sampleCount, replicateCount, unitCount) = (200, 199, 40)

  /// One input and one output, half-normal inefficiency in one of them.
  ///
  /// Losses of outputs leave units with little output and an ordinary input, for which the least input is a frontier
  /// of its own: a hypothesis true of the outputs is then false of the inputs. So losses are in the direction measured.
  struct Design: Sendable {
    let name: String
    let frontier: @Sendable (Double) -> Double
    var spread = 0.3
    /// Factor on the inefficiency of the second half of the units.
    var ratio = 1.0
    /// Factor on the inputs of the second half.
    var size = 1.0
    /// Whether outputs are lost whatever the direction measured.
    var losesOutputs = false

    func points(_ number: Int, _ orientation: Orientation) -> [Point] {
      var random = RandomStream(seed: 20, stream: 200 << 56, replicate: UInt64(number))
      return (0..<unitCount).map { unit in
        let isSecond = unit >= unitCount / 2
        let x = (1 + 9 * random.uniform()) * (isSecond ? size : 1)
        let u = spread * abs(random.normal()) * (isSecond ? ratio : 1)
        return orientation == .input && !losesOutputs
          ? Point(inputs: [x * exp(u)], outputs: [frontier(x)])
          : Point(inputs: [x], outputs: [frontier(x) * exp(-u)])
      }
    }
  }

  static let returns = [
    Design(name: "y = x") { $0 },
    Design(name: "y = x, little inefficiency", frontier: { $0 }, spread: 0.1),
    Design(name: "y = x^0.8") { pow($0, 0.8) },
    Design(name: "y = x^0.5") { pow($0, 0.5) },
    Design(name: "y = x - 0.5") { $0 - 0.5 },
    Design(name: "y = x + 2") { $0 + 2 },
    Design(name: "y = x, outputs lost", frontier: { $0 }, losesOutputs: true),
  ]

  static let groups = [
    Design(name: "equal") { $0 },
    Design(name: "equal, second group thrice as large", frontier: { $0 }, size: 3),
    Design(name: "second group 1.5 times as inefficient", frontier: { $0 }, ratio: 1.5),
    Design(name: "second group twice as inefficient", frontier: { $0 }, ratio: 2),
  ]

  /// Rejection at 5 %, sample after sample, by what `pValues` names.
  private func report(
    _ name: String, _ pValues: @escaping @Sendable (Int) throws -> [Double]
  ) throws {
    let found = try parallelMap(count: Self.sampleCount, workers: 2) { number in
      Result { try pValues(number) }
    }.map { try $0.get() }
    let shares = found[0].indices.map { column in
      let rejected = found.count { $0[column] <= 0.05 }
      return "\(Double(rejected) / Double(found.count))"
    }
    print("| \(name) | " + shares.joined(separator: " | ") + " |")
  }

  @Test("returns to scale", arguments: [ReturnsToScale.constant, .nonIncreasing])
  func returnsToScale(hypothesis: ReturnsToScale) throws {
    print("| \(hypothesis) | ratio of means | mean of ratios | data's points: ratio | mean |")
    for orientation in Orientation.allCases {
      for design in Self.returns {
        try report("\(design.name), \(orientation)") { number in
          let technology = try Technology(
            points: design.points(number, orientation), returnsToScale: .constant)
          var options = SampleTestOptions()
          options.replicateCount = Self.replicateCount
          options.seed = UInt64(number)
          options.orientation = orientation
          let found = try ReturnsToScaleTest(options).run(
            hypothesis, technology, solver: FrontierSolver())
          return [found.ratioOfMeans.pValue, found.meanOfRatios.pValue]
            + (try dataPoints(hypothesis, technology, options))
        }
      }
    }
  }

  /// p-values where a replicate measures the points of the data, not its own.
  private func dataPoints(
    _ hypothesis: ReturnsToScale, _ technology: Technology, _ options: SampleTestOptions
  ) throws -> [Double] {
    let samples = try PseudoSamples(
      technology, returnsToScale: [hypothesis, .variable], orientation: options.orientation,
      FrontierSolver(), WorkControl())
    let sample = try options.sample(samples.efficiencies).sample
    let solvers = samples.solvers()
    func statistics(_ rows: [[Double]]) -> [Double] {
      let ratios = zip(rows[1], rows[0]).reduce(0) { $0 + $1.0 / $1.1 }
      return [rows[1].reduce(0, +) / rows[0].reduce(0, +), ratios / Double(rows[0].count)]
    }
    let observed = statistics(samples.estimates)
    var counts = [1, 1]
    for replicate in 0..<options.replicateCount {
      var stream = RandomStream(
        seed: options.seed, stream: 201 << 56, replicate: UInt64(replicate))
      let found = statistics(try samples.observed(solvers, drawn: sample.draw(&stream)))
      for place in 0..<2 where found[place] <= observed[place] { counts[place] += 1 }
    }
    return counts.map { Double($0) / Double(options.replicateCount + 1) }
  }

  @Test("groups", arguments: [ReturnsToScale.constant, .variable])
  func equality(returnsToScale: ReturnsToScale) throws {
    print("| \(returnsToScale) | difference | sum of squares |")
    for design in Self.groups {
      try report(design.name) { number in
        let technology = try Technology(
          points: design.points(number, .input), returnsToScale: returnsToScale)
        var options = SampleTestOptions()
        options.replicateCount = Self.replicateCount
        options.seed = UInt64(number)
        let found = try GroupTest(options).run(
          technology, groups: (0..<Self.unitCount).map { $0 < Self.unitCount / 2 ? 0 : 1 },
          solver: FrontierSolver())
        return [found.difference?.pValue ?? .nan, found.sumOfSquares.pValue]
      }
    }
  }
}
