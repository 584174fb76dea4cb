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
  private let square: Scratch<Double>
  // One number per row: R·a, the weights of J at the crossing, R·g of the entering generator, squared
  // row lengths; then single rows of R and the ray.
  private let alpha: Scratch<Double>
  private let weights: Scratch<Double>
  private let column: Scratch<Double>
  private let norms: Scratch<Double>
  private let row: Scratch<Double>
  private let normalRow: Scratch<Double>
  private let direction: Scratch<Double>
  private let origin: Scratch<Double>
  // One number per generator: R_r·g, N·g, 1 where it may enter.
  private let rowProducts: Scratch<Double>
  private let normalProducts: Scratch<Double>
  private let mayEnter: Scratch<Double>
  private let never: Scratch<Double>
  /// Pivots after which a ray is left to the robust path.
  private let pivotsPerRay = 200
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
    square = Scratch(count: m * m, repeating: 0)
    let stride = padded(m)
    alpha = Scratch(count: stride, repeating: 0)
    weights = Scratch(count: stride, repeating: 0)
    column = Scratch(count: stride, repeating: 0)
    norms = Scratch(count: stride, repeating: 0)
    row = Scratch(count: stride, repeating: 0)
    normalRow = Scratch(count: stride, repeating: 0)
    direction = Scratch(count: stride, repeating: 0)
    origin = Scratch(count: stride, repeating: 0)
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
    solve(
      origin: query.origin.span, direction: query.direction.span, excluding: excluded)
  }

  /// The same for a ray given by two runs of m numbers, without any allocation.
  package mutating func solve(
    origin from: Span<Double>, direction along: Span<Double>, excluding excluded: [Int] = []
  ) -> RayStatus {
    for component in 0..<cone.dimension {
      direction[component] = along[component]
      origin[component] = from[component]
    }
    for generator in excluded { mayEnter[generator] = 0 }
    defer { for generator in excluded { mayEnter[generator] = 1 } }
    guard let start = bestPooledFacet() else { return .stalled }
    pool.load(start, into: &facet)
    var (pivotsHere, idleCount, highest) = (0, 0, -Double.infinity)
    while pivotsHere <= pivotsPerRay {
      guard evaluate() else { return .infeasible }
      idleCount = crossing > highest ? 0 : idleCount + 1
      highest = max(highest, crossing)
      let bland = idleCount >= options.stallLimit
      guard let leaving = leavingRow(excludes: !excluded.isEmpty, bland: bland) else {
        if pivotsHere == 0 { hitCount += 1 }
        return .optimal
      }
      guard pivot(leaving, bland: bland) else { return .stalled }
      if excluded.isEmpty { facet.number = pool.keep(facet) }
      pivotsHere += 1
    }
    return .stalled
  }

  /// t at which the ray of the last query meets the hyperplane of the facet held.
  package private(set) var crossing = Double.nan

  /// N, normal of the facet held, m numbers.
  package var normal: [Double] {
    let m = cone.dimension
    return (0..<m).map { facet.inverse[$0 * facet.stride + m - 1] }
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
      (0..<m).reduce(0) { $0 + facet.inverse[$1 * facet.stride + row] * otherOrigin[$1] }
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

  /// The crossing t and the weights of J there; false when the ray runs along the facet.
  private mutating func evaluate() -> Bool {
    let m = cone.dimension
    crossing = unsafe crossFacet(
      facet.inverse.pointer, stride: facet.stride, dimension: m, direction: direction.pointer,
      origin: origin.pointer, threshold: slopeThreshold, alpha: alpha.pointer,
      weights: weights.pointer)
    return !crossing.isNaN
  }

  /// What N·a must exceed to be told from rounding.
  private var slopeThreshold: Double {
    let m = cone.dimension
    var size = 0.0
    for component in 0..<m {
      size += abs(facet.inverse[component * facet.stride + m - 1] * direction[component])
    }
    return 1e-11 * size
  }

  /// Row whose generator must go: negative weight, or any weight on one that is excluded.
  ///
  /// The largest λ² / ‖R_row‖² (ENGINE section 7); Bland: the lowest generator. `sign` is +1 where the
  /// weight must rise.
  private func leavingRow(excludes: Bool, bland: Bool) -> (row: Int, sign: Double)? {
    let m = cone.dimension
    let (least, largest) = unsafe extremes(weights.pointer, count: facet.stride)
    let tolerance = options.feasibilityTolerance * max(-least, largest)
    if !excludes && least >= -tolerance { return nil }
    unsafe squaredRowNorms(
      facet.inverse.pointer, stride: facet.stride, dimension: m, into: norms.pointer)
    var (best, chosen): (Double, (row: Int, sign: Double)?) = (0, nil)
    var lowest = Int.max
    for row in 0..<m - 1 {
      let isExcluded = excludes && mayEnter[facet.members[row]] == 0
      let violation = isExcluded ? abs(weights[row]) : -weights[row]
      guard violation > tolerance else { continue }
      let sign: Double = weights[row] < 0 ? 1 : -1
      if bland {
        if facet.members[row] < lowest { (lowest, chosen) = (facet.members[row], (row, sign)) }
        continue
      }
      let weight = violation * violation / norms[row]
      if weight > best { (best, chosen) = (weight, (row, sign)) }
    }
    return chosen
  }

  /// Replaces the generator of a row by the one that keeps every N·g ≥ 0; false without one.
  private mutating func pivot(_ leaving: (row: Int, sign: Double), bland: Bool) -> Bool {
    let m = cone.dimension
    for component in 0..<m {
      row[component] = facet.inverse[component * facet.stride + leaving.row]
      normalRow[component] = facet.inverse[component * facet.stride + m - 1]
    }
    unsafe cone.elements.withUnsafeBufferPointer { elements in
      guard let a = elements.baseAddress else { return }
      unsafe combineRowPairs(
        row.pointer, normalRow.pointer, of: a, rowCount: m, stride: cone.stride,
        into: rowProducts.pointer, normalProducts.pointer)
    }
    for position in 0..<m - 1 { normalProducts[facet.members[position]] = 0 }
    guard let entering = entering(sign: leaving.sign, bland: bland) else { return false }
    for component in 0..<m { row[component] = cone.component(component, of: entering) }
    unsafe multiplyColumns(
      facet.inverse.pointer, stride: facet.stride, dimension: m, by: row.pointer,
      into: column.pointer)
    unsafe pivotColumns(
      facet.inverse.pointer, stride: facet.stride, dimension: m, row: leaving.row,
      column: column.pointer)
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

  /// R ← [g_J, h]⁻¹ from the generators; false when it is singular.
  private mutating func refactor() -> Bool {
    let m = cone.dimension
    // LAPACK sees columns, as R is stored; but without padding, so through a square scratch.
    for position in 0..<m - 1 {
      for component in 0..<m {
        square[position * m + component] = cone.component(component, of: facet.members[position])
      }
    }
    for component in 0..<m { square[(m - 1) * m + component] = cone.interior[component] }
    facet.updateCount = 0
    guard inversion.invert(square) else { return false }
    for column in 0..<m {
      for position in 0..<m {
        let element = square[column * m + position]
        guard abs(element) < 1e15 else { return false }
        facet.inverse[column * facet.stride + position] = element
      }
    }
    return true
  }
}
