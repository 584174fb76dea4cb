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
