import DenseKernels
import Frontier
import Glibc
import TestSupport
import Testing

@testable import Inference

@Suite("Bootstrap of efficiencies")
struct EfficiencyBootstrapTests {
  private func run(
    _ change: (inout EfficiencyBootstrapOptions) -> Void
  ) throws -> EfficiencyReplicates {
    var options = EfficiencyBootstrapOptions()
    change(&options)
    return try EfficiencyBootstrap(options).run(
      try PowerPlants.technology, solver: FrontierSolver())
  }

  @Test("the plants of Simar and Wilson: efficiencies, corrected ones and three intervals")
  func plants() throws {
    let found = try run {
      $0.replicateCount = 2000
      $0.bandwidth = 0.014
    }
    let scores = [
      0.8691, 1, 1, 0.9307, 1, 0.9071, 0.8909, 0.8208, 0.8885, 0.8469, 0.9531, 1, 0.9602, 1, 1,
      0.8885, 1, 1, 0.9441,
    ]
    let corrected = [
      0.853, 0.943, 0.954, 0.919, 0.946, 0.893, 0.877, 0.808, 0.864, 0.839, 0.943, 0.945, 0.945,
      0.944, 0.940, 0.879, 0.945, 0.951, 0.934,
    ]
    for unit in scores.indices {
      #expect(abs(exp(-found.estimates[unit]) - scores[unit]) <= 0.00005001)
      #expect(abs(1 / found.corrected[unit] - corrected[unit]) <= 0.005, "plant \(unit + 1)")
    }
    // At B = 2000 an end of plant 9 varies by 0.003 from seed to seed, and lies 0.005 above the one printed.
    let many = try run {
      $0.replicateCount = 20_000
      $0.bandwidth = 0.014
    }
    for (plant, lower, upper) in [(1, 0.816, 0.868), (2, 0.839, 0.998), (9, 0.787, 0.888)] {
      // ln θ = −ln δ, so the ends change places.
      let interval = many.errors[plant - 1].interval(of: many.estimates[plant - 1], level: 0.95)
      #expect(abs(exp(-interval.upper) - lower) <= 0.006, "plant \(plant)")
      #expect(abs(exp(-interval.lower) - upper) <= 0.006, "plant \(plant)")
    }
    #expect(found.counts.failed == 0 && found.counts.programs == 2000 * 19)
  }

  @Test("a replicate does not depend on how many there are, nor on the number of workers")
  func prefix() throws {
    let few = try run { $0.replicateCount = 70 }
    let all = try run { $0.replicateCount = 300 }
    let workers = try run {
      $0.replicateCount = 300
      $0.workerCount = 3
    }
    for unit in PowerPlants.rows.indices {
      #expect(all.errors[unit].errors == workers.errors[unit].errors)
      let everything = Set(all.errors[unit].errors)
      #expect(few.errors[unit].errors.allSatisfy { everything.contains($0) })
    }
  }

  @Test("technologies with other numbers have other draws")
  func technologyNumber() throws {
    let first = try run { $0.replicateCount = 20 }
    let other = try run {
      $0.replicateCount = 20
      $0.technologyNumber = 1
    }
    #expect(first.estimates == other.estimates && first.bandwidth == other.bandwidth)
    #expect(first.errors[0].errors != other.errors[0].errors)
  }

  @Test("output orientation draws outputs, and errors are those of a larger measure")
  func outputs() throws {
    let found = try run {
      $0.replicateCount = 200
      $0.orientation = .output
    }
    #expect(found.estimates.allSatisfy { $0 >= -1e-12 })
    // Pseudo frontiers lie inside of the estimated one, so measures against them are smaller.
    #expect(found.errors.allSatisfy { $0.bias < 0 })
  }

  @Test("reflecting first exaggerates the bias")
  func order() throws {
    let last = try run { $0.replicateCount = 400 }
    let first = try run {
      $0.replicateCount = 400
      $0.order = .reflectFirst
    }
    func bias(_ found: EfficiencyReplicates) -> Double {
      found.errors.reduce(0) { $0 + $1.bias }
    }
    #expect(bias(first) < 1.1 * bias(last))
  }

  @Test("nothing can be drawn where every unit is efficient")
  func allEfficient() throws {
    let technology = try Technology(
      points: [(1.0, 4.0), (2, 2), (4, 1)].map { Point(inputs: [$0.0, $0.1], outputs: [1]) },
      returnsToScale: .constant)
    #expect(throws: InferenceError.noInefficiency) {
      try EfficiencyBootstrap().run(technology, solver: FrontierSolver())
    }
    var options = EfficiencyBootstrapOptions()
    options.bandwidth = 0.1
    #expect(throws: InferenceError.noInefficiency) {
      try EfficiencyBootstrap(options).run(technology, solver: FrontierSolver())
    }
  }
}
