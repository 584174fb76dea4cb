// Kernels over pointers and counts. They never allocate. Sums run in eight fixed lanes, so their
// order depends on the length alone. Products are rounded before they are added (no fused
// multiply-add), so results are the same bits for every FARRELL_MARCH.

/// Smallest multiple of eight, the number of lanes, that is at least `count`: rows of matrices that
/// kernels run along are padded to it.
@inlinable
package func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

/// Eight consecutive elements.
@unsafe @inlinable @inline(__always)
package func lanes(_ x: UnsafePointer<Double>) -> SIMD8<Double> {
  unsafe UnsafeRawPointer(x).loadUnaligned(as: SIMD8<Double>.self)
}

/// Stores eight consecutive elements.
@unsafe @inlinable @inline(__always)
package func store(_ value: SIMD8<Double>, to x: UnsafeMutablePointer<Double>) {
  unsafe UnsafeMutableRawPointer(x).storeBytes(of: value, as: SIMD8<Double>.self)
}

/// y ← y − factor · x over `count` elements.
///
/// `x` and `y` must not overlap.
@unsafe @inlinable @inline(__always)
package func subtractScaled(
  _ factor: Double, _ x: UnsafePointer<Double>, from y: UnsafeMutablePointer<Double>, count: Int
) {
  for i in 0..<count { unsafe y[i] -= factor * x[i] }
}

/// x ← factor · x over `count` elements.
@unsafe @inlinable @inline(__always)
package func scale(_ x: UnsafeMutablePointer<Double>, by factor: Double, count: Int) {
  for i in 0..<count { unsafe x[i] *= factor }
}

/// x · y over `count` elements, in eight lanes that are added pairwise at the end.
@unsafe @inlinable @inline(__always)
package func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int) -> Double {
  var sums = SIMD8<Double>.zero
  var i = 0
  while i + 8 <= count {
    unsafe sums += lanes(x + i) * lanes(y + i)
    i += 8
  }
  let four = sums.lowHalf + sums.highHalf
  let two = four.lowHalf + four.highHalf
  var sum = two.x + two.y
  while i < count {
    unsafe sum += x[i] * y[i]
    i += 1
  }
  return sum
}
