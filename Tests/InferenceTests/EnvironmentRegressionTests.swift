import DenseKernels
import Frontier
import Glibc
import Testing

@testable import Inference

@Suite("Regression on the environment")
struct EnvironmentRegressionTests {
  /// Two inputs, one output; ln δ grows with z.
  static func data(
    count: Int = 50, inputFactor: Double = 1, returnsToScale: ReturnsToScale = .variable
  ) throws -> (technology: Technology, z: Matrix) {
    var random = RandomStream(seed: 31, stream: 1, replicate: 0)
    var (points, z): ([Point], [Double]) = ([], [])
    for _ in 0..<count {
      let x = [exp(random.normal() / 2), exp(random.normal() / 2)]
      let environment = 2 * random.uniform()
      let mean = 0.6 + 0.8 * environment
      let delta = 1 + 0.25 * TruncatedNormal.excess(above: (1 - mean) / 0.25, random.uniform())
      z.append(environment)
      points.append(
        Point(
          inputs: [x[0] * inputFactor, x[1]],
          outputs: [pow(x[0] * x[1], 0.4) / delta]))
    }
    return (
      try Technology(points: points, returnsToScale: returnsToScale),
      Matrix(rowCount: count, columnCount: 1, elements: z)
    )
  }

  private func run(
    _ data: (technology: Technology, z: Matrix),
    _ change: (inout EnvironmentRegressionOptions) -> Void = { _ in }
  ) throws -> EnvironmentReplicates {
    var options = EnvironmentRegressionOptions()
    options.replicateCount = 60
    options.efficiencyReplicateCount = 33
    change(&options)
    return try EnvironmentRegression(options).run(
      data.technology, environment: data.z, solver: FrontierSolver())
  }

  @Test(
    "both algorithms find what moves efficiency, in both orientations",
    arguments: TwoStageAlgorithm.allCases, Orientation.allCases)
  func effect(algorithm: TwoStageAlgorithm, orientation: Orientation) throws {
    let found = try run(try Self.data()) {
      $0.algorithm = algorithm
      $0.orientation = orientation
    }
    #expect(found.fit.coefficients.count == 2 && found.errors.count == 2)
    #expect(found.fit.coefficients[1] > 0.4 && found.pValue(1) <= 0.05)
    let (basic, percentile) = (
      found.basicInterval(1, level: 0.95), found.percentileInterval(1, level: 0.95)
    )
    #expect(basic.lower > 0 && basic.lower < found.fit.coefficients[1])
    #expect(percentile.lower > 0 && percentile.upper > found.fit.coefficients[1])
    #expect(abs((basic.upper - basic.lower) - (percentile.upper - percentile.lower)) <= 1e-12)
    #expect(found.errors[1].missingCount == found.deviationErrors.missingCount)
  }

  @Test("corrected efficiencies are at least as large as estimated ones")
  func correction() throws {
    let data = try Self.data()
    let found = try run(data)
    let corrected = try #require(found.correctedEfficiencies)
    #expect(zip(corrected, found.efficiencies).allSatisfy { $0.0 >= $0.1 - 1e-9 })
    #expect(found.unitCount == 50 && found.fit != found.uncorrectedFit)
    #expect(found.counts.programs == 33 * 50 && found.counts.failed == 0)
    let plain = try run(data) { $0.algorithm = .uncorrected }
    #expect(plain.fit == found.uncorrectedFit && plain.correctedEfficiencies == nil)
    #expect(plain.unitCount == found.efficiencies.count { $0 > 1 + 1e-6 })
  }

  @Test(
    "any number of workers gives the same bits, and a longer run begins with the shorter",
    arguments: TwoStageAlgorithm.allCases)
  func determinism(algorithm: TwoStageAlgorithm) throws {
    let data = try Self.data(count: 30)
    let base = try run(data) { $0.algorithm = algorithm }
    for workers in [2, 3] {
      let other = try run(data) {
        $0.algorithm = algorithm
        $0.workerCount = workers
      }
      #expect(other.fit == base.fit && other.errors.map(\.errors) == base.errors.map(\.errors))
    }
    let longer = try run(data) {
      $0.algorithm = algorithm
      $0.replicateCount = 90
    }
    let everything = Set(longer.errors[1].errors)
    #expect(base.errors[1].errors.allSatisfy { everything.contains($0) })
    let otherNumber = try run(data) {
      $0.algorithm = algorithm
      $0.technologyNumber = 1
    }
    #expect(otherNumber.errors[1].errors != base.errors[1].errors)
    let otherSeed = try run(data) {
      $0.algorithm = algorithm
      $0.seed = 2
    }
    #expect(otherSeed.errors[1].errors != base.errors[1].errors)
  }

  @Test("replicates whose likelihood has no maximum are counted and left out")
  func missing() throws {
    // No effect, and nearly exponential: some replicates vary more than an exponential variable.
    let (technology, z) = try IntervalStudy.environment(7, 30, 0)
    let found = try run((technology, z)) {
      $0.algorithm = .uncorrected
      $0.orientation = .output
    }
    #expect(found.errors[0].missingCount > 0)
    for errors in found.errors + [found.deviationErrors] {
      #expect(errors.missingCount == found.errors[0].missingCount)
      #expect(errors.errors.count + errors.missingCount == 60)
    }
  }

  @Test("an input in other units leaves coefficients and p-values")
  func units() throws {
    let base = try run(try Self.data(count: 40))
    let other = try run(try Self.data(count: 40, inputFactor: 1e6))
    for (a, b) in zip(base.fit.coefficients, other.fit.coefficients) {
      #expect(abs(a - b) <= 1e-8)
    }
    #expect(base.pValue(1) == other.pValue(1))
  }

  @Test("the constant is a column of ones")
  func constant() throws {
    let data = try Self.data(count: 40, returnsToScale: .constant)
    let ones = Matrix(
      rows: (0..<40).map { [1, data.z[$0, 0]] }, columnCount: 2)
    let own = try run((data.technology, ones)) { $0.hasConstant = false }
    #expect(own.fit == (try run(data)).fit)
  }

  @Test("another shape, values that are no numbers and collinear columns are refused")
  func refusals() throws {
    let data = try Self.data(count: 30)
    #expect(throws: InferenceError.self) {
      try run((data.technology, Matrix(rowCount: 29, columnCount: 1)))
    }
    #expect(throws: InferenceError.self) {
      try run((data.technology, Matrix(rowCount: 30, columnCount: 1, repeating: .nan)))
    }
    #expect(throws: InferenceError.noMaximum) {
      try run((data.technology, Matrix(rowCount: 30, columnCount: 1, repeating: 3)))
    }
  }
}
