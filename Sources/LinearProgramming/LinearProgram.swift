public import DenseKernels

/// Why arrays do not make a linear program.
public enum LinearProgramError: Error, Sendable, Hashable {
  /// An array differs in length from what the matrix says.
  case shapeMismatch(what: String, found: Int, expected: Int)
  /// A coefficient, cost or right-hand side is not a finite number, or a bound is not a number.
  case notFinite(what: String, index: Int, value: Double)
  /// A lower bound lies above the upper bound, or is +∞, or an upper bound is −∞.
  case boundsCross(column: Int, lower: Double, upper: Double)
}

/// The linear program min c'x subject to Ax = b, l ≤ x ≤ u.
///
/// A is m × n, stored row by row so that pricing runs along rows. Bounds may be infinite.
public struct LinearProgram: Sendable {
  /// A, m × n.
  public private(set) var matrix: Matrix
  /// c, n costs.
  public private(set) var cost: [Double]
  /// b, m right-hand sides.
  public private(set) var rightHandSide: [Double]
  /// l, n lower bounds; −∞ where there is none.
  public private(set) var lower: [Double]
  /// u, n upper bounds; +∞ where there is none.
  public private(set) var upper: [Double]

  /// Number of rows m.
  public var rowCount: Int { matrix.rowCount }
  /// Number of columns n.
  public var columnCount: Int { matrix.columnCount }

  /// Program over the given arrays; bounds are 0 and +∞ where omitted.
  ///
  /// - Throws: ``LinearProgramError`` naming the first array that does not fit.
  public init(
    matrix: Matrix, cost: [Double], rightHandSide: [Double], lower: [Double]? = nil,
    upper: [Double]? = nil
  ) throws(LinearProgramError) {
    let columnCount = matrix.columnCount
    self.matrix = matrix
    self.cost = cost
    self.rightHandSide = rightHandSide
    self.lower = lower ?? [Double](repeating: 0, count: columnCount)
    self.upper = upper ?? [Double](repeating: .infinity, count: columnCount)
    let shapes = [
      ("cost", cost.count, columnCount),
      ("rightHandSide", rightHandSide.count, matrix.rowCount),
      ("lower", self.lower.count, columnCount), ("upper", self.upper.count, columnCount),
    ]
    for (what, found, expected) in shapes where found != expected {
      throw .shapeMismatch(what: what, found: found, expected: expected)
    }
    let finite = [("matrix", matrix.elements), ("cost", cost), ("rightHandSide", rightHandSide)]
    for (what, values) in finite {
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(what: what, index: index, value: values[index])
      }
    }
    for column in 0..<columnCount {
      let (l, u) = (self.lower[column], self.upper[column])
      guard l <= u, l < .infinity, u > -.infinity else {
        throw .boundsCross(column: column, lower: l, upper: u)
      }
    }
  }

  /// Program over arrays known to fit: finite, right lengths, bounds in order.
  package init(
    trustedMatrix matrix: Matrix, cost: [Double], rightHandSide: [Double], lower: [Double],
    upper: [Double]
  ) {
    assert(matrix.columnCount == cost.count && matrix.rowCount == rightHandSide.count)
    self.matrix = matrix
    self.cost = cost
    self.rightHandSide = rightHandSide
    self.lower = lower
    self.upper = upper
  }

  /// Replaces one column of A; `values` has one finite number per row.
  package mutating func setColumn(_ column: Int, to values: [Double]) {
    precondition(values.count == rowCount, "\(values.count) values for \(rowCount) rows")
    for row in values.indices { matrix[row, column] = values[row] }
  }

  /// Replaces b; `values` has one finite number per row.
  package mutating func setRightHandSide(_ values: [Double]) {
    precondition(values.count == rowCount, "\(values.count) values for \(rowCount) rows")
    rightHandSide = values
  }

  /// Replaces the bounds of one column.
  package mutating func setBounds(column: Int, lower: Double, upper: Double) {
    precondition(lower <= upper, "bounds \(lower), \(upper) of column \(column)")
    self.lower[column] = lower
    self.upper[column] = upper
  }
}
