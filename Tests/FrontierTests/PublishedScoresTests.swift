import DenseKernels
import Testing

@testable import Frontier

/// Scores printed in the literature, to the printed digits.
@Suite("Published scores")
struct PublishedScoresTests {
  /// Simar and Wilson (1998): 19 Illinois power plants; labour, fuel, capital → output.
  static let plants: [[Double]] = [
    [179, 3969.10, 1005.5, 3531.4], [96, 896.32, 194.6, 841.3], [94, 803.17, 200.0, 690.5],
    [141, 1629.90, 564.1, 1498.1], [147, 3264.40, 617.4, 3347.7], [261, 1427.50, 347.1, 1263.2],
    [448, 6365.30, 1680.4, 5734.0], [223, 4911.00, 1319.4, 4107.7],
    [279, 7779.30, 1785.6, 6964.2], [214, 2307.50, 690.0, 1961.0],
    [367, 4334.70, 1268.9, 4207.2], [97, 1870.70, 416.5, 1752.7], [143, 2730.60, 779.8, 2667.6],
    [95, 540.61, 305.0, 457.2], [241, 9509.20, 1892.1, 9539.9], [147, 1561.10, 718.5, 1360.6],
    [306, 1699.00, 306.3, 1689.7], [182, 881.16, 182.3, 750.3], [500, 2548.90, 650.1, 2439.5],
  ]
  static let plantScores = [
    0.8691, 1, 1, 0.9307, 1, 0.9071, 0.8909, 0.8208, 0.8885, 0.8469, 0.9531, 1, 0.9602, 1, 1,
    0.8885, 1, 1, 0.9441,
  ]

  @Test("input scores of the Illinois power plants under variable returns")
  func powerPlants() throws {
    let technology = try Technology(
      inputs: Matrix(rows: Self.plants.map { Array($0.prefix(3)) }, columnCount: 3),
      outputs: Matrix(rows: Self.plants.map { [$0[3]] }, columnCount: 1),
      returnsToScale: .variable)
    let found = try scores(technology, .input)
    for (score, published) in zip(found, Self.plantScores) {
      #expect(abs(score - published) <= 0.5e-4)  // printed to four digits
    }
  }

  /// Grifell-Tatjé and Lovell (1999): one input, one output, year 1.
  @Test("one input and one output under constant returns: the ratio to the best ratio")
  func closedForm() throws {
    let data: [(Double, Double)] = [
      (40, 37), (150, 170), (300, 330), (380, 370), (370, 430), (360, 480), (380, 380), (380, 333),
    ]
    let technology = try Technology(
      inputs: Matrix(rows: data.map { [$0.0] }, columnCount: 1),
      outputs: Matrix(rows: data.map { [$0.1] }, columnCount: 1), returnsToScale: .constant)
    let best = data.map { $0.1 / $0.0 }.max() ?? 0
    for (score, pair) in zip(try scores(technology, .input), data) {
      #expect(abs(score - pair.1 / pair.0 / best) <= 1e-15)
    }
    for (score, pair) in zip(try scores(technology, .output), data) {
      #expect(abs(score - best / (pair.1 / pair.0)) <= 2e-15)
    }
  }

  /// Fixture F2 of the method specification: two inputs, two outputs, two periods.
  @Test("own and cross-period distances of the five-unit example")
  func fiveUnits() throws {
    let first = Panel.fiveUnits.technology(period: 0, .constant)
    let variable = Panel.fiveUnits.technology(period: 0, .variable)
    func output(_ unit: Int, _ period: Int, _ technology: Technology) -> DistanceResult {
      measure(unit, period, technology, .output)
    }
    #expect(abs((output(4, 0, first).shephard?.value ?? 0) - 0.522207) <= 0.5e-6)
    #expect(abs((output(4, 0, variable).shephard?.value ?? 0) - 0.8) <= 1e-14)
    let input = measure(4, 0, variable, .input)
    #expect(abs((input.shephard?.value ?? 0) - 1.538462) <= 0.5e-6)
    let later = (0..<5).map { output($0, 1, variable) }
    #expect(later[0].status == .infeasible && later[2].status == .infeasible)
    for (unit, expected) in [(1, 1.2), (3, 1.333333), (4, 1.0)] {
      #expect(abs((later[unit].shephard?.value ?? 0) - expected) <= 0.5e-6)
    }
    let laterInput = (0..<5).map { measure($0, 1, variable, .input) }
    for unit in [1, 2, 3] { #expect(laterInput[unit].status == .infeasible) }
    #expect(abs((laterInput[0].shephard?.value ?? 0) - 0.8) <= 1e-14)
    #expect(abs((laterInput[4].shephard?.value ?? 0) - 1.25) <= 1e-14)
  }

  private func measure(
    _ unit: Int, _ period: Int, _ technology: Technology, _ orientation: Orientation
  ) -> DistanceResult {
    let panel = Panel.fiveUnits
    guard let row = panel.observation(unit: unit, period: period) else {
      return DistanceResult(status: .failed, farrell: nil)
    }
    let query = DistanceQuery(
      point: panel.point(inputsOf: row, outputsOf: row), orientation: orientation)
    return FrontierSolver().solve([DistanceBatch(technology: technology, queries: [query])])[0][0]
  }

  private func scores(
    _ technology: Technology, _ orientation: Orientation
  ) throws -> [Double] {
    let queries = (0..<technology.count).map {
      DistanceQuery(point: technology.point($0), orientation: orientation)
    }
    let batch = DistanceBatch(technology: technology, queries: queries)
    return try FrontierSolver().solve([batch])[0].map { try #require($0.farrell).value }
  }
}

extension Panel {
  /// Fixture F2: (x₁, x₂; y₁, y₂) of five units in two periods.
  static let fiveUnits: Panel = {
    let rows: [[Double]] = [
      [2, 8, 4, 3], [3, 4, 5, 5], [6, 3, 6, 4], [8, 2, 3, 6], [5, 6, 4, 4], [2, 7, 4, 4],
      [3, 5, 6, 5], [5, 3, 6, 5], [9, 2, 4, 6], [6, 5, 5, 5],
    ]
    do {
      return try Panel(
        units: (0..<10).map { "u\($0 % 5 + 1)" }, periods: (0..<10).map { $0 < 5 ? "t" : "t+1" },
        periodOrder: ["t", "t+1"], inputNames: ["x1", "x2"], outputNames: ["y1", "y2"],
        inputs: Matrix(rows: rows.map { Array($0.prefix(2)) }, columnCount: 2),
        outputs: Matrix(rows: rows.map { Array($0.suffix(2)) }, columnCount: 2))
    } catch { preconditionFailure("\(error)") }
  }()

  func technology(period: Int, _ returnsToScale: ReturnsToScale) -> Technology {
    Technology(
      panel: self, observations: observations(period: period), returnsToScale: returnsToScale)
  }
}
