public import CKernels

// Kernels over the inverse R of a facet, m rows stored column after column, and over many columns stored
// component by component. Strides are multiples of eight; padding is zero.

/// Columns priced as one group; the count of stored columns is padded to it.
package let pricingGroup = 64

/// Smallest multiple of ``pricingGroup`` that is at least `count`.
package func paddedToGroup(_ count: Int) -> Int {
  (count + pricingGroup - 1) / pricingGroup * pricingGroup
}

/// out ← R x over `stride` rows.
///
/// `out` must not overlap R or x.
@unsafe @inlinable @inline(__always)
package func multiplyColumns(
  _ r: UnsafePointer<Double>, stride: Int, dimension m: Int, by x: UnsafePointer<Double>,
  into out: UnsafeMutablePointer<Double>
) {
  unsafe kernels.pointee.multiplyColumns(r, narrow(m), narrow(stride), x, out)
}

/// R after the generator of `row` is replaced by one with R·g = w, w[row] ≠ 0; w is padded like R.
@unsafe @inlinable @inline(__always)
package func pivotColumns(
  _ r: UnsafeMutablePointer<Double>, stride: Int, dimension m: Int, row: Int,
  column w: UnsafePointer<Double>
) {
  unsafe kernels.pointee.pivotColumns(r, narrow(m), narrow(stride), narrow(row), w)
}

/// Squared length of every row of R into `out`, `stride` numbers.
@unsafe @inlinable @inline(__always)
package func squaredRowNorms(
  _ r: UnsafePointer<Double>, stride: Int, dimension m: Int,
  into out: UnsafeMutablePointer<Double>
) {
  unsafe kernels.pointee.squaredRowNorms(r, narrow(m), narrow(stride), out)
}

/// Finds groups of columns whose product with one of four row vectors may lie below its threshold.
///
/// - Parameters:
///   - columns: single precision, m × stride.
///   - stride: elements between components.
///   - first: first column, a multiple of ``pricingGroup``.
///   - end: column after the last, a multiple of ``pricingGroup``.
///   - m: components of a column.
///   - prices: component c of row vector k at 4c + k.
///   - thresholds: one per row vector.
///   - hits: room for 4 numbers per group; receives 4 · group + k, in order of groups.
/// - Returns: the number of hits.
@unsafe @inlinable
package func screenColumns(
  _ columns: UnsafePointer<Float>, stride: Int, from first: Int, to end: Int, dimension m: Int,
  prices: UnsafePointer<Float>, thresholds: SIMD4<Float>, hits: UnsafeMutablePointer<Int32>
) -> Int {
  unsafe withUnsafeBytes(of: thresholds) { bytes in
    guard let limits = unsafe bytes.baseAddress?.assumingMemoryBound(to: Float.self) else {
      return 0
    }
    return Int(
      unsafe kernels.pointee.screenColumns(
        columns, narrow(stride), narrow(first), narrow(end), narrow(m), prices, limits, hits))
  }
}

/// Smallest product of a row vector with columns `first` to `end`, multiples of eight apart, and the
/// first column that has it.
@unsafe @inlinable
package func lowestProduct(
  _ price: UnsafePointer<Double>, columns: UnsafePointer<Double>, stride: Int, from first: Int,
  to end: Int, dimension m: Int
) -> (value: Double, index: Int) {
  var index: Int32 = -1
  let value = unsafe kernels.pointee.lowestProduct(
    price, columns, narrow(stride), narrow(first), narrow(end), narrow(m), &index)
  return (value, Int(index))
}

/// Number of columns from `first`, a multiple of eight, to `end` whose product with a row vector lies
/// below `limit`.
@unsafe @inlinable
package func countProducts(
  _ price: UnsafePointer<Double>, columns: UnsafePointer<Double>, stride: Int, from first: Int,
  to end: Int, dimension m: Int, below limit: Double
) -> Int {
  Int(
    unsafe kernels.pointee.countProducts(
      price, columns, narrow(stride), narrow(first), narrow(end), narrow(m), limit))
}

/// out ← price · column for `count` columns, a multiple of eight.
@unsafe @inlinable
package func productsWithColumns(
  _ price: UnsafePointer<Double>, columns: UnsafePointer<Double>, stride: Int, count: Int,
  dimension m: Int, into out: UnsafeMutablePointer<Double>
) {
  unsafe kernels.pointee.productsWithColumns(
    price, columns, narrow(stride), narrow(count), narrow(m), out)
}

/// α ← row · column for `count` columns, and the entering column of a dual step by Harris' two passes:
/// the fastest, −α above `tolerance`, among those whose ratio max(0, d) / −α does not exceed the least
/// (max(0, d) + `allowance`) / −α; −1 without one.
@unsafe @inlinable
package func enteringColumn(
  row: UnsafePointer<Double>, columns: UnsafePointer<Double>, stride: Int, count: Int,
  dimension m: Int, reducedCosts: UnsafePointer<Double>, allowance: Double, tolerance: Double,
  alpha: UnsafeMutablePointer<Double>
) -> Int {
  Int(
    unsafe kernels.pointee.enteringColumn(
      row, columns, narrow(m), narrow(stride), narrow(count), reducedCosts, allowance, tolerance,
      alpha))
}
