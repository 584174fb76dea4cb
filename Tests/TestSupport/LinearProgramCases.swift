import DenseKernels
package import LinearProgramming

/// A linear program with its known answer.
package struct LinearProgramCase: Sendable, CustomStringConvertible {
  /// What is special about it; with the seed if it is random.
  package let name: String
  /// The program.
  package let program: LinearProgram
  /// Optimal, infeasible or unbounded.
  package let status: SolutionStatus
  /// Optimal value before rounding of the data; nil if there is none.
  package let objective: Rational?

  package var description: String { name }

  init(_ name: String, _ program: LinearProgram, _ status: SolutionStatus) {
    self.init(name, program, status, objective: nil)
  }

  init(_ name: String, _ program: LinearProgram, optimum: Rational) {
    self.init(name, program, .optimal, objective: optimum)
  }

  init(
    _ name: String, _ program: LinearProgram, _ status: SolutionStatus, objective: Rational?
  ) {
    (self.name, self.program, self.status, self.objective) = (name, program, status, objective)
  }
}

/// One row of a program before slack variables are added.
enum Constraint {
  case atMost([Double], Double)
  case atLeast([Double], Double)
  case equal([Double], Double)
}

extension LinearProgram {
  /// Program with one slack variable for each inequality, after the given columns.
  ///
  /// Bounds are 0 and +∞ where omitted.
  init(
    minimise cost: [Double], _ constraints: [Constraint], lower: [Double]? = nil,
    upper: [Double]? = nil
  ) {
    let slackCount = constraints.filter { if case .equal = $0 { false } else { true } }.count
    var slack = cost.count
    var rows: [[Double]] = []
    var rightHandSide: [Double] = []
    for constraint in constraints {
      let (coefficients, right, sign): ([Double], Double, Double)
      switch constraint {
      case .atMost(let a, let b): (coefficients, right, sign) = (a, b, 1)
      case .atLeast(let a, let b): (coefficients, right, sign) = (a, b, -1)
      case .equal(let a, let b): (coefficients, right, sign) = (a, b, 0)
      }
      var row = coefficients + [Double](repeating: 0, count: slackCount)
      if sign != 0 {
        row[slack] = sign
        slack += 1
      }
      rows.append(row)
      rightHandSide.append(right)
    }
    self.init(
      valid: Matrix(rows: rows, columnCount: slack),
      cost: cost + [Double](repeating: 0, count: slackCount), rightHandSide: rightHandSide,
      lower: lower.map { $0 + [Double](repeating: 0, count: slackCount) },
      upper: upper.map { $0 + [Double](repeating: .infinity, count: slackCount) })
  }

