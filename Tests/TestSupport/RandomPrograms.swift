import DenseKernels
import LinearProgramming

/// Random small programs whose answer is known from how they are made.
///
/// All numbers are small integers unless said otherwise, so the answers are exact.
package enum RandomPrograms {
  /// One program of each kind for each seed; the names carry the seed.
  package static func cases(seeds: Range<UInt64>) -> [LinearProgramCase] {
    seeds.flatMap { seed in
      [
        optimal(seed: seed), infeasible(seed: seed), unbounded(seed: seed),
        degenerate(seed: seed), fractional(seed: seed),
      ]
    }
  }

  /// Feasible and bounded: made around a point and duals that satisfy all optimality conditions.
  package static func optimal(seed: UInt64) -> LinearProgramCase {
    var draw = ProgramDraft(seed: seed)
    let x = draw.point()
    let y = draw.vector(draw.m, -3...3)
    let reducedCosts = (0..<draw.n).map { column -> Double in
      let (l, u) = (draw.lower[column], draw.upper[column])
      let size = draw.generator.integer(in: 0...4)
      if l == u { return draw.generator.integer(in: -4...4) }
      return x[column] == l ? size : x[column] == u ? -size : 0
    }
    let cost = zip(draw.transposeProduct(y), reducedCosts).map { $0 + $1 }
    let objective = zip(cost, x).map { Rational($0) * Rational($1) }.reduce(0, +)
    return LinearProgramCase(
      "random feasible and bounded, seed \(seed)",
      draw.program(cost: cost, rightHandSide: draw.product(x)), optimum: objective)
  }

  /// Infeasible: the last row is chosen so that a combination of rows contradicts the bounds.
  package static func infeasible(seed: UInt64) -> LinearProgramCase {
    var draw = ProgramDraft(seed: seed)
    let y = draw.vector(draw.m - 1, -2...2)
    var right = draw.vector(draw.m - 1, -9...9)
    var largest = 0.0  // max y'Ax within the bounds
    var last = [Double](repeating: 0, count: draw.n)
    for column in 0..<draw.n {
      let (l, u) = (draw.lower[column], draw.upper[column])
      let size = draw.generator.integer(in: 0...3)
      let combined = l.isFinite ? (u.isFinite ? size - 1 : -size) : (u.isFinite ? size : 0)
      if combined != 0 { largest += combined * (combined > 0 ? u : l) }
      let others = y.indices.map { y[$0] * draw.rows[$0][column] }.reduce(0, +)
      last[column] = combined - others
    }
    draw.rows[draw.m - 1] = last
    let others = zip(y, right).map { $0 * $1 }.reduce(0, +)
    right.append(largest - others + draw.generator.integer(in: 1...3))
    let cost = draw.vector(draw.n, -5...5)
    return LinearProgramCase(
      "random infeasible, seed \(seed)", draw.program(cost: cost, rightHandSide: right),
      .infeasible)
  }

  /// Unbounded: feasible, with a last column that closes a direction of descent.
  package static func unbounded(seed: UInt64) -> LinearProgramCase {
    var draw = ProgramDraft(seed: seed)
    (draw.lower[draw.n - 1], draw.upper[draw.n - 1]) = (0, .infinity)
    let x = draw.point()
    var direction = (0..<draw.n).map { column -> Double in
      let size = draw.generator.integer(in: 0...2)
      let (up, down) = (draw.upper[column] == .infinity, draw.lower[column] == -.infinity)
      return up ? size : down ? -size : 0
    }
    direction[draw.n - 1] = 0
    for (row, change) in draw.product(direction).enumerated() {
      draw.rows[row][draw.n - 1] = -change
    }
    var cost = draw.vector(draw.n, -5...5)
    let change = zip(cost, direction).map { $0 * $1 }.reduce(0, +)
    cost[draw.n - 1] = -change - draw.generator.integer(in: 1...3)
    return LinearProgramCase(
      "random unbounded, seed \(seed)",
      draw.program(cost: cost, rightHandSide: draw.product(x)), .unbounded)
  }

  /// Entries −1, 0, 1, repeated columns, most of the solution zero; answer of the tableau.
  package static func degenerate(seed: UInt64) -> LinearProgramCase {
    var draw = ProgramDraft(seed: seed)
    draw.lower = [Double](repeating: 0, count: draw.n)
    draw.upper = [Double](repeating: .infinity, count: draw.n)
    for row in 0..<draw.m {
      draw.rows[row] = draw.vector(draw.n, -1...1)
      draw.rows[row][draw.n - 1] = draw.rows[row][0]
    }
    let x = draw.vector(draw.n, -3...1).map { max($0, 0) }
    let cost = draw.vector(draw.n, -1...2)
    return judged(
      "random degenerate, seed \(seed)",
      draw.program(cost: cost, rightHandSide: draw.product(x)))
  }

  /// Doubles with all their digits in units up to 1e±3; answer of the tableau.
  package static func fractional(seed: UInt64) -> LinearProgramCase {
    var draw = ProgramDraft(seed: seed)
    let n = draw.n
    let units = (0..<n).map { _ in Double.random(in: 1e-3...1e3, using: &draw.generator) }
    for row in 0..<draw.m {
      draw.rows[row] = units.map { $0 * Double.random(in: -1...1, using: &draw.generator) }
    }
    let cost = units.map { $0 * Double.random(in: 0...1, using: &draw.generator) }
    let x = units.map { Double.random(in: 0...1, using: &draw.generator) / $0 }
    draw.lower = [Double](repeating: 0, count: n)
    draw.upper = [Double](repeating: .infinity, count: n)
    return judged(
      "random fractional, seed \(seed)",
      draw.program(cost: cost, rightHandSide: draw.product(x)))
  }

  private static func judged(_ name: String, _ program: LinearProgram) -> LinearProgramCase {
    switch ReferenceTableau.solve(program) {
    case .optimal(let objective, _): LinearProgramCase(name, program, optimum: objective)
    case .infeasible: LinearProgramCase(name, program, .infeasible)
    case .unbounded: LinearProgramCase(name, program, .unbounded)
    }
  }
}

