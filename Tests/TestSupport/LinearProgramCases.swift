import LinearProgramming

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
      optimum: Rational(3, over: 5)),
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
      optimum: 8),
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
  /// Examples from the collections of Gass and Vinjamuri (2004) and Chvátal (1983).
  ///
  /// The start is the basis of slack variables, the column of largest coefficient enters, and of
  /// tied rows the first leaves.
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
      "cycling (Marshall and Suurballe 1969)",
      LinearProgram(
        minimise: [-0.4, -0.4, 1.8],
        [
          .atMost([0.6, -6.4, 4.8], 0), .atMost([0.2, -1.8, 0.6], 0),
          .atMost([0.4, -1.6, 0.2], 0), .atMost([0, 1, 0], 1),
        ]),
      optimum: -2),
    LinearProgramCase(
      "cycling (Kuhn)",
      LinearProgram(
        minimise: [-2, -3, 1, 12],
        [
          .atMost([-2, -9, 1, 9], 0), .atMost([1.0 / 3, 1, -1.0 / 3, -2], 0),
          .atMost([2, 3, -1, -12], 2),
        ]),
      optimum: -2),
    LinearProgramCase("cycling (Hoffman 1953)", hoffman, optimum: 0),
  ]

  /// Hoffman's example: the powers A, A², A³, A⁴ of a matrix with A⁵ = I, for θ = 2π/5.
  ///
  /// With w > 4.74 the largest coefficient follows the cycle, of ten pivots.
  private static let hoffman: LinearProgram = {
    let cosine = 0.30901699437494745  // cos θ
    let sine = 0.9510565162951535
    let w = 10.0
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