  /// Program over arrays that are known to fit.
  init(
    valid matrix: Matrix, cost: [Double], rightHandSide: [Double], lower: [Double]? = nil,
    upper: [Double]? = nil
  ) {
    do {
      try self.init(
        matrix: matrix, cost: cost, rightHandSide: rightHandSide, lower: lower, upper: upper)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

/// The programs that every solver has to answer.
package enum LinearProgramCases {
  /// All of them, each under a name of its own.
  package static let all =
    textbook + degenerate + cycling + redundant + badlyScaled + infeasible + unbounded + empty
    + bounded + laborious
}

// Programs with an optimum and nothing unusual.
extension LinearProgramCases {
  static let textbook = [
    LinearProgramCase(
      "glass factory (Hillier and Lieberman, section 3.1)",
      LinearProgram(
        minimise: [-3, -5], [.atMost([1, 0], 4), .atMost([0, 2], 12), .atMost([3, 2], 18)]),
      optimum: -36),
    LinearProgramCase("three products (Chvátal 1983, chapter 2)", chvatal, optimum: -13),
    LinearProgramCase(
      "three symmetric resources (Bertsimas and Tsitsiklis, example 3.5)",
      LinearProgram(
        minimise: [-10, -12, -12],
        [.atMost([1, 2, 2], 20), .atMost([2, 1, 2], 20), .atMost([2, 2, 1], 20)]),
      optimum: -136),
    LinearProgramCase(
      "optimum that no double holds",
      LinearProgram(minimise: [1, 2], [.equal([3, 7], 1), .atLeast([1, 1], 0)]),
      optimum: Rational(2, over: 7)),
    LinearProgramCase(
      "covering, no feasible logical start",
      LinearProgram(minimise: [1, 1], [.atLeast([3, 1], 1), .atLeast([1, 3], 1)]),
      optimum: Rational(1, over: 2)),
    LinearProgramCase(
      "input efficiency under constant returns, two inputs",
      LinearProgram(
        minimise: [1, 0, 0, 0],
        [
          .atLeast([0, 1, 1, 1], 1), .atLeast([4, -2, -4, -4], 0), .atLeast([6, -4, -2, -6], 0),
        ]),
      optimum: Rational(6, over: 11)),
  ]

  static let chvatal = LinearProgram(
    minimise: [-5, -4, -3],
    [.atMost([2, 3, 1], 5), .atMost([4, 1, 2], 11), .atMost([3, 4, 2], 8)])
}

// Programs on which ratios tie.
extension LinearProgramCases {
  static let degenerate = [
    LinearProgramCase(
      "three lines through the optimum",
      LinearProgram(
        minimise: [-1, -1], [.atMost([1, 0], 1), .atMost([0, 1], 1), .atMost([1, 1], 2)]),
      optimum: -2),
    LinearProgramCase(
      "all right-hand sides zero",
      LinearProgram(
        minimise: [1, 1, 0], [.atLeast([1, -1, 1], 0), .atMost([1, 2, -1], 0)]),
      optimum: 0),
    LinearProgramCase(
      "efficient unit evaluated at itself",
      LinearProgram(
        minimise: [1, 0, 0, 0],
        [
          .equal([0, 1, 1, 1], 1), .atLeast([0, 2, 3, 1], 2), .atLeast([3, -3, -5, -4], 0),
          .atLeast([1, -1, -2, -3], 0),
        ]),
      optimum: 1),
    LinearProgramCase(
      "transportation 5 x 5 with equal supplies and demands", transportation,
      optimum: 9),
  ]

  /// Assignment of five to five; costs 1 + (3i + 5j) mod 7, each basis with at least four zeros.
  private static let transportation: LinearProgram = {
    var cost: [Double] = []
    var rows = [[Double]](repeating: [Double](repeating: 0, count: 25), count: 10)
    for i in 0..<5 {
      for j in 0..<5 {
        rows[i][5 * i + j] = 1
        rows[5 + j][5 * i + j] = 1
        cost.append(Double(1 + (3 * i + 5 * j) % 7))
      }
    }
    return LinearProgram(minimise: cost, rows.map { .equal($0, 1) })
  }()
}

// Programs on which Dantzig's rule returns to a basis it has left.
extension LinearProgramCases {
  /// Starting from the basis of slack variables, with the largest coefficient entering and ties
  /// going to the lowest index; Hoffman's needs other ties.
  package static let cycling = [
    LinearProgramCase(
      "cycling (Beale 1955)",
      LinearProgram(
        minimise: [-0.75, 20, -0.5, 6],
        [
          .atMost([0.25, -8, -1, 9], 0), .atMost([0.5, -12, -0.5, 3], 0),
          .atMost([0, 0, 1, 0], 1),
        ]),
      optimum: Rational(-5, over: 4)),
    LinearProgramCase(
      "cycling (Chvátal 1983, chapter 3)",
      LinearProgram(
        minimise: [-10, 57, 9, 24],
        [
          .atMost([0.5, -5.5, -2.5, 9], 0), .atMost([0.5, -1.5, -0.5, 1], 0),
          .atMost([1, 0, 0, 0], 1),
        ]),
      optimum: -1),
    LinearProgramCase(
      "cycling (Marshall and Suurballe 1969), rows and costs times 5",
      LinearProgram(
        minimise: [-2, -2, 9],
        [
          .atMost([3, -32, 24], 0), .atMost([1, -9, 3], 0), .atMost([2, -8, 1], 0),
          .atMost([0, 1, 0], 1),
        ]),
      optimum: -10),
    LinearProgramCase(
      "cycling (Kuhn), second row times 3",
      LinearProgram(
        minimise: [-2, -3, 1, 12],
        [
          .atMost([-2, -9, 1, 9], 0), .atMost([1, 3, -1, -6], 0),
          .atMost([2, 3, -1, -12], 2),
        ]),
      optimum: -2),
    LinearProgramCase("cycling (Hoffman 1953)", hoffman, optimum: 0),
  ]

  /// Hoffman's example: A, A², A³, A⁴ of a matrix with A⁵ = I, for θ = 2π/5 and w = 2.
  private static let hoffman: LinearProgram = {
    let cosine = 0.30901699437494745  // cos θ
    let sine = 0.9510565162951535
    let w = 2.0
    let powers = [
      (cosine, sine), (-0.8090169943749475, 0.5877852522924731),
      (-0.8090169943749475, -0.5877852522924731), (cosine, -sine),
    ]
    var first: [Double] = []
    var second: [Double] = []
    for (c, s) in powers {
      first += [c, -w * cosine / sine * s]
      second += [sine / (w * cosine) * s, c]
    }
    let a = 4 * sine * sine
    return LinearProgram(
      minimise: [
        -(1 - cosine) / cosine, w, 0, 2 * w, a, -2 * w * powers[1].0, a, w * (1 - 2 * cosine),
      ],
      [
        .atMost([Double](repeating: 0, count: 8), 1), .atMost(first, 0), .atMost(second, 0),
      ])
  }()
}

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
      optimum: 5),
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
      optimum: Rational(-27, over: 2)),
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

// Programs that take many pivots for their size.
extension LinearProgramCases {
  static let laborious = [
    LinearProgramCase("deformed cube (Klee and Minty 1972), n = 6", kleeMinty, optimum: -15625)
  ]

  /// max Σ 2^(6−j) x_j subject to 2 Σ_{j<i} 2^(i−j) x_j + x_i ≤ 5^i.
  private static let kleeMinty: LinearProgram = {
    let powers: [Double] = [1, 2, 4, 8, 16, 32, 64]
    var constraints: [Constraint] = []
    var right = 1.0
    for i in 0..<6 {
      right *= 5
      let row = (0..<6).map { j in j < i ? 2 * powers[i - j] : j == i ? 1 : 0 }
      constraints.append(.atMost(row, right))
    }
    return LinearProgram(minimise: (0..<6).map { -powers[5 - $0] }, constraints)
  }()
}
