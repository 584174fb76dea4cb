import DenseKernels
package import LinearProgramming

/// Solves small linear programs by the textbook's two-phase tableau, in exact fractions.
///
/// Slow on purpose and unlike the solvers it judges: bounds become shifted, reflected or split
/// variables and extra rows, every row gets an artificial variable, and all of the tableau is
/// updated in each pivot. Bland's rule chooses both columns and rows.
package struct ReferenceTableau {
  /// What the tableau found.
  package enum Outcome: Sendable, Hashable {
    case optimal(objective: Rational, primal: [Rational])
    case infeasible
    case unbounded
  }

  /// How a column of the program is written with variables that are not negative.
  private enum Substitution {
    case shifted(Int, by: Rational)  // x = v + l
    case reflected(Int, by: Rational)  // x = u − v
    case split(Int, Int)  // x = v − w
  }

  private var substitutions: [Substitution] = []
  private var variableCount = 0
  /// Rows of the tableau; the right-hand side is the last element.
  private var rows: [[Rational]] = []
  private var basic: [Int] = []

  /// Solution of the program.
  package static func solve(_ program: LinearProgram) -> Outcome {
    var tableau = ReferenceTableau(program)
    guard tableau.makeFeasible() else { return .infeasible }
    let cost = tableau.standardCost(of: program)
    guard tableau.minimise(cost) else { return .unbounded }
    let primal = tableau.primal()
    let terms = zip(program.cost, primal).map { Rational($0) * $1 }
    return .optimal(objective: terms.reduce(0, +), primal: primal)
  }

  private init(_ program: LinearProgram) {
    var boxes: [(variable: Int, width: Rational)] = []
    for (lower, upper) in zip(program.lower, program.upper) {
      let variable = variableCount
      if lower.isFinite {
        substitutions.append(.shifted(variable, by: Rational(lower)))
        if upper.isFinite { boxes.append((variable, Rational(upper) - Rational(lower))) }
      } else if upper.isFinite {
        substitutions.append(.reflected(variable, by: Rational(upper)))
      } else {
        substitutions.append(.split(variable, variable + 1))
        variableCount += 1
      }
      variableCount += 1
    }
    let structuralCount = variableCount
    variableCount += boxes.count
    for row in 0..<program.rowCount {
      let coefficients = program.matrix.row(row).map { Rational($0) }
      var (standard, constant) = substituted(coefficients)
      standard.append(Rational(program.rightHandSide[row]) - constant)
      rows.append(standard)
    }
    for (index, box) in boxes.enumerated() {
      var standard = [Rational](repeating: 0, count: variableCount + 1)
      standard[box.variable] = 1
      standard[structuralCount + index] = 1
      standard[variableCount] = box.width
      rows.append(standard)
    }
  }

  /// A row over x as a row over the variables, and the constant that splits off.
  private func substituted(_ coefficients: [Rational]) -> ([Rational], Rational) {
    var standard = [Rational](repeating: 0, count: variableCount)
    var constant: Rational = 0
    for (coefficient, substitution) in zip(coefficients, substitutions) {
      switch substitution {
      case .shifted(let v, let lower):
        standard[v] = coefficient
        constant += coefficient * lower
      case .reflected(let v, let upper):
        standard[v] = -coefficient
        constant += coefficient * upper
      case .split(let v, let w):
        standard[v] = coefficient
        standard[w] = -coefficient
      }
    }
    return (standard, constant)
  }

  private func standardCost(of program: LinearProgram) -> [Rational] {
    substituted(program.cost.map { Rational($0) }).0
  }

  /// Phase 1: least sum of artificial variables, which are then driven out; false if not zero.
  private mutating func makeFeasible() -> Bool {
    let count = rows.count
    for row in rows.indices {
      if rows[row][variableCount] < 0 { rows[row] = rows[row].map { -$0 } }
      let artificials = (0..<count).map { Rational($0 == row ? 1 : 0) }
      rows[row].insert(contentsOf: artificials, at: variableCount)
    }
    basic = (0..<count).map { variableCount + $0 }
    let zeros = [Rational](repeating: 0, count: variableCount)
    _ = minimise(zeros + [Rational](repeating: 1, count: count))
    for (row, variable) in basic.enumerated() where variable >= variableCount {
      if rows[row][rows[row].count - 1] != 0 { return false }
      if let column = (0..<variableCount).first(where: { rows[row][$0] != 0 }) {
        pivot(row, column)
      }
    }
    let independent = basic.indices.filter { basic[$0] < variableCount }
    rows = independent.map { row in
      Array(rows[row][..<variableCount]) + rows[row].suffix(1)
    }
    basic = independent.map { basic[$0] }
    return true
  }

  /// Bland's rule to the optimum; false if unbounded.
  private mutating func minimise(_ cost: [Rational]) -> Bool {
    while let column = cost.indices.first(where: { reducedCost($0, cost) < 0 }) {
      var best: (row: Int, ratio: Rational)?
      for row in rows.indices where rows[row][column] > 0 {
        let ratio = rows[row][cost.count] / rows[row][column]
        if let (other, least) = best {
          if ratio > least || ratio == least && basic[row] > basic[other] { continue }
        }
        best = (row, ratio)
      }
      guard let best else { return false }
      pivot(best.row, column)
    }
    return true
  }

  private func reducedCost(_ column: Int, _ cost: [Rational]) -> Rational {
    var reduced = cost[column]
    for row in rows.indices where cost[basic[row]] != 0 && rows[row][column] != 0 {
      reduced -= cost[basic[row]] * rows[row][column]
    }
    return reduced
  }

  private mutating func pivot(_ pivotRow: Int, _ column: Int) {
    let divisor = rows[pivotRow][column]
    rows[pivotRow] = rows[pivotRow].map { $0 / divisor }
    for row in rows.indices where row != pivotRow && rows[row][column] != 0 {
      let factor = rows[row][column]
      for index in rows[row].indices where rows[pivotRow][index] != 0 {
        rows[row][index] -= factor * rows[pivotRow][index]
      }
    }
    basic[pivotRow] = column
  }

  private func primal() -> [Rational] {
    var values = [Rational](repeating: 0, count: variableCount)
    for (row, variable) in basic.enumerated() { values[variable] = rows[row][variableCount] }
    return substitutions.map { substitution in
      switch substitution {
      case .shifted(let v, let lower): lower + values[v]
      case .reflected(let v, let upper): upper - values[v]
      case .split(let v, let w): values[v] - values[w]
      }
    }
  }
}
