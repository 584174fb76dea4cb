import Frontier
import Glibc
import Productivity
import Testing

/// Published and closed-form values; the tolerance is half a unit of the last printed digit.
@Suite struct MalmquistIndexTests {
  private let sixDigits = 1e-6

  @Test(
    "F1: indices of a two-input technology equal their closed forms",
    arguments: [
      BiasConvention.newInputs, .newOutputs, .symmetric,
    ])
  func closedForms(convention: BiasConvention) throws {
    let results = try analyse(fixtureF1) { $0.convention = convention }
    // MI, EFFCH, TECH, MATECH, IBTECH; OBTECH is 1.
    let expected: [[Double]] = [
      [sqrt(1.2), 1, sqrt(1.2), 1, sqrt(1.2)],
      [sqrt(4.0 / 3), 1, sqrt(4.0 / 3), 10.0 / 9, sqrt(1.08)],
      [sqrt(1.2), 1, sqrt(1.2), 1, sqrt(1.2)],
      [
        2 * sqrt(27.0 / 35), 54.0 / 35, sqrt(35.0 / 27), 10.0 / 9,
        sqrt(1.05),
      ],
    ]
    for (row, values) in zip(results.rows, expected) {
      #expect(logGap(row[.productivityChange], values[0]) < certified)
      #expect(logGap(row[.efficiencyChange], values[1]) < certified)
      #expect(logGap(row[.technicalChange], values[2]) < certified)
      #expect(logGap(row[.magnitude], values[3]) < certified)
      #expect(logGap(row[.outputBias], 1) < certified)
      #expect(logGap(row[.inputBias], values[4]) < certified)
      #expect(results.statusText(row) == "ok")
    }
  }

  @Test("F1: printed formulas give an input bias of 1, and the bias under the other name")
  func printedFormulas() throws {
    for row in try analyse(fixtureF1, { $0.convention = .printed }).rows {
      #expect(logGap(row[.inputBias], 1) < certified)
    }
    let printed = try analyse(fixtureF1) { $0.convention = .printed }.rows[3]
    #expect(logGap(printed[.outputBias], sqrt(1.05)) < certified)
  }

  @Test("F1: unit D uses x1 and saves x2, unit C uses x2 and saves x1")
  func factorBiasOfF1() throws {
    let results = try analyse(fixtureF1)
    #expect(results.rows[3].pairs[0].calls[.inputBias] == .saving(input: 1, using: 0))
    #expect(results.rows[2].pairs[0].calls[.inputBias] == .saving(input: 0, using: 1))
  }

  @Test(
    "F2: indices and biases of both paths equal the published digits",
    arguments: [
      Orientation.input, .output,
    ])
  func twoOutputs(orientation: Orientation) throws {
    // MI, EFFCH, MATECH, OB_A, IB_A, OB_B, IB_B, IB without own observations (A).
    let expected: [[Double]] = [
      [1.095445, 1, 1, 1.078193, 1.016001, 1.095445, 1.000000, 1.000000],
      [1.012122, 1, 0.875, 1.082004, 1.069045, 1.095445, 1.055927, 1.001836],
      [1.087487, 1, 1, 1.031681, 1.054093, 1.051784, 1.033945, 0.986178],
      [1.055255, 1, 0.921569, 1.099242, 1.041684, 1.099242, 1.041684, 1.000000],
      [1.310482, 1.392690, 0.897544, 1, 1.048386, 1, 1.048386, 1.048386],
    ]
    let a = try analyse(fixtureF2) { $0.orientation = orientation }
    let b = try analyse(fixtureF2) {
      $0.orientation = orientation
      $0.convention = .newOutputs
    }
    for (unit, values) in expected.enumerated() {
      #expect(logGap(a.rows[unit][.productivityChange], values[0]) < sixDigits)
      #expect(logGap(a.rows[unit][.efficiencyChange], values[1]) < sixDigits)
      #expect(logGap(a.rows[unit][.magnitude], values[2]) < sixDigits)
      #expect(logGap(a.rows[unit][.outputBias], values[3]) < sixDigits)
      #expect(logGap(a.rows[unit][.inputBias], values[4]) < sixDigits)
      #expect(logGap(b.rows[unit][.outputBias], values[5]) < sixDigits)
      #expect(logGap(b.rows[unit][.inputBias], values[6]) < sixDigits)
      #expect(logGap(a.rows[unit][.inputBiasLeaveOwnOut], values[7]) < sixDigits)
    }
  }

  @Test("F2: own distances and the scale decomposition of unit 5 equal the published digits")
  func scaleDecomposition() throws {
    let results = try analyse(fixtureF2) {
      $0.orientation = .output
      $0.scaleDecomposition = true
    }
    let table = results.distances
    let own = table[base: 0, inputs: 0, outputs: 0, unit: 4]?.shephard?.value
    let variable = table[base: 0, inputs: 0, outputs: 0, unit: 4, returnsToScale: .variable]
    #expect(logGap(own, 0.522207) < 2 * sixDigits)
    #expect(
      logGap(table[base: 1, inputs: 1, outputs: 1, unit: 4]?.shephard?.value, 0.727273)
        < sixDigits)
    #expect(logGap(variable?.shephard?.value, 0.8) < certified)
    #expect(logGap(results.rows[4][.pureEfficiencyChange], 1.171875) < sixDigits)
    #expect(logGap(results.rows[4][.scaleEfficiencyChange], 1.188429) < sixDigits)
    let input = try analyse(fixtureF2) { $0.scaleDecomposition = true }.distances[
      base: 0, inputs: 0, outputs: 0, unit: 4, returnsToScale: .variable]
    #expect(logGap(input?.shephard?.value, 1.538462) < sixDigits)
  }

  @Test("F2: the global index is 1.316244 for unit 5 and 1 for the others")
  func globalIndex() throws {
    let results = try analyse(fixtureF2) { $0.reference = .global }
    for unit in 0..<4 {
      #expect(logGap(results.rows[unit][.productivityChange], 1) < certified)
    }
    #expect(logGap(results.rows[4][.productivityChange], 1.316244) < sixDigits)
    #expect(results.components == [.productivityChange, .efficiencyChange, .bestPracticeChange])
    #expect(results.pairs.isEmpty)
    #expect(results.inputBiasTable == nil)
  }

  @Test("F5: one input and one output give the published indices and no bias")
  func oneInputOneOutput() throws {
    let expected = [
      2.702703, 1.470588, 1, 1, 0.877252, 0.950917, 0.964593, 1.129730,
    ]
    let results = try analyse(fixtureF5) { $0.orientation = .output }
    for (row, productivity) in zip(results.rows, expected) {
      #expect(logGap(row[.productivityChange], productivity) < sixDigits)
      #expect(logGap(row[.technicalChange], 2.205882) < sixDigits)
      #expect(logGap(row[.inputBias], 1) < certified)
      #expect(logGap(row[.outputBias], 1) < certified)
    }
  }
}
