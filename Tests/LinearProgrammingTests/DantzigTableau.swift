import DenseKernels
import LinearProgramming

/// An exact tableau on which the largest coefficient enters and the first of tied rows leaves.
struct DantzigTableau {
  private var rows: [[Rational]]
  private var cost: [Rational]
  private var basic: [Int]

  /// Starts at the last columns, which form the identity; their costs are zero.
  init(slackBasisOf program: LinearProgram) {
    let (m, n) = (program.rowCount, program.columnCount)
    rows = (0..<m).map { row in
      program.matrix.row(row).map { Rational($0) } + [Rational(program.rightHandSide[row])]
    }
    cost = program.cost.map { Rational($0) } + [0]
    basic = Array(n - m..<n)
  }

  /// Whether one of the first pivots leads to a basis it has left.
  mutating func returnsToABasis(within pivotCount: Int) -> Bool {
    var seen: Set<Set<Int>> = [Set(basic)]
    for _ in 0..<pivotCount {
      guard pivot() else { return false }
      if !seen.insert(Set(basic)).inserted { return true }
    }
    return false
  }

  /// One pivot; false at the optimum or on a ray.
  private mutating func pivot() -> Bool {
    let last = cost.count - 1
    guard let least = cost.dropLast().min(), least < 0, let column = cost.firstIndex(of: least)
    else { return false }
    let leaving = rows.indices.filter { rows[$0][column] > 0 }.min { a, b in
      rows[a][last] / rows[a][column] < rows[b][last] / rows[b][column]
    }
    guard let leaving else { return false }
    let divisor = rows[leaving][column]
    let pivotRow = rows[leaving].map { $0 / divisor }
    rows = rows.map { row in Self.eliminate(column, of: row, with: pivotRow) }
    rows[leaving] = pivotRow
    cost = Self.eliminate(column, of: cost, with: pivotRow)
    basic[leaving] = column
    return true
  }

  private static func eliminate(
    _ column: Int, of row: [Rational], with pivotRow: [Rational]
  ) -> [Rational] {
    zip(row, pivotRow).map { $0 - row[column] * $1 }
  }
}
