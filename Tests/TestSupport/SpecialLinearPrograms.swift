import DenseKernels
import LinearProgramming

// Programs whose rows or columns repeat or depend on each other.
extension LinearProgramCases {
  static let redundant = [
    LinearProgramCase(
      "duplicated columns",
      LinearProgram(
        minimise: [-5, -5, -4, -3, -3, -5],
        [
          .atMost([2, 2, 3, 1, 1, 2], 5), .atMost([4, 4, 1, 2, 2, 4], 11),
          .atMost([3, 3, 4, 2, 2, 3], 8),
        ]),
      optimum: -13),
    LinearProgramCase(
      "duplicated rows",
      LinearProgram(
        minimise: [1, 2, 3],
        [
          .equal([1, 1, 1], 4), .equal([1, 1, 1], 4), .equal([1, -1, 2], 1), .equal([2, -2, 4], 2),
        ]),
      optimum: Rational(11, over: 2)),
    LinearProgramCase(
      "dependent rows, consistent",
      LinearProgram(
        minimise: [2, 1, 1, 3],
        [.equal([1, 2, 3, 4], 10), .equal([4, 3, 2, 1], 10), .equal([5, 5, 5, 5], 20)]),
      optimum: 4),
    LinearProgramCase(
      "dependent rows, inconsistent",
      LinearProgram(
        minimise: [2, 1, 1, 3],
        [.equal([1, 2, 3, 4], 10), .equal([4, 3, 2, 1], 10), .equal([5, 5, 5, 5], 21)]),
      .infeasible),
    LinearProgramCase(
      "a row of zeros, consistent",
      LinearProgram(minimise: [1, 1], [.equal([0, 0], 0), .equal([1, 2], 4)]),
      optimum: 2),
    LinearProgramCase(
      "a row of zeros, inconsistent",
      LinearProgram(minimise: [1, 1], [.equal([0, 0], 1), .equal([1, 2], 4)]),
      .infeasible),
    LinearProgramCase(
      "a column of zeros",
      LinearProgram(
        minimise: [1, -2, 1], [.equal([1, 0, 2], 4)], upper: [.infinity, 3, .infinity]),
      optimum: -4),
  ]
}

// Programs in units that lie far apart; those of `chvatal` above, so that the optimum is known.
extension LinearProgramCases {
  static let badlyScaled = [
    LinearProgramCase(
      "rows in units 1e±8",
      scaled(rows: [1e8, 1e-8, 1], columns: [1, 1, 1]), optimum: -13),
    LinearProgramCase(
      "columns in units 1e±8",
      scaled(rows: [1, 1, 1], columns: [1e-8, 1e8, 1]), optimum: -13),
    LinearProgramCase(
      "rows and columns in units 1e±8",
      scaled(rows: [1e-8, 1e8, 1e8], columns: [1e8, 1e-8, 1e-8]), optimum: -13),
  ]

  private static func scaled(rows: [Double], columns: [Double]) -> LinearProgram {
    let program = chvatal
    let (m, n) = (program.rowCount, program.columnCount)
    let units = columns + [Double](repeating: 1, count: n - columns.count)
    var matrix = program.matrix
    for row in 0..<m {
      for column in 0..<n { matrix[row, column] *= rows[row] * units[column] }
    }
    return LinearProgram(
      valid: matrix, cost: zip(program.cost, units).map { $0 * $1 },
      rightHandSide: zip(program.rightHandSide, rows).map { $0 * $1 })
  }
}

// Programs without a feasible point.
extension LinearProgramCases {
  static let infeasible = [
    LinearProgramCase(
      "contradicting inequalities",
      LinearProgram(minimise: [1, 1], [.atMost([1, 1], 1), .atLeast([1, 1], 2)]), .infeasible),
    LinearProgramCase(
      "equality beyond the upper bounds",
      LinearProgram(minimise: [-1, -1], [.equal([1, 2], 7)], upper: [2, 2]), .infeasible),
    LinearProgramCase(
      "contradiction between free variables",
      LinearProgram(
        minimise: [0, 0],
        [.equal([1, -1], 1), .equal([1, 1], 3), .equal([3, 1], 8)],
        lower: [-.infinity, -.infinity]),
      .infeasible),
    LinearProgramCase(
      "infeasible although the objective would be unbounded",
      LinearProgram(minimise: [-1, 0, 0], [.equal([0, 1, 1], -1)]), .infeasible),
    LinearProgramCase(
      "cone that misses its target by a little",
      LinearProgram(
        minimise: [1, 1],
        [.equal([1, 1], 1), .equal([1, 0.9990234375], 0.998046875)]), .infeasible),
  ]
}

