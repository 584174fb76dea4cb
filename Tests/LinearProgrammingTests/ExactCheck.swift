import DenseKernels
import LinearProgramming

/// Judges an exact answer by the program alone, without tolerances.
struct ExactCheck {
  let program: LinearProgram
  let solution: ExactSolution

  /// What is wrong, by the status; empty if nothing is.
  var faults: [String] {
    switch solution.status {
    case .optimal: optimalityFaults
    case .infeasible: farkasFaults
    case .unbounded: descentFaults
    case .pivotLimit, .numericallySuspect: ["no answer: \(solution.status)"]
    }
  }

  private var optimalityFaults: [String] {
    let x = solution.primal
    var faults = rows(x).enumerated().compactMap { row, value in
      value == Rational(program.rightHandSide[row]) ? nil : "row \(row): \(value)"
    }
    for (column, combined) in columns(solution.dual).enumerated() {
      let (l, u) = (program.lower[column], program.upper[column])
      let isAboveLower = l == -.infinity || x[column] > Rational(l)
      let isBelowUpper = u == .infinity || x[column] < Rational(u)
      if l.isFinite && x[column] < Rational(l) || u.isFinite && x[column] > Rational(u) {
        faults.append("x[\(column)] = \(x[column])")
      }
      let reduced = Rational(program.cost[column]) - combined
      if reduced > 0 && isAboveLower || reduced < 0 && isBelowUpper {
        faults.append("reduced cost \(reduced) of column \(column)")
      }
    }
    let value = zip(program.cost, x).map { Rational($0) * $1 }.reduce(0, +)
    return faults + (value == solution.objective ? [] : ["objective \(solution.objective)"])
  }

  private var farkasFaults: [String] {
    guard let y = solution.ray, y.count == program.rowCount else { return ["no ray"] }
    var excess = zip(y, program.rightHandSide).map { $0 * Rational($1) }.reduce(0, +)
    for (column, combined) in columns(y).enumerated() where combined != 0 {
      let bound = combined > 0 ? program.upper[column] : program.lower[column]
      guard bound.isFinite else { return ["ray: column \(column) has no bound"] }
      excess -= combined * Rational(bound)
    }
    return excess > 0 ? [] : ["ray has excess \(excess)"]
  }

  private var descentFaults: [String] {
    guard let d = solution.ray, d.count == program.columnCount else { return ["no ray"] }
    let isDescent = zip(program.cost, d).map { Rational($0) * $1 }.reduce(0, +) < 0
    let isWithinBounds = d.indices.allSatisfy { column in
      (d[column] <= 0 || program.upper[column] == .infinity)
        && (d[column] >= 0 || program.lower[column] == -.infinity)
    }
    return isDescent && isWithinBounds && rows(d).allSatisfy { $0 == 0 } ? [] : ["ray \(d)"]
  }

  /// Ax.
  private func rows(_ x: [Rational]) -> [Rational] {
    (0..<program.rowCount).map { row in
      zip(program.matrix.row(row), x).map { Rational($0) * $1 }.reduce(0, +)
    }
  }

  /// A'y.
  private func columns(_ y: [Rational]) -> [Rational] {
    (0..<program.columnCount).map { column in
      zip(program.matrix.column(column), y).map { Rational($0) * $1 }.reduce(0, +)
    }
  }
}
