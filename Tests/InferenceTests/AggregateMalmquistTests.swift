import DenseKernels
import Frontier
import Glibc
import Productivity
import TestSupport
import Testing

@testable import Inference

@Suite("Aggregate Malmquist index")
struct AggregateMalmquistTests {
  private func run(
    _ panel: Panel, revenues: Matrix? = nil,
    _ change: (inout AggregateMalmquistOptions) -> Void = { _ in }
  ) throws -> AggregateIndex {
    var options = AggregateMalmquistOptions()
    options.splitCount = 10
    change(&options)
    let window = try Window(panel, over: Transition(from: 0, to: 1))
    return try #require(
      try AggregateMalmquist(options).run(window, revenues: revenues, solver: FrontierSolver()))
  }

  /// ln φ^s of a unit's point of a period.
  private func measure(_ panel: Panel, _ unit: Int, period: Int, base: Int) throws -> Double {
    let members = (0..<panel.count).filter { panel.periodOfObservation[$0] == base }
    let own = try #require(panel.observation(unit: unit, period: period))
    let batch = DistanceBatch(
      technology: Technology(panel: panel, observations: members, returnsToScale: .constant),
      queries: [
        DistanceQuery(point: panel.point(inputsOf: own, outputsOf: own), orientation: .output)
      ])
    return try #require(FrontierSolver().solve([batch])[0][0].farrell).value
  }

  /// The six values of each unit, in the order of METHODS 5.9.
  private func values(_ panel: Panel) throws -> [[Double]] {
    try panel.units.indices.map { unit in
      let revenues = try (0...1).map { period in
        panel.outputs[try #require(panel.observation(unit: unit, period: period)), 0]
      }
      return [
        try measure(panel, unit, period: 1, base: 0) * revenues[1],
        try measure(panel, unit, period: 1, base: 1) * revenues[1],
        try measure(panel, unit, period: 0, base: 0) * revenues[0],
        try measure(panel, unit, period: 0, base: 1) * revenues[0], revenues[1], revenues[0],
      ]
    }
  }

  private func logarithm(_ m: [Double]) -> Double {
    0.5 * (log(m[2]) + log(m[3]) - log(m[0]) - log(m[1])) + log(m[4]) - log(m[5])
  }

  @Test("value and variance are those of six means and their covariance")
  func definition() throws {
    let panel = try IndexBootstrapTests.panel(unitCount: 8, periodCount: 2)
    let found = try run(panel)
    let values = try values(panel)
    let means = (0..<6).map { k in values.reduce(0) { $0 + $1[k] } / 8 }
    #expect(abs(found.logarithm - logarithm(means)) <= 1e-9)
    let slopes = means.indices.map { k in
      let h = 1e-6 * means[k]
      var (above, below) = (means, means)
      above[k] += h
      below[k] -= h
      return (logarithm(above) - logarithm(below)) / (2 * h)
    }
    var variance = 0.0
    for j in 0..<6 {
      for k in 0..<6 {
        let covariance =
          values.reduce(0) { $0 + ($1[j] - means[j]) * ($1[k] - means[k]) } / 7
        variance += slopes[j] * covariance * slopes[k]
      }
    }
    #expect(abs(found.deviation * found.deviation - variance) <= 1e-7 * variance)
    #expect(abs(found.variance - variance / 8) <= 1e-7 * variance)
    let interval = found.interval(level: 0.95)
    #expect(abs((interval.lower + interval.upper) / 2 - (found.logarithm - found.bias)) <= 1e-12)
    #expect(found.unitCount == 8 && found.centreCount == 8)
  }

  @Test("units that are all alike have the index of one of them, without error")
  func identical() throws {
    let panel = try Panel(
      units: (0..<2).flatMap { _ in (0..<6).map { "u\($0)" } },
      periods: (0..<12).map { $0 < 6 ? "0" : "1" }, periodOrder: ["0", "1"], inputNames: ["x"],
      outputNames: ["y"],
      inputs: Matrix(
        rowCount: 12, columnCount: 1, elements: (0..<12).map { $0 < 6 ? 2 : 5 }),
      outputs: Matrix(
        rowCount: 12, columnCount: 1, elements: (0..<12).map { $0 < 6 ? 3 : 9 }))
    let found = try run(panel)
    // Productivity of 3 / 2, then of 9 / 5.
    #expect(abs(found.logarithm - log(1.2)) <= 1e-12)
    #expect(found.deviation <= 1e-12 && abs(found.bias) <= 1e-12)
  }

  @Test("the unit of money of a period cancels, and weights of the outputs are the default")
  func money() throws {
    let panel = try IndexBootstrapTests.panel(unitCount: 9, periodCount: 2)
    let base = try run(panel)
    let outputs = try panel.units.indices.flatMap { unit in
      try (0...1).map { period in
        panel.outputs[try #require(panel.observation(unit: unit, period: period)), 0]
          * (period == 0 ? 7 : 0.3)
      }
    }
    let other = try run(panel, revenues: Matrix(rowCount: 9, columnCount: 2, elements: outputs))
    #expect(abs(other.logarithm - base.logarithm) <= 1e-12)
    #expect(abs(other.deviation - base.deviation) <= 1e-12)
    #expect(abs(other.bias - base.bias) <= 1e-12)
  }

  @Test("several outputs need revenues, and four variables centre the interval on some units")
  func outputs() throws {
    let panel = try IndexBootstrapTests.panel(unitCount: 20, periodCount: 2, outputCount: 2)
    #expect(throws: InferenceError.self) { try run(panel) }
    let revenues = Matrix(rowCount: 20, columnCount: 2, repeating: 3)
    let found = try run(panel, revenues: revenues)
    // κ = 2/5: ⌊20^0.8⌋ = 10.
    #expect(found.centreCount == 10 && found.centre != found.logarithm)
    for workers in [2, 3] {
      #expect(try run(panel, revenues: revenues) { $0.workerCount = workers } == found)
    }
    #expect(throws: InferenceError.self) {
      try run(panel, revenues: Matrix(rowCount: 20, columnCount: 2, repeating: 0))
    }
  }
}