/// Rows and bounds of a random program on its way.
private struct ProgramDraft {
  var generator: SplitMix64
  let m: Int
  let n: Int
  var rows: [[Double]]
  var lower: [Double]
  var upper: [Double]

  /// 1 to 4 rows, 2 to 8 columns, no fewer than rows, with bounds of every kind.
  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    m = Int.random(in: 1...4, using: &generator)
    n = Int.random(in: max(2, m)...8, using: &generator)
    rows = []
    (lower, upper) = ([], [])
    for _ in 0..<n {
      let (a, b) = (generator.integer(in: -4...2), generator.integer(in: 0...5))
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: (lower, upper) = (lower + [-.infinity], upper + [.infinity])
      case 1: (lower, upper) = (lower + [-.infinity], upper + [a])
      case 2, 3: (lower, upper) = (lower + [a], upper + [a + b])  // fixed if b = 0
      default: (lower, upper) = (lower + [0], upper + [.infinity])
      }
    }
    for _ in 0..<m { rows.append(vector(n, -5...5)) }
  }

  mutating func vector(_ count: Int, _ range: ClosedRange<Int>) -> [Double] {
    (0..<count).map { _ in generator.integer(in: range) }
  }

  /// A point within the bounds, with about half of its elements at a bound.
  mutating func point() -> [Double] {
    (0..<n).map { column in
      let (l, u) = (lower[column], upper[column])
      let inward = max(0, generator.integer(in: -3...3))
      if l.isFinite && u.isFinite { return min(l + inward, u) }
      return l.isFinite ? l + inward : u.isFinite ? u - inward : inward
    }
  }

  /// Ax.
  func product(_ x: [Double]) -> [Double] {
    rows.map { row in zip(row, x).map { $0 * $1 }.reduce(0, +) }
  }

  /// A'y.
  func transposeProduct(_ y: [Double]) -> [Double] {
    (0..<n).map { column in zip(rows, y).map { $0[column] * $1 }.reduce(0, +) }
  }

  func program(cost: [Double], rightHandSide: [Double]) -> LinearProgram {
    LinearProgram(
      valid: Matrix(rows: rows, columnCount: n), cost: cost, rightHandSide: rightHandSide,
      lower: lower, upper: upper)
  }
}
