public import CKernels

// Kernels of dense programs: products with rows, updates of an inverse, choices of a column. `up` and
// `down` hold 1 where a variable may rise or fall, 0 where it may not; strides and counts of columns are
// multiples of eight; ties go to the lowest column.

/// out ← y'A for a row-major A of `rowCount` rows, `stride` elements apart.
///
/// `stride` must be a multiple of eight; `out` has `stride` elements and overlaps neither y nor A.
@unsafe @inlinable
package func combineRows(
  _ y: UnsafePointer<Double>, of a: UnsafePointer<Double>, rowCount: Int, stride: Int,
  into out: UnsafeMutablePointer<Double>
) {
  unsafe kernels.pointee.combineRows(y, a, narrow(rowCount), narrow(stride), out)
}

/// out ← A x for a row-major `rowCount` × `columnCount` matrix.
///
/// `out` must not overlap A or x.
@unsafe @inlinable
package func multiply(
  _ a: UnsafePointer<Double>, rowCount: Int, columnCount: Int, by x: UnsafePointer<Double>,
  into out: UnsafeMutablePointer<Double>
) {
  for row in 0..<rowCount {
    unsafe out[row] = dot(a + row * columnCount, x, count: columnCount)
  }
}

/// out ← y'A for a square row-major matrix of `count` rows.
///
/// `out` must not overlap A or y.
@unsafe @inlinable
package func multiplyTransposed(
  _ y: UnsafePointer<Double>, _ a: UnsafePointer<Double>, count: Int,
  into out: UnsafeMutablePointer<Double>
) {
  unsafe out.update(repeating: 0, count: count)
  for row in 0..<count {
    unsafe subtractScaled(-y[row], a + row * count, from: out, count: count)
  }
}

/// Inverse of a basis after one column was exchanged, in place.
///
/// w = B⁻¹a of the entering column, w[row] ≠ 0: row ← row / w[row], then every other
/// row i loses w[i] times it. `pivotRow` is scratch for `count` elements.
@unsafe @inlinable
package func pivotInverse(
  _ inverse: UnsafeMutablePointer<Double>, column w: UnsafePointer<Double>, row: Int, count: Int,
  pivotRow: UnsafeMutablePointer<Double>
) {
  unsafe kernels.pointee.pivotInverse(inverse, w, narrow(row), narrow(count), pivotRow)
}

/// Largest of max(−d · up, d · down) and where it stands first, over `count` elements.
///
/// At most 0 where no column violates its sign: then the index is −1.
@unsafe @inlinable
package func worstReducedCost(
  reducedCosts d: UnsafePointer<Double>, up: UnsafePointer<Double>, down: UnsafePointer<Double>,
  count: Int
) -> (value: Double, index: Int) {
  var index: Int32 = -1
  let value = unsafe kernels.pointee.worstReducedCost(d, up, down, narrow(count), &index)
  return (value, Int(index))
}

/// Smallest (slack of d + `allowance`) / speed over columns faster than `tolerance`; +∞ without one.
///
/// The speed of a column is max(−a · up, a · down) with a = sign · alpha, the slack of d is
/// max(0, d · (up − down)).
@unsafe @inlinable
package func smallestDualRatio(
  alpha: UnsafePointer<Double>, sign: Double, reducedCosts d: UnsafePointer<Double>,
  up: UnsafePointer<Double>, down: UnsafePointer<Double>, allowance: Double, tolerance: Double,
  count: Int
) -> Double {
  unsafe kernels.pointee.smallestDualRatio(
    alpha, sign, d, up, down, allowance, tolerance, narrow(count))
}

/// Fastest column among those whose ratio, without allowance, is at most `longest`; −1 without one.
@unsafe @inlinable
package func fastestDualColumn(
  alpha: UnsafePointer<Double>, sign: Double, reducedCosts d: UnsafePointer<Double>,
  up: UnsafePointer<Double>, down: UnsafePointer<Double>, longest: Double, tolerance: Double,
  count: Int
) -> Int {
  Int(
    unsafe kernels.pointee.fastestDualColumn(
      alpha, sign, d, up, down, longest, tolerance, narrow(count)))
}