// Programs whose objective has no end.
extension LinearProgramCases {
  static let unbounded = [
    LinearProgramCase(
      "one direction of descent",
      LinearProgram(minimise: [-1, -1], [.atMost([1, -1], 1), .atMost([-1, 1], 1)]), .unbounded),
    LinearProgramCase(
      "free variable with a cost and no row",
      LinearProgram(
        minimise: [1, 1], [.equal([1, 0], 1)], lower: [0, -.infinity]), .unbounded),
    LinearProgramCase(
      "descent through a degenerate vertex",
      LinearProgram(
        minimise: [-1, 0, -1], [.atMost([1, -1, 1], 0), .atMost([1, -2, 0], 0)]), .unbounded),
    LinearProgramCase(
      "descent of variables with an upper bound only",
      LinearProgram(
        minimise: [1, 2], [.equal([1, -1], 3)], lower: [-.infinity, -.infinity], upper: [4, 5]),
      .unbounded),
  ]
}

// Programs without rows, without columns, or without both.
extension LinearProgramCases {
  static let empty = [
    LinearProgramCase(
      "no rows, optimum at the bounds",
      LinearProgram(minimise: [1, -2, 0], [], lower: [-1, 0, -.infinity], upper: [5, 3, 2]),
      optimum: -7),
    LinearProgramCase(
      "no rows, unbounded", LinearProgram(minimise: [1, -2], [], upper: [1, .infinity]),
      .unbounded),
    LinearProgramCase(
      "no columns, consistent", LinearProgram(minimise: [], [.equal([], 0), .equal([], 0)]),
      optimum: 0),
    LinearProgramCase(
      "no columns, inconsistent", LinearProgram(minimise: [], [.equal([], 0), .equal([], 2)]),
      .infeasible),
    LinearProgramCase("no rows, no columns", LinearProgram(minimise: [], []), optimum: 0),
  ]
}

// Programs with bounds of every kind.
extension LinearProgramCases {
  static let bounded = [
    LinearProgramCase(
      "fixed variables",
      LinearProgram(
        minimise: [1, 1, 1], [.equal([1, 2, 3], 12), .atMost([1, 0, 1], 6)],
        lower: [2, 0, -1], upper: [2, .infinity, -1]),
      optimum: Rational(15, over: 2)),
    LinearProgramCase(
      "all variables fixed, consistent",
      LinearProgram(minimise: [3, 4], [.equal([1, 1], 3)], lower: [1, 2], upper: [1, 2]),
      optimum: 11),
    LinearProgramCase(
      "all variables fixed, inconsistent",
      LinearProgram(minimise: [3, 4], [.equal([1, 1], 4)], lower: [1, 2], upper: [1, 2]),
      .infeasible),
    LinearProgramCase(
      "free variables",
      LinearProgram(
        minimise: [1, 2], [.atLeast([1, 1], -3), .atLeast([1, -1], -5), .atLeast([-1, 2], -6)],
        lower: [-.infinity, -.infinity]),
      optimum: -6),
    LinearProgramCase(
      "boxed variables, most at a bound",
      LinearProgram(
        minimise: [-3, -2, 1, -1], [.atMost([2, 1, -1, 1], 6), .atLeast([1, 1, 1, 1], -2)],
        lower: [-1, -2, -3, 0], upper: [4, 2, 3, 1]),
      optimum: Rational(-23, over: 2)),
    LinearProgramCase(
      "boxed variables, bound flips only",
      LinearProgram(
        minimise: [-1, 2, -3], [.atMost([1, 1, 1], 100)], lower: [0, -1, 1], upper: [2, 5, 4]),
      optimum: -16),
    LinearProgramCase(
      "upper bounds only",
      LinearProgram(
        minimise: [-1, -1], [.equal([1, -1], 1)], lower: [-.infinity, -.infinity],
        upper: [4, 2]),
      optimum: -5),
    LinearProgramCase(
      "knapsack with a broken item",
      LinearProgram(
        minimise: [-10, -7, -4, -3], [.atMost([5, 4, 3, 3], 10)], upper: [1, 1, 1, 1]),
      optimum: Rational(-55, over: 3)),
  ]
}
