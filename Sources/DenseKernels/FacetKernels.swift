// Kernels over the inverse R of a facet: m rows, stored column after column, each padded to `stride`
// rows, a multiple of eight, with zeros. For m ≤ 8 a column is one vector.

/// out ← R x over `stride` rows.
///
/// `out` must not overlap R or x.
@unsafe @inlinable @inline(__always)
package func multiplyColumns(
  _ r: UnsafePointer<Double>, stride: Int, dimension m: Int, by x: UnsafePointer<Double>,
  into out: UnsafeMutablePointer<Double>
) {
  for block in Swift.stride(from: 0, to: stride, by: 8) {
    var sums = SIMD8<Double>.zero
    for column in 0..<m { unsafe sums += lanes(r + (column * stride + block)) * x[column] }
    unsafe store(sums, to: out + block)
  }
}

/// R·a, R·b and λ = R·b + t R·a with the t that makes the last row zero; returns t.
///
/// Where the last row of R·a is not above `threshold` there is no crossing: returns NaN.
@unsafe @inlinable
package func crossFacet(
  _ r: UnsafePointer<Double>, stride: Int, dimension m: Int, direction a: UnsafePointer<Double>,
  origin b: UnsafePointer<Double>, threshold: Double, alpha: UnsafeMutablePointer<Double>,
  weights: UnsafeMutablePointer<Double>
) -> Double {
  unsafe multiplyColumns(r, stride: stride, dimension: m, by: a, into: alpha)
  unsafe multiplyColumns(r, stride: stride, dimension: m, by: b, into: weights)
  let slope = unsafe alpha[m - 1]
  guard slope > threshold else { return .nan }
  let t = unsafe -weights[m - 1] / slope
  for block in Swift.stride(from: 0, to: stride, by: 8) {
    unsafe store(lanes(weights + block) + t * lanes(alpha + block), to: weights + block)
  }
  unsafe weights[m - 1] = 0
  return t
}

/// Squared length of every row of R into `out`, `stride` numbers.
@unsafe @inlinable @inline(__always)
package func squaredRowNorms(
  _ r: UnsafePointer<Double>, stride: Int, dimension m: Int,
  into out: UnsafeMutablePointer<Double>
) {
  for block in Swift.stride(from: 0, to: stride, by: 8) {
    var sums = SIMD8<Double>.zero
    for column in 0..<m {
      let part = unsafe lanes(r + (column * stride + block))
      sums += part * part
    }
    unsafe store(sums, to: out + block)
  }
}

/// R after the generator of `row` is replaced by one with R·g = w, w[row] ≠ 0; w is padded like R.
@unsafe @inlinable
package func pivotColumns(
  _ r: UnsafeMutablePointer<Double>, stride: Int, dimension m: Int, row: Int,
  column w: UnsafePointer<Double>
) {
  let pivot = unsafe w[row]
  for column in 0..<m {
    let start = unsafe r + column * stride
    let scaled = unsafe start[row] / pivot
    for block in Swift.stride(from: 0, to: stride, by: 8) {
      unsafe store(lanes(start + block) - scaled * lanes(w + block), to: start + block)
    }
    unsafe start[row] = scaled
  }
}

/// Least and largest of 0 and `count` numbers, a multiple of eight.
@unsafe @inlinable @inline(__always)
package func extremes(
  _ x: UnsafePointer<Double>, count: Int
) -> (least: Double, largest: Double) {
  var (least, largest) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
  for block in Swift.stride(from: 0, to: count, by: 8) {
    let part = unsafe lanes(x + block)
    least.replace(with: part, where: part .< least)
    largest.replace(with: part, where: part .> largest)
  }
  let four = smaller(least.lowHalf, least.highHalf)
  let two = smaller(four.lowHalf, four.highHalf)
  let fourUp = -smaller(-largest.lowHalf, -largest.highHalf)
  let twoUp = -smaller(-fourUp.lowHalf, -fourUp.highHalf)
  return (min(two.x, two.y), max(twoUp.x, twoUp.y))
}

/// The smaller of two numbers in every lane.
@inlinable @inline(__always)
package func smaller<Lanes: SIMD>(_ a: Lanes, _ b: Lanes) -> Lanes where Lanes.Scalar == Double {
  a.replacing(with: b, where: b .< a)
}

/// first ← y'A and second ← z'A in one pass over a row-major A, as ``combineRows``.
@unsafe @inlinable
package func combineRowPairs(
  _ y: UnsafePointer<Double>, _ z: UnsafePointer<Double>, of a: UnsafePointer<Double>,
  rowCount: Int, stride: Int, into first: UnsafeMutablePointer<Double>,
  _ second: UnsafeMutablePointer<Double>
) {
  for column in Swift.stride(from: 0, to: stride, by: 8) {
    var (sums, others) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for row in 0..<rowCount {
      let part = unsafe lanes(a + (row * stride + column))
      unsafe sums += part * y[row]
      unsafe others += part * z[row]
    }
    unsafe store(sums, to: first + column)
    unsafe store(others, to: second + column)
  }
}
