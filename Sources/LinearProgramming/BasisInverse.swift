internal import DenseKernels

/// B⁻¹, kept as a dense matrix: updated by a row operation per pivot, inverted afresh from the
/// columns of the basis now and then.
///
/// Rows of a DEA program are few (inputs + outputs + 1), so the explicit inverse costs m² operations
/// a pivot and gives rows of B⁻¹ and their norms without a solve.
struct BasisInverse: ~Copyable {
  let rowCount: Int
  let elements: Scratch<Double>
  /// Pivots since the last inversion.
  private(set) var updateCount = 0
  private let pivotRow: Scratch<Double>
  private let inversion: MatrixInversion

  init(rowCount: Int) {
    self.rowCount = rowCount
    elements = Scratch(count: rowCount * rowCount, repeating: 0)
    pivotRow = Scratch(count: rowCount, repeating: 0)
    inversion = MatrixInversion(size: rowCount)
  }

  /// Inverts the basis of the given columns; false when it is singular or nearly so.
  mutating func refactor(
    _ program: borrowing ScaledProgram, columns: borrowing Scratch<Int>
  ) -> Bool {
    let m = rowCount
    updateCount = 0
    var isDiagonal = true
    for position in 0..<m {
      for row in 0..<m {
        let element = program.matrix[row * program.stride + columns[position]]
        elements[row * m + position] = element
        isDiagonal = isDiagonal && (element != 0) == (row == position)
      }
    }
    if isDiagonal {  // the usual start, slacks and logicals
      for row in 0..<m { elements[row * m + row] = 1 / elements[row * m + row] }
      return true
    }
    guard inversion.invert(elements) else { return false }
    for index in 0..<m * m where !(abs(elements[index]) < 1e15) { return false }
    return true
  }

  /// w ← B⁻¹a for column `column` of the program (FTRAN).
  func ftran(_ program: borrowing ScaledProgram, column: Int, into w: borrowing Scratch<Double>) {
    for row in 0..<rowCount { pivotRow[row] = program.matrix[row * program.stride + column] }
    ftran(pivotRow, into: w)
  }

  /// w ← B⁻¹a (FTRAN).
  func ftran(_ a: borrowing Scratch<Double>, into w: borrowing Scratch<Double>) {
    unsafe multiply(
      elements.pointer, rowCount: rowCount, columnCount: rowCount, by: a.pointer, into: w.pointer)
  }

  /// y ← c'B⁻¹ (BTRAN).
  func btran(_ c: borrowing Scratch<Double>, into y: borrowing Scratch<Double>) {
    unsafe multiplyTransposed(c.pointer, elements.pointer, count: rowCount, into: y.pointer)
  }

  /// alpha ← (row of B⁻¹)' A, the pivot row over all columns.
  func pivotRow(
    _ row: Int, _ program: borrowing ScaledProgram, into alpha: borrowing Scratch<Double>
  ) {
    unsafe combineRows(
      elements.pointer + row * rowCount, of: program.matrix.pointer, rowCount: rowCount,
      stride: program.stride, into: alpha.pointer)
  }

  /// Squared length of a row of B⁻¹.
  func squaredNorm(row: Int) -> Double {
    let start = unsafe elements.pointer + row * rowCount
    return unsafe dot(start, start, count: rowCount)
  }

  /// Update after column `w` = B⁻¹a entered at `row`.
  mutating func update(row: Int, column w: borrowing Scratch<Double>) {
    unsafe pivotInverse(
      elements.pointer, column: w.pointer, row: row, count: rowCount, pivotRow: pivotRow.pointer)
    updateCount += 1
  }
}
