/// out ← y'A for a row-major A of `rowCount` rows, `stride` elements apart.
///
/// `stride` must be a multiple of eight; `out` has `stride` elements and overlaps neither y nor A.
/// Columns are walked in blocks of sixteen that stay in registers while the rows are added.
@unsafe @inlinable
package func combineRows(
  _ y: UnsafePointer<Double>, of a: UnsafePointer<Double>, rowCount: Int, stride: Int,
  into out: UnsafeMutablePointer<Double>
) {
  var column = 0
  while column + 16 <= stride {
    var (low, high) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for row in 0..<rowCount {
      let block = unsafe a + (row * stride + column)
      let weight = unsafe SIMD8<Double>(repeating: y[row])
      unsafe low += weight * lanes(block)
      unsafe high += weight * lanes(block + 8)
    }
    unsafe store(low, to: out + column)
    unsafe store(high, to: out + (column + 8))
    column += 16
  }
  guard column < stride else { return }
  var rest = SIMD8<Double>.zero
  for row in 0..<rowCount {
    unsafe rest += SIMD8<Double>(repeating: y[row]) * lanes(a + (row * stride + column))
  }
  unsafe store(rest, to: out + column)
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

/// Replaces the inverse of a basis by that of the basis with column `row` exchanged.
///
/// `column` is w = B⁻¹a of the entering column, w[row] ≠ 0: row ← row / w[row], then every other
/// row i loses w[i] times it. `pivotRow` is scratch for `count` elements (copying the pivot row
/// first lets the updates vectorise: 1.8 times faster at 12 rows).
@unsafe @inlinable
package func pivotInverse(
  _ inverse: UnsafeMutablePointer<Double>, column w: UnsafePointer<Double>, row: Int, count: Int,
  pivotRow: UnsafeMutablePointer<Double>
) {
  let source = unsafe inverse + row * count
  unsafe scale(source, by: 1 / w[row], count: count)
  unsafe pivotRow.update(from: source, count: count)
  for i in 0..<count where i != row {
    unsafe subtractScaled(w[i], pivotRow, from: inverse + i * count, count: count)
  }
}
