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
}
