internal import DenseKernels

/// How a ray ended.
package enum RayStatus: Sendable, Hashable {
  /// The ray enters the cone at t through the facet held.
  case optimal
  /// No t brings the ray into the cone, as far as this method sees.
  case infeasible
  /// No answer: too many pivots, a singular basis, or no start.
  case stalled
}

/// Dual simplex over the facets of one cone, from the best known facet; one value serves one worker.
///
/// Every pivot makes a facet that is valid for the whole cone, so the pool grows by it and the
/// next ray starts from a better one: on bootstrap-sized problems most rays need no pivot at all.
package struct RaySolver: ~Copyable {
  private let cone: Cone
  private let options: SimplexOptions
  private var pool: FacetPool
  private var facet: Facet
  private let inversion: MatrixInversion
  // m numbers each: R·a, R·b, the weights of J at the crossing, R·g of the entering generator.
  private let alpha: Scratch<Double>
  private let beta: Scratch<Double>
  private let weights: Scratch<Double>
  private let column: Scratch<Double>
  private let rowScratch: Scratch<Double>
  private let direction: Scratch<Double>
  private let origin: Scratch<Double>
  // One number per generator: R_r·g, N·g, 1 where it may enter.
  private let rowProducts: Scratch<Double>
  private let normalProducts: Scratch<Double>
  private let mayEnter: Scratch<Double>
  private let never: Scratch<Double>
  /// Pivots since the solver was made.
  package private(set) var pivotCount = 0
  /// Rays answered by a pooled facet without a pivot.
  package private(set) var hitCount = 0

  /// Solver for rays into `cone`, starting from facets known to be valid, each m − 1 generators.
  package init(_ cone: Cone, seeds: [[Int]], capacity: Int, options: SimplexOptions) {
    let m = cone.dimension
    self.cone = cone
    self.options = options
    pool = FacetPool(dimension: m, capacity: capacity)
    facet = Facet(dimension: m)
    inversion = MatrixInversion(size: m)
    alpha = Scratch(count: m, repeating: 0)
    beta = Scratch(count: m, repeating: 0)
    weights = Scratch(count: m, repeating: 0)
    column = Scratch(count: m, repeating: 0)
    rowScratch = Scratch(count: m, repeating: 0)
    direction = Scratch(count: m, repeating: 0)
    origin = Scratch(count: m, repeating: 0)
    rowProducts = Scratch(count: cone.stride, repeating: 0)
    normalProducts = Scratch(count: cone.stride, repeating: 0)
    mayEnter = Scratch(count: cone.stride, repeating: 0)
    never = Scratch(count: cone.stride, repeating: 0)
    for j in 0..<cone.count { mayEnter[j] = 1 }
    for seed in seeds where seed.count == m - 1 {
      for (row, generator) in seed.enumerated() { facet.members[row] = generator }
      if refactor() { _ = pool.keep(facet) }
    }
  }

  /// Largest t found so far and its facet: screens the pool, then pivots until no weight is negative.
  ///
  /// - Parameters:
  ///   - query: the ray.
  ///   - excluded: generators that the ray may not use; facets found without them are not kept.
  /// - Returns: how it ended; ``crossing``, ``normal`` and ``peers`` then describe the facet held.
  package mutating func solve(_ query: RayQuery, excluding excluded: [Int] = []) -> RayStatus {
    for component in 0..<cone.dimension {
      direction[component] = query.direction[component]
      origin[component] = query.origin[component]
    }
    for generator in excluded { mayEnter[generator] = 0 }
    defer { for generator in excluded { mayEnter[generator] = 1 } }
    guard let start = bestPooledFacet() else { return .stalled }
    pool.load(start, into: &facet)
    let pivotsBefore = pivotCount
    var idleCount = 0
    while pivotCount - pivotsBefore <= 200 {
      guard evaluate() else { return .infeasible }
      guard let leaving = leavingRow(bland: idleCount >= options.stallLimit) else {
        if pivotCount == pivotsBefore { hitCount += 1 }
        return .optimal
      }
      let before = crossing
      guard pivot(leaving, bland: idleCount >= options.stallLimit) else { return .stalled }
      if excluded.isEmpty { facet.number = pool.keep(facet) }
      idleCount = crossing > before ? 0 : idleCount + 1
    }
    return .stalled
  }

  /// t at which the ray of the last query meets the hyperplane of the facet held.
  package var crossing: Double {
    let last = cone.dimension - 1
    return -beta[last] / alpha[last]
  }

  /// N, normal of the facet held, m numbers.
  package var normal: [Double] {
    let m = cone.dimension
    return (0..<m).map { facet.inverse[(m - 1) * m + $0] }
  }

  /// Number of the facet held in the pool; nil if it is not kept.
  package var facetNumber: Int? { facet.number }

  /// Generators of the facet held with their weights at the crossing.
  package var peers: [(generator: Int, weight: Double)] {
    (0..<cone.dimension - 1).map { (facet.members[$0], weights[$0]) }
  }

  /// The same for a ray in the same direction from another origin, through the same facet.
  package func peers(from otherOrigin: [Double]) -> [(generator: Int, weight: Double)] {
    let m = cone.dimension
    func product(_ row: Int) -> Double {
      (0..<m).reduce(0) { $0 + facet.inverse[row * m + $1] * otherOrigin[$1] }
    }
    let t = -product(m - 1) / alpha[m - 1]
    return (0..<m - 1).map { (facet.members[$0], product($0) + t * alpha[$0]) }
  }

  /// Facet of the pool with the largest t; nil when none faces the ray.
  private func bestPooledFacet() -> Int? {
    var found = -1
    unsafe farthestFacet(
      normals: pool.normals.pointer, stride: pool.stride, facetCount: pool.count,
      dimension: cone.dimension, origin: origin.pointer, direction: direction.pointer,
      found: &found)
    return found < 0 ? nil : found
  }

  /// R·a, R·b and the weights λ_i = β_i − α_i β_m / α_m; false when the ray runs along the facet.
  private func evaluate() -> Bool {
    let m = cone.dimension
    unsafe multiply(
      facet.inverse.pointer, rowCount: m, columnCount: m, by: direction.pointer,
      into: alpha.pointer)
    unsafe multiply(
      facet.inverse.pointer, rowCount: m, columnCount: m, by: origin.pointer, into: beta.pointer)
    var size = 0.0
    for component in 0..<m {
      size += abs(facet.inverse[(m - 1) * m + component] * direction[component])
    }
    guard alpha[m - 1] > 1e-11 * size, alpha[m - 1] > 0 else { return false }
    let t = -beta[m - 1] / alpha[m - 1]
    for row in 0..<m - 1 { weights[row] = beta[row] + t * alpha[row] }
    return true
  }

  /// Row whose generator must go: negative weight, or any weight on one that is excluded.
  ///
  /// The largest λ² / ‖R_row‖² (ENGINE section 7); Bland: the lowest generator. `sign` is +1 where the
  /// weight must rise.
  private func leavingRow(bland: Bool) -> (row: Int, sign: Double)? {
    let m = cone.dimension
    var size = 0.0
    for row in 0..<m - 1 { size = max(size, abs(weights[row])) }
    let tolerance = options.feasibilityTolerance * size
    var (best, chosen): (Double, (row: Int, sign: Double)?) = (0, nil)
    var lowest = Int.max
    for row in 0..<m - 1 {
      let isExcluded = mayEnter[facet.members[row]] == 0
      let violation = isExcluded ? abs(weights[row]) : -weights[row]
      guard violation > tolerance else { continue }
      let sign: Double = weights[row] < 0 ? 1 : -1
      if bland {
        if facet.members[row] < lowest { (lowest, chosen) = (facet.members[row], (row, sign)) }
        continue
      }
      let norm = unsafe dot(
        facet.inverse.pointer + row * m, facet.inverse.pointer + row * m, count: m)
      let weight = violation * violation / norm
      if weight > best { (best, chosen) = (weight, (row, sign)) }
    }
    return chosen
  }

  /// Replaces the generator of a row by the one that keeps every N·g ≥ 0; false without one.
  private mutating func pivot(_ leaving: (row: Int, sign: Double), bland: Bool) -> Bool {
    let m = cone.dimension
    unsafe cone.elements.withUnsafeBufferPointer { elements in
      guard let a = elements.baseAddress else { return }
      unsafe combineRows(
        facet.inverse.pointer + leaving.row * m, of: a, rowCount: m, stride: cone.stride,
        into: rowProducts.pointer)
      unsafe combineRows(
        facet.inverse.pointer + (m - 1) * m, of: a, rowCount: m, stride: cone.stride,
        into: normalProducts.pointer)
    }
    for row in 0..<m - 1 { normalProducts[facet.members[row]] = 0 }
    guard let entering = entering(sign: leaving.sign, bland: bland) else { return false }
    for component in 0..<m { rowScratch[component] = cone.component(component, of: entering) }
    unsafe multiply(
      facet.inverse.pointer, rowCount: m, columnCount: m, by: rowScratch.pointer,
      into: column.pointer)
    unsafe pivotInverse(
      facet.inverse.pointer, column: column.pointer, row: leaving.row, count: m,
      pivotRow: rowScratch.pointer)
    facet.members[leaving.row] = entering
    facet.number = nil
    facet.updateCount += 1
    pivotCount += 1
    return facet.updateCount < options.refactorInterval || refactor()
  }

  /// Harris' two passes over N·g / |R_r·g|, or the lowest generator with the least ratio.
  private func entering(sign: Double, bland: Bool) -> Int? {
    let tolerance = options.pivotTolerance
    let longest = unsafe smallestDualRatio(
      alpha: rowProducts.pointer, sign: sign, reducedCosts: normalProducts.pointer,
      up: mayEnter.pointer, down: never.pointer, allowance: bland ? 0 : options.harrisSlack,
      tolerance: tolerance, count: cone.stride)
    guard longest < .infinity else { return nil }
    if bland {
      return (0..<cone.count).first { j in
        let speed = -sign * rowProducts[j] * mayEnter[j]
        return speed > tolerance && max(0, normalProducts[j]) / speed <= longest
      }
    }
    let choice = unsafe fastestDualColumn(
      alpha: rowProducts.pointer, sign: sign, reducedCosts: normalProducts.pointer,
      up: mayEnter.pointer, down: never.pointer, longest: longest, tolerance: tolerance,
      count: cone.stride)
    return choice < 0 ? nil : choice
  }

  /// R ← [g_J, h]⁻¹ from the generators; false when it is singular. Tiny parts of the normal are
  /// rounding and become zero, so that tests of N·a may be relative.
  private mutating func refactor() -> Bool {
    let m = cone.dimension
    for component in 0..<m {
      for row in 0..<m - 1 {
        facet.inverse[component * m + row] = cone.component(component, of: facet.members[row])
      }
      facet.inverse[component * m + m - 1] = cone.interior[component]
    }
    facet.updateCount = 0
    guard inversion.invert(facet.inverse) else { return false }
    for index in 0..<m * m where !(abs(facet.inverse[index]) < 1e15) { return false }
    return true
  }
}
