// Kernels that choose a column. `up` and `down` hold 1 where a variable may rise or fall, 0 where it
// may not; counts are multiples of eight; ties go to the lowest column.

/// Largest of max(−d · up, d · down) and where it stands first, over `count` elements.
///
/// At most 0 where no column violates its sign: then the index is −1.
@unsafe @inlinable
package func worstReducedCost(
  reducedCosts d: UnsafePointer<Double>, up: UnsafePointer<Double>, down: UnsafePointer<Double>,
  count: Int
) -> (value: Double, index: Int) {
  var best = SIMD8<Double>.zero
  var bestIndex = SIMD8<Int64>(repeating: -1)
  var index = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
  for i in stride(from: 0, to: count, by: 8) {
    let cost = unsafe lanes(d + i)
    let rise = unsafe -cost * lanes(up + i)
    let violation = unsafe rise.replacing(
      with: cost * lanes(down + i), where: cost * lanes(down + i) .> rise)
    let better = violation .> best
    best.replace(with: violation, where: better)
    bestIndex.replace(with: index, where: better)
    index &+= 8
  }
  return first(of: best, at: bestIndex)
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
  var smallest = SIMD8<Double>(repeating: .infinity)
  for i in stride(from: 0, to: count, by: 8) {
    let (rises, falls) = unsafe (lanes(up + i), lanes(down + i))
    let a = unsafe sign * lanes(alpha + i)
    let speed = larger(-a * rises, a * falls)
    let slack = unsafe larger(lanes(d + i) * (rises - falls), .zero)
    let ratio = (slack + allowance) / speed
    smallest.replace(with: ratio, where: (speed .> tolerance) .& (ratio .< smallest))
  }
  return smallest.min()
}

/// Fastest column among those whose ratio, without allowance, is at most `longest`; −1 without one.
@unsafe @inlinable
package func fastestDualColumn(
  alpha: UnsafePointer<Double>, sign: Double, reducedCosts d: UnsafePointer<Double>,
  up: UnsafePointer<Double>, down: UnsafePointer<Double>, longest: Double, tolerance: Double,
  count: Int
) -> Int {
  var best = SIMD8<Double>.zero
  var bestIndex = SIMD8<Int64>(repeating: -1)
  var index = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
  for i in stride(from: 0, to: count, by: 8) {
    let (rises, falls) = unsafe (lanes(up + i), lanes(down + i))
    let a = unsafe sign * lanes(alpha + i)
    let speed = larger(-a * rises, a * falls)
    let slack = unsafe larger(lanes(d + i) * (rises - falls), .zero)
    let better = (speed .> tolerance) .& (slack / speed .<= longest) .& (speed .> best)
    best.replace(with: speed, where: better)
    bestIndex.replace(with: index, where: better)
    index &+= 8
  }
  return first(of: best, at: bestIndex).index
}

/// The larger of two numbers in every lane.
@inlinable @inline(__always)
package func larger(_ a: SIMD8<Double>, _ b: SIMD8<Double>) -> SIMD8<Double> {
  a.replacing(with: b, where: b .> a)
}

/// The largest lane and its index, the lowest index among equals; (0, −1) where none was set.
@inlinable
package func first(
  of values: SIMD8<Double>, at indices: SIMD8<Int64>
) -> (value: Double, index: Int) {
  var (value, index) = (0.0, -1)
  for lane in 0..<8 where indices[lane] >= 0 {
    let isTie = values[lane] == value && index >= 0 && Int(indices[lane]) < index
    if values[lane] > value || isTie { (value, index) = (values[lane], Int(indices[lane])) }
  }
  return (value, index)
}

/// Facet with the largest t = −(N·b) / (N·a) among those with N·a > 0, the first among equals.
///
/// `normals` holds component c of facet k at c · stride + k; `stride` is a multiple of eight and
/// padding is zero. `found` is −1 where no facet qualifies.
@unsafe @inlinable
package func farthestFacet(
  normals: UnsafePointer<Double>, stride: Int, facetCount: Int, dimension: Int,
  origin b: UnsafePointer<Double>, direction a: UnsafePointer<Double>, found: inout Int
) {
  var best = SIMD8<Double>(repeating: -.infinity)
  var bestIndex = SIMD8<Int64>(repeating: -1)
  var index = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
  for k in Swift.stride(from: 0, to: facetCount, by: 8) {
    var (height, slope) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for component in 0..<dimension {
      let part = unsafe lanes(normals + (component * stride + k))
      unsafe height -= part * b[component]
      unsafe slope += part * a[component]
    }
    let t = height / slope
    let better = (slope .> 1e-13) .& (t .> best)
    best.replace(with: t, where: better)
    bestIndex.replace(with: index, where: better)
    index &+= 8
  }
  var value = -Double.infinity
  found = -1
  for lane in 0..<8 where bestIndex[lane] >= 0 {
    let isTie = best[lane] == value && Int(bestIndex[lane]) < found
    if best[lane] > value || isTie { (value, found) = (best[lane], Int(bestIndex[lane])) }
  }
}
