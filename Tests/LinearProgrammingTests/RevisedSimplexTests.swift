import DenseKernels
import TestSupport
import Testing

@testable import LinearProgramming

@Suite("Revised simplex")
struct RevisedSimplexTests {
  /// max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 with slacks: optimum 36 at (2, 6).
  private func glassFactory() throws -> LinearProgram {
    try LinearProgram(
      matrix: Matrix(rows: [[1, 0, 1, 0, 0], [0, 2, 0, 1, 0], [3, 2, 0, 0, 1]], columnCount: 5),
      cost: [-3, -5, 0, 0, 0], rightHandSide: [4, 12, 18])
  }

  @Test("the pivot limit is a status, not a number", arguments: SimplexOptions.Method.allCases)
  func pivotLimit(method: SimplexOptions.Method) throws {
    var options = SimplexOptions()
    options.pivotLimit = 1
    options.method = method
    var simplex = RevisedSimplex(try glassFactory(), options: options)
    #expect(simplex.solve().status == .pivotLimit)
  }

  @Test("Bland's rule alone and a stall limit of one pivot end every cycle", arguments: [1, 3])
  func cycling(stallLimit: Int) {
    for example in LinearProgramCases.cycling {
      for method in SimplexOptions.Method.allCases {
        var options = SimplexOptions()
        options.method = method
        options.stallLimit = stallLimit
        var simplex = RevisedSimplex(example.program, options: options)
        #expect(simplex.solve().status == example.status)
      }
    }
  }

  @Test("the second cost chooses among the optima of the first, and leaves the solver as it was")
  func optimalFace() throws {
    // min x + y, x + y ≥ 2, x ≤ 3, y ≤ 3: a whole edge is optimal.
    let program = try LinearProgram(
      matrix: Matrix(rows: [[1, 1, -1]], columnCount: 3), cost: [1, 1, 0], rightHandSide: [2],
      upper: [3, 3, .infinity])
    var simplex = RevisedSimplex(program)
    let first = simplex.solve()
    #expect(first.status == .optimal && abs(first.objective - 2) <= 1e-14)
    let second = simplex.solveOnOptimalFace(secondCost: [0, 5, 0])
    #expect(second.status == .optimal)
    #expect(zip(second.primal, [2, 0, 0]).allSatisfy { abs($0 - $1) <= 1e-14 })
    let third = simplex.solveOnOptimalFace(secondCost: [5, 0, 0])
    #expect(zip(third.primal, [0, 2, 0]).allSatisfy { abs($0 - $1) <= 1e-14 })
    #expect(simplex.solve().objective == first.objective)
  }

  @Test("the response to a right-hand side is what another solve finds")
  func response() throws {
    var simplex = RevisedSimplex(try glassFactory())
    let before = simplex.solve()
    let response = simplex.response(toRightHandSide: [0, 1, -0.5])
    simplex.setRightHandSide([4, 13, 17.5])
    let after = simplex.solve(startingFrom: before.basis)
    #expect(after.pivotCount == 0)
    for (x, (step, moved)) in zip(before.primal, zip(response, after.primal)) {
      #expect(abs(x + step - moved) <= 1e-13)
    }
  }

  @Test("refinement leaves residuals at rounding level")
  func refinement() throws {
    // Hilbert-like rows: condition number about 1e7.
    let size = 6
    let rows = (0..<size).map { i in (0..<size).map { j in 1 / Double(i + j + 1) } }
    let program = try LinearProgram(
      matrix: Matrix(rows: rows, columnCount: size),
      cost: [Double](repeating: 1, count: size),
      rightHandSide: rows.map { $0.reduce(0, +) })
    var options = SimplexOptions()
    options.refinementRounds = 3
    var simplex = RevisedSimplex(program, options: options)
    let solution = simplex.solve()
    #expect(solution.status == .optimal)
    #expect(solution.primal.allSatisfy { abs($0 - 1) <= 1e-9 })
  }
}

@Suite("Equilibration")
struct EquilibrationTests {
  @Test(
    "coefficients at both ends of the range of doubles are scaled without overflow",
    arguments: SimplexOptions.Method.allCases)
  func ends(method: SimplexOptions.Method) throws {
    let program = try LinearProgram(
      matrix: Matrix(rows: [[1e308, .leastNonzeroMagnitude]], columnCount: 2), cost: [1, 1],
      rightHandSide: [1e308])
    var options = SimplexOptions()
    options.method = method
    var simplex = RevisedSimplex(program, options: options)
    let solution = simplex.solve()
    #expect(solution.status == .optimal && solution.primal == [1, 0])
  }
}

@Suite("Linear program")
struct LinearProgramTests {
  private func program(
    cost: [Double] = [1, 2], right: [Double] = [1], element: Double = 1,
    lower: [Double]? = nil, upper: [Double]? = nil
  ) throws(LinearProgramError) -> LinearProgram {
    try LinearProgram(
      matrix: Matrix(rows: [[element, 1]], columnCount: 2), cost: cost, rightHandSide: right,
      lower: lower, upper: upper)
  }

  @Test("shapes, numbers and bounds are checked")
  func checked() {
    #expect(throws: LinearProgramError.shapeMismatch(what: "cost", found: 1, expected: 2)) {
      try program(cost: [1])
    }
    #expect(
      throws: LinearProgramError.shapeMismatch(what: "rightHandSide", found: 2, expected: 1)
    ) { try program(right: [1, 2]) }
    #expect(throws: LinearProgramError.notFinite(what: "matrix", index: 0, value: .infinity)) {
      try program(element: .infinity)
    }
    #expect(throws: LinearProgramError.boundsCross(column: 1, lower: 2, upper: 1)) {
      try program(lower: [0, 2], upper: [1, 1])
    }
    #expect(throws: LinearProgramError.self) { try program(lower: [.nan, 0]) }
    #expect(throws: LinearProgramError.self) { try program(upper: [-.infinity, 0]) }
  }
}
