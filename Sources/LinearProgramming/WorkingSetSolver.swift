package import DenseKernels

/// Answers rays into a cone of many generators, a block of neighbouring rays at a time (ENGINE 8.5).
///
/// Each ray starts from the best known facet and is solved over a working set of generators. Then all
/// rays of the block are priced against the whole cone together; those that meet a violator take it into the
/// working set and go on. One value serves one worker.
///
/// Answers are `mutating` for the reason that the steps of `RayBasis` are.
package struct WorkingSetSolver: ~Copyable {
  /// Largest number of rays in a block.
  package static let blockSize = 32
  /// Facets kept from block to block.
  private static let facetCapacity = 512
  /// Columns above which the working set gives up those not used for some passes, at the start of a block
  /// and within it.
  private static let (startLimit, passLimit) = (192, 320)
  /// Passes after which a ray that still meets violators is given up.
  private static let passCountLimit = 60

  let cone: Cone
  private var facets: RecentFacets
  private var basis: RayBasis
  private var working: WorkingSet
  private var pricing: BatchedPricing
  private var block: RayBlock
  private let open: Scratch<Int>
  /// Pivots since the solver was made.
  package var pivotCount: Int { basis.pivotCount }
  /// Rays priced against the whole cone, counting each pass.
  package private(set) var pricedCount = 0

  /// Solver for rays into a cone, starting from facets known to be valid, each m − 1 generators.
  ///
  /// - Parameters:
  ///   - priced: the cone.
  ///   - seeds: m − 1 generators each, one facet after the other.
  ///   - countsTies: whether ``ties(_:)`` will be asked for.
  ///   - options: tolerances.
  package init(
    _ priced: PricedCone, seeds: [Int32], countsTies: Bool = false,
    options: SimplexOptions = SimplexOptions()
  ) {
    let (m, size) = (priced.cone.dimension, Self.blockSize)
    cone = priced.cone
    // Weights become intensities that must hold without a tolerance.
    var options = options
    options.feasibilityTolerance = 1e-13
    facets = RecentFacets(dimension: m, capacity: Self.facetCapacity)
    basis = RayBasis(priced, options: options)
    working = WorkingSet(priced.cone, capacity: 1024)
    pricing = BatchedPricing(priced, capacity: size, countsTies: countsTies)
    block = RayBlock(dimension: m, size: size)
    open = Scratch(count: size, repeating: 0)
    for first in stride(from: 0, to: seeds.count, by: m - 1) {
      let seed = seeds[first..<first + m - 1]
      if basis.factor(seed, lastColumn: cone.interior) { _ = facets.keep(basis) }
    }
    facets.fix()
  }

  // MARK: Questions

  /// Sets component c of a ray of the block to be solved.
  package func setRay(_ slot: Int, component c: Int, origin: Double, direction: Double) {
    block.origins[slot * cone.dimension + c] = origin
    block.directions[slot * cone.dimension + c] = direction
  }

  /// Sets the generators that a ray may not use; none but those said last.
  package mutating func exclude(_ generators: [Int], for slot: Int) {
    if !(generators.isEmpty && block.excluded[slot].isEmpty) { block.excluded[slot] = generators }
  }

  // MARK: Answers

  /// How a ray ended.
  package mutating func status(_ slot: Int) -> RayStatus { block.statuses[slot] }

  /// t of a ray, as computed.
  package mutating func crossing(_ slot: Int) -> Double { block.crossings[slot] }

  /// Component c of the normal that bounds the ray, scaled so that Σ|N_c| · sizes_c is about 1.
  ///
  /// For an infeasible ray N·b < 0, as far as computed, and N_c = 0 wherever the ray moves.
  package mutating func normal(_ slot: Int, component c: Int) -> Double {
    block.normals[slot * cone.dimension + c]
  }

  /// δ ≥ 0 with N·g ≥ −δ for every generator, by a bound on all roundings; +∞ for a ray that was not
  /// priced to the end.
  package mutating func violation(_ slot: Int) -> Double { block.violations[slot] }

  /// Number of generators whose product with the normal is about zero.
  ///
  /// It is m − 1, the members, where the weights of the ray are the only ones, and a large number for a ray that
  /// was not priced to the end.
  package mutating func ties(_ slot: Int) -> Int { block.ties[slot] }

  /// Generators whose product with the normal of a ray is about zero.
  package mutating func generators(on slot: Int) -> [Int] {
    pricing.generators(near: block.normals, at: slot * cone.dimension)
  }

  /// Generator in a row of the final basis of a ray, rows 0 ..< m − 1.
  package mutating func member(_ slot: Int, row: Int) -> Int {
    Int(block.members[slot * (cone.dimension - 1) + row])
  }

  /// Weights of the members where the ray from `origin` meets the facet; m numbers, the last is t.
  package mutating func weights(
    _ slot: Int, from origin: borrowing Scratch<Double>, into out: borrowing Scratch<Double>
  ) {
    unsafe multiplyColumns(
      block.inverses.pointer + slot * cone.dimension * padded(cone.dimension),
      stride: padded(cone.dimension), dimension: cone.dimension, by: origin.pointer,
      into: out.pointer)
  }

  // MARK: Solving

  /// Solves rays 0..<count.
  ///
  /// - Parameters:
  ///   - count: how many rays were set.
  ///   - bar: a ray that is shown to cross below it need not be solved to the end; it ends `optimal`
  ///     with t < bar but without a bound. Where no pricing is needed, the same holds for one shown to
  ///     cross above. Nil solves all to the end.
  package mutating func solve(count: Int, bar: Double? = nil) {
    working.startPeriod(limit: Self.startLimit, age: 3)
    if working.isComplete, let bar {
      for slot in 0..<count {
        choose(slot)
        begin(slot, bar: bar)
        if block.statuses[slot] == .optimal && block.hasMoved[slot] && basis.turnToInterior() {
          _ = facets.keep(basis)
        }
      }
      return
    }
    for slot in 0..<count { choose(slot) }
    var openCount = 0
    for slot in 0..<count {
      begin(slot, bar: nil)
      if isOpen(slot, bar) && !isKnown(slot) {
        open[openCount] = slot
        openCount += 1
      }
    }
    var rounds = 0
    while openCount > 0 {
      rounds += 1
      openCount = price(openCount, isLast: rounds > Self.passCountLimit, bar: bar)
    }
    if bar == nil { priceProofs(count) }
  }

  private mutating func isOpen(_ slot: Int, _ bar: Double?) -> Bool {
    guard block.statuses[slot] == .optimal else { return false }
    guard let bar else { return true }
    return !(block.crossings[slot] < bar)
  }

  /// Whether a ray stayed on a facet that was priced before: then there is nothing left to do.
  private mutating func isKnown(_ slot: Int) -> Bool {
    !block.hasMoved[slot] && block.excluded[slot].isEmpty
      && facets.copyPrices(block.starts[slot], to: block, slot)
  }

  /// Picks the facet that a ray starts from, and puts its generators into the working set.
  private mutating func choose(_ slot: Int) {
    let m = cone.dimension
    block.reset(slot)
    let found =
      block.excluded[slot].isEmpty
      ? facets.farthest(origins: block.origins, directions: block.directions, at: slot * m)
      : facets.farthest(
        origins: block.origins, directions: block.directions, at: slot * m,
        without: block.excluded[slot])
    block.starts[slot] = found
    guard found >= 0 else { return }
    for row in 0..<m - 1 where !working.add(facets.member(found, row: row)) {
      block.starts[slot] = -1
      return
    }
  }

  /// Dual simplex from the facet chosen.
  private mutating func begin(_ slot: Int, bar: Double?) {
    guard block.starts[slot] >= 0 else { return }
    basis.setRay(origin: block.origins, direction: block.directions, at: slot * cone.dimension)
    guard facets.load(block.starts[slot], into: &basis) else { return }
    let before = basis.pivotCount
    working.hide(block.excluded[slot])
    let status = basis.dual(&working, bar: bar, excluded: block.excluded[slot])
    working.show(block.excluded[slot])
    block.hasMoved[slot] = basis.pivotCount > before
    block.save(slot, basis, status)
    if status == .infeasible { block.keepProof(slot, row: basis.row) }
  }

  /// Prices the open rays, solves those with violators again; returns how many stay open.
  private mutating func price(_ openCount: Int, isLast: Bool, bar: Double?) -> Int {
    let m = cone.dimension
    for index in 0..<openCount {
      let slot = open[index]
      let lastRow = unsafe block.inverses.pointer + slot * m * padded(m) + (m - 1)
      unsafe pricing.set(
        index, to: lastRow, stride: padded(m), sign: -1, excluded: block.excluded[slot])
    }
    pricing.price(count: openCount)
    pricedCount += openCount
    makeRoom(openCount)
    var remaining = 0
    for index in 0..<openCount {
      let slot = open[index]
      if !takeViolators(slot, from: index) {
        keep(slot, from: index)
      } else if isLast {
        block.statuses[slot] = .stalled
      } else if block.statuses[slot] == .optimal {
        open[remaining] = slot
        remaining += 1
      }
    }
    var stillOpen = 0
    for index in 0..<remaining {
      let slot = open[index]
      block.load(slot, into: &basis)
      working.hide(block.excluded[slot])
      let status = basis.primal(working)
      working.show(block.excluded[slot])
      block.hasMoved[slot] = true
      block.save(slot, basis, status)
      if isOpen(slot, bar) {
        open[stillOpen] = slot
        stillOpen += 1
      }
    }
    return stillOpen
  }

  /// Puts the violators that a ray met into the working set; false where there was none.
  private mutating func takeViolators(_ slot: Int, from index: Int) -> Bool {
    var isViolated = false
    for section in 0..<BatchedPricing.sectionCount {
      let violator = pricing.violators[index * BatchedPricing.sectionCount + section]
      guard violator >= 0, !block.holds(slot, violator) else { continue }
      isViolated = true
      if !working.add(violator) { block.statuses[slot] = .stalled }
    }
    return isViolated
  }

  /// Trims the working set to what the open rays and the last pass use, before violators come.
  private mutating func makeRoom(_ openCount: Int) {
    guard working.count > Self.passLimit else { return }
    for index in 0..<openCount {
      for row in 0..<cone.dimension - 1 { _ = working.add(member(open[index], row: row)) }
    }
    working.startPeriod(limit: Self.passLimit, age: 1)
  }

  /// A ray without violators: its answer moves to its slot, its facet to those that rays start from
  /// if it holds for all generators.
  private mutating func keep(_ slot: Int, from index: Int) {
    takePrices(slot, from: index)
    guard pricing.isValidForExcluded(index) else { return }
    var place: Int? = block.starts[slot]
    if block.hasMoved[slot] {
      block.load(slot, into: &basis)
      place = basis.turnToInterior() ? facets.keep(basis) : nil
    }
    if let place, block.excluded[slot].isEmpty { facets.setPrices(place, from: block, slot) }
  }

  private mutating func takePrices(_ slot: Int, from index: Int) {
    let m = cone.dimension
    for c in 0..<m { block.normals[slot * m + c] = pricing.normals[index * m + c] }
    block.violations[slot] = pricing.violations[index]
    block.ties[slot] = pricing.ties[index]
  }

  /// Prices what proves rays infeasible.
  private mutating func priceProofs(_ count: Int) {
    let m = cone.dimension
    var proofCount = 0
    for slot in 0..<count where block.statuses[slot] == .infeasible {
      unsafe pricing.set(
        proofCount, to: block.normals.pointer + slot * m, stride: 1, sign: 1,
        excluded: block.excluded[slot])
      open[proofCount] = slot
      proofCount += 1
    }
    guard proofCount > 0 else { return }
    pricing.price(count: proofCount)
    pricedCount += proofCount
    for index in 0..<proofCount { takePrices(open[index], from: index) }
  }
}
