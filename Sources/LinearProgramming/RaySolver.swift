internal import CKernels
internal import DenseKernels

/// How a ray ended.
package enum RayStatus: Sendable, Hashable {
  /// The ray enters the cone at t through the facet held.
  case optimal
  /// No t brings the ray into the cone: a facet that the ray runs along lies between them.
  case infeasible
  /// No answer: too many pivots, a residual beyond tolerance, or no start.
  case stalled
}

/// Dual simplex over the facets of one cone, from the best known facet; one value serves one worker.
///
/// Every pivot makes a facet that is valid for the whole cone, so the pool grows by it and the next ray
/// starts from a better one: on bootstrap-sized problems most rays need no pivot at all. Every answer is
/// checked for primal residual, every facet for dual residual. (The file is longer than others because
/// its steps share scratch that no other type should see.)
@safe
package struct RaySolver: ~Copyable {
  private var cone: Cone
  let tolerances: RayTolerances
  // What the kernels take, made once: one element each.
  private let view: Scratch<FarrellCone>
  private let limits: Scratch<FarrellTolerances>
  private var pool: FacetPool
  /// Slot of the facet held.
  private var held = 0
  /// Row with the negative weight that should leave it, −1 without one.
  private var weakest: Int32 = -1
  // The ray in work.
  private let origin: Scratch<Double>
  private let direction: Scratch<Double>
  // One number per row: R·a, and the weights of J at the crossing.
  private let alpha: Scratch<Double>
  private let weights: Scratch<Double>
  private let work: Scratch<Double>
  // One number per generator: R_r·g and N·g.
  private var rowProducts: Scratch<Double>
  private var reducedCosts: Scratch<Double>
  private var isExcluded: Scratch<Bool>
  private var hasExclusions = false
  /// Pivots since the solver was made.
  package private(set) var pivotCount = 0
  /// Rays answered by a pooled facet without a pivot.
  package private(set) var hitCount = 0
  /// Facets the pool holds.
  package var facetCount: Int { pool.count }

  /// Solver for rays into `cone`.
  ///
  /// - Parameters:
  ///   - cone: the generators.
  ///   - seeds: facets known to be valid, m − 1 generators each, one after the other.
  ///   - capacity: most facets to be kept.
  ///   - tolerances: what an answer must satisfy.
  package init(
    _ cone: Cone, seeds: [Int32], capacity: Int, tolerances: RayTolerances = RayTolerances()
  ) {
    let (m, width) = (cone.dimension, cone.width)
    self.cone = cone
    self.tolerances = tolerances
    unsafe view = unsafe Scratch(count: 1, repeating: cone.view)
    limits = Scratch(count: 1, repeating: FarrellTolerances(tolerances))
    pool = FacetPool(dimension: m, capacity: capacity)
    origin = Scratch(count: width, repeating: 0)
    direction = Scratch(count: width, repeating: 0)
    alpha = Scratch(count: width, repeating: 0)
    weights = Scratch(count: width, repeating: 0)
    work = Scratch(count: (m + 3) * width, repeating: 0)
    rowProducts = Scratch(count: cone.stride, repeating: 0)
    reducedCosts = Scratch(count: cone.stride, repeating: 0)
    isExcluded = Scratch(count: cone.stride, repeating: false)
    plant(seeds)
  }

  /// Forgets everything and turns to another cone of the same dimension; see ``Cone/refill(count:interior:fill:)``.
  package mutating func reset(count: Int, interior: [Double], seeds: [Int32], fill: Cone.Fill) {
    precondition(interior.count == cone.dimension, "\(interior.count) components")
    unsafe cone.refill(count: count, interior: interior, fill: fill)
    if cone.stride > rowProducts.count {
      rowProducts = Scratch(count: cone.stride, repeating: 0)
      reducedCosts = Scratch(count: cone.stride, repeating: 0)
      isExcluded = Scratch(count: cone.stride, repeating: false)
    }
    unsafe view[0] = cone.view
    pool.removeAll()
    plant(seeds)
  }

  private mutating func plant(_ seeds: [Int32]) {
    let size = cone.dimension - 1
    for first in stride(from: 0, to: seeds.count, by: size) {
      let slot = pool.count
      for position in 0..<size { unsafe pool.members(slot)[position] = seeds[first + position] }
      if invert(slot) && isDualFeasible(slot) { _ = pool.keepFree() }
    }
  }

  // MARK: Many rays

  /// Answers rays 0..<count in turn, each from the facets that those before it have found.
  package mutating func solve(_ rays: borrowing RayBatch, into answers: borrowing RayAnswers) {
    var next: Int32 = 0
    let end = narrow(rays.count)
    var rayView = unsafe rays.view
    var work = unsafe FarrellWork(
      rowProducts: rowProducts.pointer, reducedCosts: reducedCosts.pointer, hits: 0, pivots: 0)
    while true {
      var facets = unsafe pool.view
      next = unsafe kernels.pointee.answerRays(
        view.pointer, &facets, &rayView, next, end, limits.pointer, &work,
        answers.crossings.pointer, answers.facets.pointer)
      let hasGrown = unsafe pool.take(facets)
      guard next < end else { break }
      if hasGrown { continue }
      solve(ray: Int(next), of: rays, into: answers)
      next += 1
    }
    unsafe hitCount += Int(work.hits)
    unsafe pivotCount += Int(work.pivots)
  }

  /// Answers the ray of a batch that the kernel has left, from the facet it names.
  private mutating func solve(
    ray: Int, of rays: borrowing RayBatch, into answers: borrowing RayAnswers
  ) {
    for c in 0..<cone.dimension {
      origin[c] = rays.origins[ray * rays.width + c]
      direction[c] = rays.directions[ray * rays.width + c]
    }
    held = Int(answers.facets[ray])
    var status = RayStatus.stalled
    if held >= 0 {
      evaluate()
      status = pivots()
    }
    answers.crossings[ray] =
      status == .optimal ? crossing : status == .infeasible ? .infinity : .nan
    answers.facets[ray] = narrow(facetNumber ?? -1)
  }

  // MARK: One ray

  /// Answers one ray; ``crossing``, ``normal`` and ``peers`` then describe the facet held.
  ///
  /// - Parameters:
  ///   - query: the ray.
  ///   - excluded: generators that the ray may not use; facets found without them are not kept.
  /// - Returns: how it ended.
  package mutating func solve(_ query: RayQuery, excluding excluded: [Int] = []) -> RayStatus {
    for c in 0..<cone.dimension {
      (origin[c], direction[c]) = (query.origin[c], query.direction[c])
    }
    for generator in excluded { isExcluded[generator] = true }
    hasExclusions = !excluded.isEmpty
    defer {
      for generator in excluded { isExcluded[generator] = false }
      hasExclusions = false
    }
    let before = pivotCount
    held = unsafe pool.farthest(origin.pointer, direction.pointer)
    guard held >= 0 else {
      crossing = .nan
      return .stalled
    }
    evaluate()
    let status = pivots()
    if status == .optimal && pivotCount == before { hitCount += 1 }
    return status
  }

  /// Whether some generators are among those of a facet in the pool.
  package func facet(_ number: Int, uses generators: [Int]) -> Bool {
    (0..<cone.dimension - 1).contains { generators.contains(pool.member(number, row: $0)) }
  }

  /// t at which the ray of the last query meets the hyperplane of the facet held.
  package private(set) var crossing = Double.nan

  /// N, normal of the facet held, m numbers.
  package var normal: [Double] { (0..<cone.dimension).map { pool.normal(held, $0) } }

  /// Number of the facet held in the pool; nil if it is not kept.
  package var facetNumber: Int? { held < pool.count ? held : nil }

  /// Generators of the facet held with their weights at the crossing.
  package var peers: [(generator: Int, weight: Double)] {
    (0..<cone.dimension - 1).map { (pool.member(held, row: $0), weights[$0]) }
  }

  /// The same for a ray in the same direction from another origin, through the same facet.
  package func peers(from otherOrigin: [Double]) -> [(generator: Int, weight: Double)] {
    let m = cone.dimension
    for c in 0..<m { work[c] = otherOrigin[c] }
    unsafe multiplyColumns(
      pool.inverse(held), stride: cone.width, dimension: m, by: work.pointer,
      into: work.pointer + cone.width)
    let t = -work[cone.width + m - 1] / alpha[m - 1]
    return (0..<m - 1).map { (pool.member(held, row: $0), work[cone.width + $0] + t * alpha[$0]) }
  }

  // MARK: Dual simplex
  //
  // A step at a time, for single rays and for what `pivotRay` in the kernels leaves: generators that are left
  // out, a full pool, an inverse to be computed afresh, a check that failed.
  //
  // Steps are `mutating` even where they change nothing: a borrowed value of this size is copied for each
  // call by Swift 6.3.

  /// Pivots from the facet held, which was evaluated, until no weight is negative; t only grows.
  private mutating func pivots() -> RayStatus {
    var isPriced = false  // a pooled facet is known to be valid, but its reduced costs are not kept
    for _ in 0...tolerances.pivotLimit {
      if crossing.isNaN { return .stalled }
      // A facet of the whole cone, or one priced without the generators left out, is valid without them.
      if crossing == .infinity { return .infeasible }
      guard let leaving = leavingRow() else {
        if residual() <= tolerances.primalResidual { return .optimal }
        guard pool.updateCount(held) > 0, renew() else { return .stalled }
        isPriced = true
        evaluate()
        continue
      }
      if hasExclusions && !isPriced {
        _ = isDualFeasible(held)
        isPriced = true
      }
      guard step(leaving, isPriced: isPriced) else { return .stalled }
      isPriced = true
      evaluate()
    }
    return .stalled
  }

  /// The crossing t with the facet held and the weights of J there.
  ///
  /// When the ray runs along the facet, t is +∞ if that proves it infeasible and NaN otherwise.
  private mutating func evaluate() {
    crossing = unsafe kernels.pointee.crossFacet(
      pool.inverse(held), narrow(cone.dimension), narrow(cone.width), origin.pointer,
      direction.pointer, limits.pointer, alpha.pointer, weights.pointer, &weakest)
  }

  private mutating func residual() -> Double {
    unsafe kernels.pointee.rayResidual(
      view.pointer, pool.members(held), weights.pointer, crossing, origin.pointer,
      direction.pointer)
  }

  /// Row whose generator must go, with the sign of the step of its weight: a negative weight, or any
  /// weight of a generator that is excluded.
  ///
  /// The largest λ² / ‖R_row‖² (ENGINE section 7).
  private mutating func leavingRow() -> (row: Int, sign: Double)? {
    let m = cone.dimension
    if hasExclusions {
      let largest = (0..<m - 1).reduce(0) { max($0, abs(weights[$1])) }
      for row in 0..<m - 1 where isExcluded[pool.member(held, row: row)] {
        if abs(weights[row]) > tolerances.feasibility * largest {
          return (row, weights[row] < 0 ? 1 : -1)
        }
      }
    }
    return weakest < 0 ? nil : (Int(weakest), 1)
  }

  /// Goes on to the facet where the generator of a row gives way to the one that keeps every N·g ≥ 0; false
  /// without one, or when the new facet fails its check.
  private mutating func step(_ leaving: (row: Int, sign: Double), isPriced: Bool) -> Bool {
    let slot = pool.free(beside: held)
    var violation = 0.0
    let entering = unsafe kernels.pointee.stepFacet(
      view.pointer, pool.inverse(held), pool.members(held), narrow(leaving.row), leaving.sign,
      limits.pointer, isPriced ? 1 : 0, reducedCosts.pointer, rowProducts.pointer,
      pool.inverse(slot), pool.members(slot), &violation)
    guard entering >= 0 else { return false }
    pool.setUpdateCount(slot, pool.updateCount(held) + 1)
    held = slot
    pivotCount += 1
    if hasExclusions {
      let size = (0..<cone.dimension).reduce(0) { $0 + abs(pool.normal(held, $1)) }
      violation = -excuseExcluded() / size
    }
    if violation > tolerances.dualResidual || pool.updateCount(slot) >= tolerances.refactorInterval
    {
      guard renew() else { return false }
    }
    if !hasExclusions && slot == pool.count { _ = pool.keepFree() }
    return true
  }

  /// Generators that are left out limit no step; returns the least reduced cost of the others, or 0.
  private mutating func excuseExcluded() -> Double {
    var least = 0.0
    for j in 0..<cone.count {
      if isExcluded[j] { reducedCosts[j] = .infinity } else { least = min(least, reducedCosts[j]) }
    }
    return least
  }

  /// Computes the facet held again from its generators, in a free slot; false when it fails its check.
  private mutating func renew() -> Bool {
    let slot = pool.free(beside: held)
    unsafe pool.members(slot).update(from: pool.members(held), count: cone.dimension - 1)
    guard invert(slot), isDualFeasible(slot) else { return false }
    held = slot
    return true
  }

  /// Prices every generator against the facet of a slot; whether N·g ≥ 0 for all but what `dualResidual`
  /// allows.
  private mutating func isDualFeasible(_ slot: Int) -> Bool {
    var size = 0.0
    for c in 0..<cone.dimension {
      work[c] = pool.normal(slot, c)
      size += abs(work[c])
    }
    var least = unsafe kernels.pointee.priceGenerators(
      view.pointer, work.pointer, reducedCosts.pointer)
    if hasExclusions { least = excuseExcluded() }
    return least >= -tolerances.dualResidual * size
  }

  /// R ← [g_J, h]⁻¹ for the generators of a slot; false when it is singular.
  private mutating func invert(_ slot: Int) -> Bool {
    for c in 0..<cone.dimension { work[c] = cone.interior[c] }
    pool.setUpdateCount(slot, 0)
    return unsafe kernels.pointee.invertBasis(
      view.pointer, pool.members(slot), work.pointer, tolerances.roundingLevel, pool.inverse(slot),
      work.pointer + cone.width) != 0
  }
}

extension FarrellTolerances {
  fileprivate init(_ tolerances: RayTolerances) {
    self.init(
      feasibility: tolerances.feasibility, residual: tolerances.primalResidual,
      slope: tolerances.slope, horizon: tolerances.horizon, harrisSlack: tolerances.harrisSlack,
      pivot: tolerances.pivot, roundingLevel: tolerances.roundingLevel,
      floatPivot: tolerances.floatPivot,
      dualResidual: tolerances.dualResidual, pivotLimit: narrow(tolerances.pivotLimit),
      refactorInterval: narrow(tolerances.refactorInterval))
  }
}
