public import CKernels

/// The kernels chosen for this processor.
///
/// They run over pointers and counts, neither allocate nor throw, and give the same bits on every
/// instruction set that fuses products with sums; `CKernels.h` says what each does. Counts and strides
/// fit 32 bits.
@inlinable @unsafe
package var kernels: UnsafePointer<FarrellKernels> { unsafe farrell_kernels() }

/// Smallest multiple of eight, the number of lanes, that is at least `count`: rows of matrices that
/// kernels run along are padded to it.
@inlinable
package func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

/// A count as the kernels take it.
@inlinable @inline(__always)
package func narrow(_ count: Int) -> Int32 { Int32(truncatingIfNeeded: count) }

/// y ← y − factor · x over `count` elements.
///
/// `x` and `y` must not overlap.
@unsafe @inlinable @inline(__always)
package func subtractScaled(
  _ factor: Double, _ x: UnsafePointer<Double>, from y: UnsafeMutablePointer<Double>, count: Int
) {
  for i in 0..<count { unsafe y[i] -= factor * x[i] }
}

/// x · y over `count` elements, in eight lanes that are added pairwise at the end.
@unsafe @inlinable @inline(__always)
package func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int) -> Double {
  unsafe kernels.pointee.dot(x, y, narrow(count))
}
