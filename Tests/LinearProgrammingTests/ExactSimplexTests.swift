import DenseKernels
import LinearProgramming
import TestSupport
import Testing

@Suite("Exact simplex")
struct ExactSimplexTests {
  @Test(
    "status, optimum and certificate are exactly those of the reference tableau",
    arguments: LinearProgramCases.all + RandomPrograms.cases(seeds: 100..<130))
  func agreesWithTableau(example: LinearProgramCase) {
    let solution = solveExactly(example.program)
    #expect(ExactCheck(program: example.program, solution: solution).faults == [])
    switch ReferenceTableau.solve(example.program) {
    case .optimal(let objective, _):
      #expect(solution.status == .optimal)
      #expect(solution.objective == objective)
    case .infeasible: #expect(solution.status == .infeasible)
    case .unbounded: #expect(solution.status == .unbounded)
    }
  }

  @Test("stated optima are right", arguments: LinearProgramCases.all)
  func statedOptima(example: LinearProgramCase) {
    let solution = solveExactly(example.program)
    #expect(solution.status == example.status)
    guard let objective = example.objective else { return }
    // Twelve digits: the data of the badly scaled cases are rounded.
    let allowed = max(objective.magnitude, 1) * Rational(1, over: 1_000_000_000_000)
    #expect((solution.objective - objective).magnitude <= allowed)
  }

  @Test("an optimal basis is recognised without a pivot", arguments: LinearProgramCases.all)
  func optimalStart(example: LinearProgramCase) {
    let first = solveExactly(example.program)
    let second = solveExactly(example.program, startingFrom: first.basis, pivotLimit: 0)
    #expect(second.status == first.status)
    #expect(second.pivotCount == 0)
    #expect(second.objective == first.objective)
    #expect(second.primal == first.primal)
    #expect(second.dual == first.dual)
  }

  @Test("any start leads to the same answer", arguments: RandomPrograms.cases(seeds: 200..<220))
  func anyStart(example: LinearProgramCase) {
    let expected = solveExactly(example.program)
    let (m, n) = (example.program.rowCount, example.program.columnCount)
    var generator = SplitMix64(seed: 7)
    for _ in 0..<8 {
      let columns = Array((0..<n + m).shuffled(using: &generator).prefix(m))
      let bounds = (0..<n + m).map { _ in Bool.random(using: &generator) }
      let solution = solveExactly(
        example.program, startingFrom: Basis(columns: columns, restsAtUpper: bounds))
      #expect(solution.status == expected.status)
      if expected.status == .optimal { #expect(solution.objective == expected.objective) }
      #expect(ExactCheck(program: example.program, solution: solution).faults == [])
    }
  }

  @Test("a singular basis is replaced by the logical one", arguments: [[0, 1, 2], [3, 3, 4]])
  func singularStart(columns: [Int]) throws {
    let program = try LinearProgram(
      matrix: Matrix(rows: [[1, 2, 3, 1, 0], [2, 4, 1, 0, 1], [3, 6, 4, 1, 1]], columnCount: 5),
      cost: [-1, -3, -2, 0, 0], rightHandSide: [6, 8, 14])
    let start = Basis(columns: columns, restsAtUpper: [Bool](repeating: false, count: 8))
    let solution = solveExactly(program, startingFrom: start)
    let expected = solveExactly(program)
    #expect(solution.status == .optimal)
    #expect(solution.objective == expected.objective)
    #expect(solution.pivotCount == expected.pivotCount)
    #expect(ExactCheck(program: program, solution: solution).faults == [])
  }

  @Test("the pivot limit ends a solve with the last iterate", arguments: 0..<3)
  func pivotLimit(limit: Int) {
    for example in LinearProgramCases.all {
      let solution = solveExactly(example.program, startingFrom: nil, pivotLimit: limit)
      #expect(solution.pivotCount <= limit)
      #expect(solution.status == .pivotLimit || solution.status == example.status)
      #expect(solution.primal.count == example.program.columnCount)
    }
  }

  @Test("a cost lower by one last digit is noticed")
  func lastDigit() throws {
    let program = try LinearProgram(
      matrix: Matrix(rows: [[0.1, 0.1, 0.1, 0.1], [3, 7, 0.7, 3]], columnCount: 4),
      cost: [0.3, 0.7, 0.9, Double(0.3).nextDown], rightHandSide: [0.1, 3])
    let solution = solveExactly(program)
    #expect(solution.objective == Rational(Double(0.3).nextDown))
    #expect(ExactCheck(program: program, solution: solution).faults == [])
  }

  @Test("units at the ends of the range of doubles change nothing")
  func extremeUnits() throws {
    let program = try LinearProgram(
      matrix: Matrix(rows: [[0x1p1000, 0x1p-1000, 0x1p1000], [0x1p-1000, 3, 0]], columnCount: 3),
      cost: [0x1p-1000, -0x1p1000, 1], rightHandSide: [0x1p1000, 0x1p-1060],
      lower: [0, 0, 0], upper: [.infinity, 0x1p-1070, .infinity])
    let solution = solveExactly(program)
    #expect(ExactCheck(program: program, solution: solution).faults == [])
    guard case .optimal(let objective, _) = ReferenceTableau.solve(program) else {
      Issue.record("the tableau finds no optimum")
      return
    }
    #expect(solution.objective == objective)
  }

  @Test("Dantzig's rule cycles on the cycling programs", arguments: LinearProgramCases.cycling)
  func cycling(example: LinearProgramCase) {
    var tableau = DantzigTableau(slackBasisOf: example.program)
    let isCycling = tableau.returnsToABasis(within: 50)
    #expect(isCycling)
  }
}
