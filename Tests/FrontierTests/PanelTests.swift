import DenseKernels
import Testing

@testable import Frontier

@Suite("Panel")
struct PanelTests {
  /// Two units, two periods, one input, one output; each argument replaces a part.
  private func panel(
    units: [String] = ["A", "A", "B"], periods: [String] = ["1", "2", "1"],
    order: [String] = ["1", "2"], names: ([String], [String]) = (["x"], ["y"]),
    inputs: [[Double]] = [[1], [2], [3]], outputs: [[Double]] = [[4], [5], [6]],
    zeroPolicy: ZeroPolicy = .reject
  ) throws(PanelError) -> Panel {
    try Panel(
      units: units, periods: periods, periodOrder: order, inputNames: names.0,
      outputNames: names.1,
      inputs: Matrix(rows: inputs, columnCount: inputs.first?.count ?? 0),
      outputs: Matrix(rows: outputs, columnCount: outputs.first?.count ?? 0),
      zeroPolicy: zeroPolicy)
  }

  @Test("units, periods and observations are found, also in unbalanced panels")
  func lookup() throws {
    let panel = try panel()
    #expect(panel.units == ["A", "B"] && panel.periods == ["1", "2"] && panel.count == 3)
    #expect(panel.observation(unit: 1, period: 0) == 2)
    #expect(panel.observation(unit: 1, period: 1) == nil)
    #expect(panel.observations(period: 0) == [0, 2])
    #expect(panel.point(inputsOf: 1, outputsOf: 2) == Point(inputs: [2], outputs: [6]))
  }

  @Test("negative values and values that are not finite are refused with their place")
  func values() {
    #expect(throws: PanelError.negative(observation: 1, variable: "x", value: -2)) {
      try panel(inputs: [[1], [-2], [3]])
    }
    #expect(throws: PanelError.notFinite(observation: 2, variable: "y", value: .infinity)) {
      try panel(outputs: [[1], [2], [.infinity]])
    }
  }

  @Test("zeros follow the policy")
  func zeros() throws {
    let rows: [[Double]] = [[1, 0], [2, 1], [3, 1]]
    let names = (["x1", "x2"], ["y"])
    #expect(throws: PanelError.zero(observation: 0, variable: "x2")) {
      try panel(names: names, inputs: rows)
    }
    #expect(try panel(names: names, inputs: rows, zeroPolicy: .allow).inputs[0, 1] == 0)
    let floored = try panel(names: names, inputs: rows, zeroPolicy: .floor(0.5))
    #expect(floored.inputs[0, 1] == 0.5 && floored.flooredCount == 1)
    #expect(throws: PanelError.invalidFloor(-1)) { try panel(zeroPolicy: .floor(-1)) }
    #expect(throws: PanelError.allZero(observation: 1, side: "outputs")) {
      try panel(outputs: [[1], [0], [2]], zeroPolicy: .allow)
    }
    #expect(throws: PanelError.zeroVariable(variable: "x2")) {
      try panel(names: names, inputs: [[1, 0], [2, 0], [3, 0]], zeroPolicy: .allow)
    }
  }

  @Test("keys and names must be unique, shapes must agree")
  func keys() {
    #expect(throws: PanelError.duplicateKey(observation: 1, first: 0, unit: "A", period: "1")) {
      try panel(periods: ["1", "1", "1"])
    }
    #expect(throws: PanelError.duplicateVariable("x")) { try panel(names: (["x"], ["x"])) }
    #expect(throws: PanelError.shapeMismatch(what: "periods", found: 2, expected: 3)) {
      try panel(periods: ["1", "2"])
    }
    #expect(throws: PanelError.self) { try panel(order: ["1"]) }
    #expect(throws: PanelError.empty(what: "observation")) {
      try Panel(
        units: [], periods: [], periodOrder: [], inputNames: ["x"], outputNames: ["y"],
        inputs: Matrix(rowCount: 0, columnCount: 1), outputs: Matrix(rowCount: 0, columnCount: 1))
    }
  }
}

@Suite("Technology")
struct TechnologyTests {
  @Test("values and shapes are checked")
  func checked() {
    func make(_ x: [Double], _ y: [Double], units: [Int]? = nil) throws -> Technology {
      try Technology(
        inputs: Matrix(rowCount: x.count, columnCount: 1, elements: x),
        outputs: Matrix(rowCount: y.count, columnCount: 1, elements: y),
        returnsToScale: .constant, units: units)
    }
    #expect(throws: PanelError.self) { try make([1, 2], [1]) }
    #expect(throws: PanelError.self) { try make([], []) }
    #expect(throws: PanelError.self) { try make([1, -2], [1, 1]) }
    #expect(throws: PanelError.self) { try make([1, .nan], [1, 1]) }
    #expect(throws: PanelError.self) { try make([1, 2], [1, 1], units: [1]) }
    #expect(throws: Never.self) { try make([1, 2], [1, 1], units: [7, 8]) }
  }
}
