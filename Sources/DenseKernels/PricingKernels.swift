// Kernels that price columns: products of row vectors with many columns that are only compared, never
// stored. Columns are stored component by component, `stride` elements apart. Multiply-adds are fused.

/// Columns priced as one group; the count of stored columns is padded to it.
package let pricingGroup = 64

/// Smallest multiple of ``pricingGroup`` that is at least `count`.
package func paddedToGroup(_ count: Int) -> Int {
  (count + pricingGroup - 1) / pricingGroup * pricingGroup
}

/// Sixteen consecutive elements in single precision.
@unsafe @inlinable @inline(__always)
package func lanes(_ x: UnsafePointer<Float>) -> SIMD16<Float> {
  unsafe UnsafeRawPointer(x).loadUnaligned(as: SIMD16<Float>.self)
}

/// The smaller of two numbers in every lane.
@inlinable @inline(__always)
package func smaller(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  a.replacing(with: b, where: b .< a)
}

/// Whether any lane of `x` lies below `threshold`.
@inlinable @inline(__always)
package func anyLane(_ x: SIMD8<Float>, below threshold: Float) -> Bool {
  let four = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .< x.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
  return min(two.x, two.y) < threshold
}

/// Finds groups of columns whose product with one of four row vectors may lie below its threshold.
///
/// Four row vectors share every load of a column; sixteen columns at a time keep eight sums in registers.
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
  var hitCount = 0
  for group in Swift.stride(from: first, to: end, by: 64) {
    let far = SIMD8<Float>(repeating: .infinity)
    var (low0, low1, low2, low3) = (far, far, far, far)
    for block in Swift.stride(from: group, to: group + 64, by: 16) {
      var (d0, d1) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
      var (d2, d3) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
      for component in 0..<m {
        let g = unsafe lanes(columns + (component * stride + block))
        let price = unsafe prices + 4 * component
        unsafe d0.addProduct(g, SIMD16(repeating: price[0]))
        unsafe d1.addProduct(g, SIMD16(repeating: price[1]))
        unsafe d2.addProduct(g, SIMD16(repeating: price[2]))
        unsafe d3.addProduct(g, SIMD16(repeating: price[3]))
      }
      low0 = smaller(low0, smaller(d0.lowHalf, d0.highHalf))
      low1 = smaller(low1, smaller(d1.lowHalf, d1.highHalf))
      low2 = smaller(low2, smaller(d2.lowHalf, d2.highHalf))
      low3 = smaller(low3, smaller(d3.lowHalf, d3.highHalf))
    }
    let base = Int32(truncatingIfNeeded: group / 64 * 4)
    if anyLane(low0, below: thresholds.x) {
      unsafe hits[hitCount] = base
      hitCount += 1
    }
    if anyLane(low1, below: thresholds.y) {
      unsafe hits[hitCount] = base + 1
      hitCount += 1
    }
    if anyLane(low2, below: thresholds.z) {
      unsafe hits[hitCount] = base + 2
      hitCount += 1
    }
    if anyLane(low3, below: thresholds.w) {
      unsafe hits[hitCount] = base + 3
      hitCount += 1
    }
  }
  return hitCount
}

/// Smallest product of a row vector with columns `first` to `end`, multiples of eight apart, and the
/// first column that has it.
@unsafe @inlinable
package func lowestProduct(
  _ price: UnsafePointer<Double>, columns: UnsafePointer<Double>, stride: Int, from first: Int,
  to end: Int, dimension m: Int
) -> (value: Double, index: Int) {
  var best = SIMD8<Double>(repeating: .infinity)
  var bestIndex = SIMD8<Int64>.zero
  var index = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7) &+ Int64(first)
  for block in Swift.stride(from: first, to: end, by: 8) {
    var d = SIMD8<Double>.zero
    for component in 0..<m {
      unsafe d.addProduct(
        lanes(columns + (component * stride + block)), SIMD8(repeating: price[component]))
    }
    let isLower = d .< best
    best.replace(with: d, where: isLower)
    bestIndex.replace(with: index, where: isLower)
    index &+= 8
  }
  var (value, lowest) = (Double.infinity, first)
  for lane in 0..<8 {
    let isTie = best[lane] == value && Int(bestIndex[lane]) < lowest
    if best[lane] < value || isTie { (value, lowest) = (best[lane], Int(bestIndex[lane])) }
  }
  return (value, lowest)
}

/// out ← price · column for `count` columns, a multiple of eight.
@unsafe @inlinable
package func productsWithColumns(
  _ price: UnsafePointer<Double>, columns: UnsafePointer<Double>, stride: Int, count: Int,
  dimension m: Int, into out: UnsafeMutablePointer<Double>
) {
  for block in Swift.stride(from: 0, to: count, by: 8) {
    var d = SIMD8<Double>.zero
    for component in 0..<m {
      unsafe d.addProduct(
        lanes(columns + (component * stride + block)), SIMD8(repeating: price[component]))
    }
    unsafe store(d, to: out + block)
  }
}

/// α ← row · column for `count` columns, and the entering column of a dual step by Harris' two passes:
/// the fastest, −α above `tolerance`, among those whose ratio max(0, d) / −α does not exceed the least
/// (max(0, d) + `allowance`) / −α; −1 without one.
///
/// Ratios are compared by cross products, since a division costs more than all the rest.
@unsafe @inlinable
package func enteringColumn(
  row: UnsafePointer<Double>, columns: UnsafePointer<Double>, stride: Int, count: Int,
  dimension m: Int, reducedCosts: UnsafePointer<Double>, allowance: Double, tolerance: Double,
  alpha: UnsafeMutablePointer<Double>
) -> Int {
  var slack = SIMD8<Double>(repeating: 1)
  var speed = SIMD8<Double>.zero
  for block in Swift.stride(from: 0, to: count, by: 8) {
    var a = SIMD8<Double>.zero
    for component in 0..<m {
      unsafe a.addProduct(
        lanes(columns + (component * stride + block)), SIMD8(repeating: row[component]))
    }
    unsafe store(a, to: alpha + block)
    let candidate = unsafe larger(lanes(reducedCosts + block), .zero) + allowance
    let isLess = (-a .> tolerance) .& (candidate * speed .< slack * -a)
    slack.replace(with: candidate, where: isLess)
    speed.replace(with: -a, where: isLess)
  }
  var longest = Double.infinity
  for lane in 0..<8 where speed[lane] > 0 { longest = min(longest, slack[lane] / speed[lane]) }
  guard longest < .infinity else { return -1 }
  var best = SIMD8<Double>(repeating: tolerance)
  var bestIndex = SIMD8<Int64>(repeating: -1)
  var index = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
  for block in Swift.stride(from: 0, to: count, by: 8) {
    let rate = unsafe -lanes(alpha + block)
    let cost = unsafe larger(lanes(reducedCosts + block), .zero)
    let isBetter = (rate .> best) .& (cost .<= longest * rate)
    best.replace(with: rate, where: isBetter)
    bestIndex.replace(with: index, where: isBetter)
    index &+= 8
  }
  return first(of: best, at: bestIndex).index
}
