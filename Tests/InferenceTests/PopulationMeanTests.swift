import DenseKernels
import Frontier
import Glibc
import Productivity
import TestSupport
import Testing

@testable import Inference

@Suite("Means of a population")
struct PopulationMeanTests {
  @Test("quantiles of the normal distribution")
  func quantiles() {
    let known = [
      (0.5, 0), (0.975, 1.959963984540054), (0.95, 1.6448536269514722), (0.999, 3.090232306167813),
    ]
    for (p, z) in known {
      #expect(abs(NormalQuantile.value(p) - z) <= 1e-12)
      #expect(abs(NormalQuantile.value(1 - p) + z) <= 1e-12)
    }
    #expect(NormalQuantile.value(1 - 1e-12) > 7)
  }

  @Test("the bias is that of halves with technologies of their own")
  func jackknife() throws {
    let panel = try IndexBootstrapTests.panel(unitCount: 8, periodCount: 2)
    let window = try Window(panel, over: Transition(from: 0, to: 1))
    var options = PopulationMeanOptions()
    options.splitCount = 3
    let found = try PopulationMeans(options).run(
      window, [.productivityChange], solver: FrontierSolver())
    let mean = try #require(found[0][0])
    func logs(_ units: [Int]) throws -> [Double] {
      let half = (0..<panel.count).filter { units.contains(panel.unitOfObservation[$0]) }
      var results: [Double] = []
      for unit in units {
        func theta(_ base: Int, _ period: Int) throws -> Double {
          let members = half.filter { panel.periodOfObservation[$0] == base }
          let own = try #require(panel.observation(unit: unit, period: period))
          let technology = Technology(
            panel: panel, observations: members, returnsToScale: .constant)
          let query = DistanceQuery(
            point: panel.point(inputsOf: own, outputsOf: own), orientation: .input)
          let answer = FrontierSolver().solve([
            DistanceBatch(technology: technology, queries: [query])
          ])
          return try #require(answer[0][0].farrell).value
        }
        let growth = try theta(0, 1) / theta(0, 0) * theta(1, 1) / theta(1, 0)
        results.append(0.5 * log(growth))
      }
      return results
    }
    let all = try logs(Array(0..<8))
    let centre = all.reduce(0, +) / 8
    #expect(abs(mean.mean - centre) <= 1e-9)
    var gap = 0.0
    for split in 0..<3 {
      var stream = RandomStream(seed: 1, stream: 5 << 56, replicate: UInt64(split))
      let order = stream.shuffled(8)
      let (a, b) = (try logs(Array(order[..<4])), try logs(Array(order[4...])))
      gap += (a.reduce(0, +) / 4 + b.reduce(0, +) / 4) / 2 - centre
    }
    // Two inputs and an output: κ = 2 / (3 + 1).
    #expect(abs(mean.bias - gap / 3 / (2.0.squareRoot() - 1)) <= 1e-8)
    #expect(mean.centreCount == 8 && mean.centre == mean.mean)
    let interval = mean.interval(level: 0.95)
    let width = 2 * 1.959963984540054 * mean.deviation / 8.0.squareRoot()
    #expect(abs(interval.upper - interval.lower - width) <= 1e-12)
    #expect(abs((interval.upper + interval.lower) / 2 - (mean.mean - mean.bias)) <= 1e-12)
  }

  @Test("with four variables and more the interval is centred on some units only")
  func manyVariables() throws {
    let panel = try IndexBootstrapTests.panel(unitCount: 20, periodCount: 2, outputCount: 2)
    let window = try Window(panel, over: Transition(from: 0, to: 1))
    let found = try PopulationMeans().run(
      window, [.productivityChange, .technicalChange], solver: FrontierSolver())
    let mean = try #require(found[0][1])
    // κ = 2/5: ⌊20^0.8⌋ = 10.
    #expect(mean.centreCount == 10 && mean.centre != mean.mean)
    var options = PopulationMeanOptions()
    options.workerCount = 3
    #expect(
      try PopulationMeans(options).run(
        window, [.productivityChange, .technicalChange], solver: FrontierSolver()) == found)
  }

  @Test("a chain is the mean of the units' sums, and each transition is what it is alone")
  func chain() throws {
    let panel = try IndexBootstrapTests.panel(unitCount: 10)
    let window = try Window(panel, over: Transition(from: 0, to: 2))
    let means = PopulationMeans()
    let indices: [LogIndex] = [.productivityChange, .technicalChange]
    let each = try means.run(window, indices, solver: FrontierSolver())
    let found = try means.run(window, indices, over: [0..<2, 1..<2], solver: FrontierSolver())
    #expect(found.count == 2 && found[1] == each[1])
    for index in indices.indices {
      let chain = try #require(found[0][index])
      let parts = try each.map { try #require($0[index]) }
      // Splits are the same, so biases add up as means do; deviations do not.
      #expect(abs(chain.mean - parts[0].mean - parts[1].mean) <= 1e-12)
      #expect(abs(chain.bias - parts[0].bias - parts[1].bias) <= 1e-12)
      #expect(chain.deviation < parts[0].deviation + parts[1].deviation)
    }
    for range in [0..<0, 0..<3, -1..<1] {
      #expect(throws: InferenceError.self) {
        try means.run(window, indices, over: [range], solver: FrontierSolver())
      }
    }
  }

  @Test("in small samples the deviation is that of units freed of their own biases")
  func correctedDeviation() throws {
    let panel = try IndexBootstrapTests.panel(unitCount: 12, periodCount: 2)
    let window = try Window(panel, over: Transition(from: 0, to: 1))
    func mean(limit: Int) throws -> PopulationMean {
      var options = PopulationMeanOptions()
      options.correctedDeviationLimit = limit
      return try #require(
        try PopulationMeans(options).run(
          window, [.efficiencyChange], solver: FrontierSolver())[0][0])
    }
    let (corrected, plain) = (try mean(limit: 12), try mean(limit: 11))
    #expect(corrected.deviation != plain.deviation)
    #expect(corrected.mean == plain.mean && corrected.bias == plain.bias)
    let evaluation = try Evaluation(
      window, indices: [.efficiencyChange], orientation: .input, returnsToScale: .constant)
    let places = evaluation.places(.efficiencyChange, over: window.transitions[0])
    let observed = try evaluation.observed(FrontierSolver(), WorkControl())
    let solvers = evaluation.solvers()
    var gaps = [Double](repeating: 0, count: 12)
    for split in 0..<100 {
      var stream = RandomStream(seed: 1, stream: 5 << 56, replicate: UInt64(split))
      let order = stream.shuffled(12)
      for half in [Array(order[..<6]), Array(order[6...])] {
        let row = try evaluation.solve(solvers, .units(half))
        for unit in half {
          gaps[unit] +=
            (Evaluation.value(places, unit: unit, in: row)
              - Evaluation.value(places, unit: unit, in: observed)) / 100
        }
      }
    }
    let values = gaps.indices.map { unit in
      Evaluation.value(places, unit: unit, in: observed) - gaps[unit] / (2.0.squareRoot() - 1)
    }
    let centre = values.reduce(0, +) / 12
    let square = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / 11
    #expect(abs(corrected.deviation - square.squareRoot()) <= 1e-12)
  }
}
