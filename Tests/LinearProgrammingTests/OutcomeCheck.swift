import DenseKernels
import LinearProgramming

/// Judges an outcome by the program alone, in doubles.
///
/// Every residual is compared with the sum of the magnitudes of its terms, so that the units of
/// rows and columns do not matter.
struct OutcomeCheck {
  /// Largest residual still called zero, relative to its terms.
  static let tolerance = 1e-9

  let program: LinearProgram
  let outcome: Outcome

  /// What is wrong with the outcome, by its status; empty if nothing is.
  var faults: [String] {
    switch outcome.status {
    case .optimal: primalFaults + dualFaults + objectiveFaults
    case .infeasible: farkasFaults
    case .unbounded: descentFaults
    case .pivotLimit, .numericallySuspect: ["no answer: \(outcome.status)"]
    }
  }

  /// Ax = b, l ≤ x ≤ u.
  private var primalFaults: [String] {
    let x = outcome.primal
    guard x.count == program.columnCount else { return ["\(x.count) primal values"] }
    let beyond = x.indices.compactMap { column -> String? in
      let (l, u) = (program.lower[column], program.upper[column])
      let allowed = Self.tolerance * scale(of: x, column, right: program.rightHandSide)
      return x[column] >= l - allowed && x[column] <= u + allowed
        ? nil : "x[\(column)] = \(x[column]) not in \(l)...\(u)"
    }
    return rowFaults(of: x, equal: program.rightHandSide) + beyond
  }

  /// Reduced costs of the right sign, and zero between the bounds.
  private var dualFaults: [String] {
    let x = outcome.primal
    guard x.count == program.columnCount, outcome.dual.count == program.rowCount else {
      return ["\(x.count) primal, \(outcome.dual.count) dual values"]
    }
    return x.indices.compactMap { column in
      let margin = Self.tolerance * scale(of: x, column, right: program.rightHandSide)
      let terms = products(ofColumn: column, outcome.dual).map { -$0 } + [program.cost[column]]
      let reduced = terms.reduce(0, +)
      if reduced.magnitude <= Self.tolerance * Self.scale(terms) { return nil }
      let bound = reduced > 0 ? program.lower[column] : program.upper[column]
      return (x[column] - bound).magnitude <= margin
        ? nil : "x[\(column)] = \(x[column]) not at \(bound) in spite of reduced cost \(reduced)"
    }
  }

  /// The objective is c'x.
  private var objectiveFaults: [String] {
    let terms = zip(program.cost, outcome.primal).map { $0 * $1 }
    let value = terms.reduce(0, +)
    return (value - outcome.objective).magnitude <= Self.tolerance * Self.scale(terms)
      ? [] : ["objective \(outcome.objective), but c'x = \(value)"]
  }

  /// y'b > max { y'Ax : l ≤ x ≤ u }.
  private var farkasFaults: [String] {
    guard let ray = outcome.ray, ray.count == program.rowCount else { return ["no Farkas ray"] }
    var terms = zip(ray, program.rightHandSide).map { $0 * $1 }
    for column in 0..<program.columnCount {
      let products = products(ofColumn: column, ray)
      let combined = products.reduce(0, +)
      if combined.magnitude <= Self.tolerance * Self.scale(products) { continue }
      let bound = combined > 0 ? program.upper[column] : program.lower[column]
      if bound.isInfinite { return ["Farkas ray: column \(column) has no bound"] }
      terms.append(-combined * bound)
    }
    let excess = terms.reduce(0, +)
    return excess > Self.tolerance * Self.scale(terms)
      ? [] : ["Farkas ray proves nothing: excess \(excess)"]
  }

  /// Ad = 0, c'd < 0, and d stays within the bounds.
  private var descentFaults: [String] {
    guard let ray = outcome.ray, ray.count == program.columnCount else { return ["no ray"] }
    let terms = zip(program.cost, ray).map { $0 * $1 }
    let change = terms.reduce(0, +)
    let zeros = [Double](repeating: 0, count: program.rowCount)
    var faults = rowFaults(of: ray, equal: zeros)
    if change >= -Self.tolerance * Self.scale(terms) { faults.append("ray has c'd = \(change)") }
    for (column, d) in ray.enumerated()
    where d.magnitude > Self.tolerance * scale(of: ray, column, right: zeros) {
      if d > 0 && program.upper[column] < .infinity || d < 0 && program.lower[column] > -.infinity {
        faults.append("ray has d[\(column)] = \(d) against a bound")
      }
    }
    return faults
  }

  private func rowFaults(of x: [Double], equal right: [Double]) -> [String] {
    right.indices.compactMap { row in
      let terms = zip(program.matrix.row(row), x).map { $0 * $1 } + [-right[row]]
      let residual = terms.reduce(0, +)
      return residual.magnitude <= Self.tolerance * Self.scale(terms)
        ? nil : "row \(row) is off by \(residual)"
    }
  }

  /// The terms of a_j'y.
  private func products(ofColumn column: Int, _ y: [Double]) -> [Double] {
    zip(program.matrix.column(column), y).map { $0 * $1 }
  }

  /// Scale of x_j: its magnitude, or that of the smallest change of it that a row would notice.
  private func scale(of x: [Double], _ column: Int, right: [Double]) -> Double {
    let shares = (0..<program.rowCount).compactMap { row -> Double? in
      let element = program.matrix[row, column]
      guard element != 0 else { return nil }
      let terms = zip(program.matrix.row(row), x).map { $0 * $1 }
      return Self.scale(terms + [right[row]]) / element.magnitude
    }
    return max(x[column].magnitude, shares.min() ?? 0)
  }

  private static func scale(_ terms: [Double]) -> Double {
    terms.reduce(0) { $0 + $1.magnitude }
  }
}
