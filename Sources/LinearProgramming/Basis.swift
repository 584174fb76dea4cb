/// Which columns are basic, and at which bound the others rest.
///
/// Columns 0..<n are those of the program; column n + i is the logical of row i, which is zero in
/// every feasible solution: Ax + s = b, 0 ≤ s ≤ 0.
public struct Basis: Sendable, Hashable {
  /// The m basic columns, in row order.
  public internal(set) var columns: [Int]
  /// For each of the n + m columns: whether it rests at its upper bound when not basic.
  public internal(set) var restsAtUpper: [Bool]

  /// Basis of all logicals, everything else at its lower bound (at the upper where there is none).
  public init(logicalBasisOf program: LinearProgram) {
    let (m, n) = (program.rowCount, program.columnCount)
    columns = Array(n..<n + m)
    restsAtUpper = (0..<n + m).map { column in
      column < n && program.lower[column] == -.infinity && program.upper[column] < .infinity
    }
  }

  /// Basis of the given columns, one per row, the others at the stated bounds.
  package init(columns: [Int], restsAtUpper: [Bool]) {
    self.columns = columns
    self.restsAtUpper = restsAtUpper
  }
}
