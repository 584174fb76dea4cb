internal import COpenBLAS

/// Scratch for inverting square matrices of one size through LAPACK's LU factors.
package struct MatrixInversion: ~Copyable {
  private let size: Int
  private let pivots: Scratch<Int32>
  private let work: Scratch<Double>

  /// Scratch for matrices of `size` rows.
  package init(size: Int) {
    self.size = size
    pivots = Scratch(count: size, repeating: 0)
    work = Scratch(count: max(1, size * size), repeating: 0)
  }

  /// Inverts the row-major matrix in place; false when a pivot of its LU factors is exactly zero.
  ///
  /// A row-major matrix is the transpose of the column-major one LAPACK sees, and so is its
  /// inverse: no transposition is needed.
  package func invert(_ matrix: borrowing Scratch<Double>) -> Bool {
    guard size > 0 else { return true }
    let n = Int32(size)
    return BLASLibrary.call {
      let factored = unsafe LAPACKE_dgetrf_work(
        LAPACK_COL_MAJOR, n, n, matrix.pointer, n, pivots.pointer)
      guard factored == 0 else { return false }
      let inverted = unsafe LAPACKE_dgetri_work(
        LAPACK_COL_MAJOR, n, matrix.pointer, n, pivots.pointer, work.pointer, Int32(work.count))
      return inverted == 0
    }
  }
}
