import Frontier
import Glibc
import Testing

@testable import Inference

@Suite("Tests of returns to scale")
struct ReturnsToScaleTestTests {
  /// Units with one input and one output below a frontier; inputs and outputs in other units if asked.
  static func technology(
    factor: Double = 1, _ frontier: (Double) -> Double
  ) throws -> Technology {
    var random = RandomStream(seed: 12, stream: 1, replicate: 0)
    let points = (0..<30).map { _ in
      let x = 1 + 9 * random.uniform()
      return Point(inputs: [factor * x], outputs: [frontier(x) * exp(-0.3 * abs(random.normal()))])
    }
    return try Technology(points: points, returnsToScale: .variable)
  }

  private func run(
    _ hypothesis: ReturnsToScale, _ technology: Technology,
    _ change: (inout SampleTestOptions) -> Void = { _ in }
  ) throws -> ReturnsToScaleEvidence {
    var options = SampleTestOptions()
    options.replicateCount = 99
    change(&options)
    return try ReturnsToScaleTest(options).run(hypothesis, technology, solver: FrontierSolver())
  }

  @Test("constant returns are not rejected where they hold", arguments: Orientation.allCases)
  func constant(orientation: Orientation) throws {
    let found = try run(.constant, try Self.technology { $0 }) { $0.orientation = orientation }
    #expect(found.ratioOfMeans.pValue > 0.05 && found.meanOfRatios.pValue > 0.05)
    #expect(found.meanOfRatios.value < 1 && found.meanOfRatios.missingCount == 0)
    #expect(found.counts.programs == 99 * 60 && found.counts.failed == 0)
  }

  @Test("decreasing returns are rejected as constant ones, and kept as non-increasing")
  func decreasing() throws {
    var options = SampleTestOptions()
    options.replicateCount = 99
    let test = ReturnsToScaleTest(options)
    let found = try test.sequence(
      try Self.technology { pow($0, 0.4) }, solver: FrontierSolver())
    #expect(found.returnsToScale == .nonIncreasing && found.evidence.count == 2)
    #expect(found.evidence[0].meanOfRatios.pValue <= 0.05)
    let linear = try test.sequence(try Self.technology { $0 }, solver: FrontierSolver())
    #expect(linear.returnsToScale == .constant && linear.evidence.count == 1)
  }

  @Test("a fixed cost is rejected as constant and as non-increasing returns")
  func increasing() throws {
    var options = SampleTestOptions()
    options.replicateCount = 99
    let technology = try Self.technology { max(0.05, $0 - 1) }
    let found = try ReturnsToScaleTest(options).sequence(technology, solver: FrontierSolver())
    #expect(found.returnsToScale == .variable)
    #expect(try run(.nonDecreasing, technology).meanOfRatios.pValue > 0.05)
  }

  @Test("a statistic is that of the measures, and a replicate is measured as the data")
  func statistics() throws {
    let technology = try Self.technology { $0 + 1 }
    let found = try run(.constant, technology) { $0.replicateCount = 1 }
    var stream = RandomStream(seed: 1, stream: 8 << 56, replicate: 0)
    func deltas(_ points: [Point], _ returns: ReturnsToScale) throws -> [Double] {
      let reference = try Technology(points: points, returnsToScale: returns)
      let batch = DistanceBatch(
        technology: reference,
        queries: points.map { DistanceQuery(point: $0, orientation: .input) })
      return try FrontierSolver().solve([batch])[0].map { 1 / (try #require($0.farrell).value) }
    }
    func mean(_ points: [Point]) throws -> Double {
      let ratios = zip(try deltas(points, .variable), try deltas(points, .constant)).map { $0 / $1 }
      return ratios.reduce(0, +) / Double(points.count)
    }
    #expect(abs(found.meanOfRatios.value - (try mean(technology.points))) <= 1e-9)
    let estimates = try deltas(technology.points, .constant)
    let drawn = ReflectedSample(
      estimates.map { max(1, $0) }, bandwidth: found.bandwidth, order: .reflectLast
    ).draw(&stream)
    let pseudo = technology.points.indices.map { unit in
      let point = technology.points[unit]
      return Point(
        inputs: point.inputs.map { $0 * drawn[unit] / estimates[unit] }, outputs: point.outputs)
    }
    #expect(abs(found.meanOfRatios.replicates[0] - (try mean(pseudo))) <= 1e-8)
  }

  @Test("any number of workers gives the same bits, and a longer run begins with the shorter")
  func determinism() throws {
    let technology = try Self.technology { $0 + 1 }
    let base = try run(.constant, technology)
    for workers in [2, 3] {
      #expect(try run(.constant, technology) { $0.workerCount = workers } == base)
    }
    let longer = try run(.constant, technology) { $0.replicateCount = 150 }
    #expect(Array(longer.ratioOfMeans.replicates.prefix(99)) == base.ratioOfMeans.replicates)
    #expect(try run(.constant, technology) { $0.technologyNumber = 1 } != base)
    #expect(try run(.constant, technology) { $0.seed = 2 } != base)
  }

  @Test("an input in other units leaves p-values")
  func units() throws {
    let base = try run(.constant, try Self.technology { $0 + 0.5 })
    let other = try run(.constant, try Self.technology(factor: 1e6) { $0 + 0.5 })
    #expect(other.meanOfRatios.pValue == base.meanOfRatios.pValue)
    #expect(other.ratioOfMeans.pValue == base.ratioOfMeans.pValue)
  }

  @Test("variable returns are no hypothesis")
  func refusal() throws {
    let technology = try Self.technology { $0 }
    #expect(throws: InferenceError.invalidHypothesis(.variable)) {
      try run(.variable, technology)
    }
  }
}
