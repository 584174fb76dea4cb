package import DenseKernels

/// Answers rays into a cone of many generators, a block of neighbouring rays at a time (ENGINE 8.5).
///
/// Each ray starts from the best known facet and is solved over a working set of generators. Then all
/// rays of the block are priced against the whole cone together; those that meet a violator take it into the
/// working set and go on. One value serves one worker.
package struct WorkingSetSolver: ~Copyable {
  /// Largest number of rays in a block.
  package static let blockSize = 32
  /// Facets kept from block to block.
  private static let poolCapacity = 512
  /// Columns above which the working set gives up those not used for some passes, at the start of a block
  /// and within it.
  private static let (startLimit, passLimit) = (192, 320)

  let cone: Cone
  private var pool: FacetPool
  private let seedCount: Int
  private var facet: Facet
  private var basis: RayBasis
  private var working: WorkingSet
  private let pricing: BatchedPricing
  // One row per ray of the block.
  private let origins: Scratch<Double>
  private let directions: Scratch<Double>
  private let inverses: Scratch<Double>
  private let members: Scratch<Int>
  private let updateCounts: Scratch<Int>
  private var statuses: [RayStatus]
  private let open: Scratch<Int>
  private let normals: Scratch<Double>
  private let violations: Scratch<Double>
  /// Whether the working set holds all generators, so that nothing needs pricing.
  package var isComplete: Bool { working.isComplete }
  /// Pivots since the solver was made.
  package var pivotCount: Int { basis.pivotCount }
  /// Rays priced against the whole cone, counting each pass.
  package private(set) var pricedCount = 0

  /// Solver for rays into a cone, starting from facets known to be valid, each m − 1 generators.
  package init(_ priced: PricedCone, seeds: [Int32], options: SimplexOptions = SimplexOptions()) {
    let (m, size) = (priced.cone.dimension, Self.blockSize)
    cone = priced.cone
    // Weights become intensities that must hold without a tolerance.
    var options = options
    options.feasibilityTolerance = 1e-13
    pool = FacetPool(dimension: m, capacity: Self.poolCapacity)
    facet = Facet(dimension: m)
    basis = RayBasis(priced, options: options)
    working = WorkingSet(priced.cone, capacity: 1024)
    pricing = BatchedPricing(priced, capacity: size)
    origins = Scratch(count: size * m, repeating: 0)
    directions = Scratch(count: size * m, repeating: 0)
    inverses = Scratch(count: size * m * padded(m), repeating: 0)
    members = Scratch(count: size * (m - 1), repeating: 0)
    updateCounts = Scratch(count: size, repeating: 0)
    statuses = [RayStatus](repeating: .stalled, count: size)
    open = Scratch(count: size, repeating: 0)
    normals = Scratch(count: size * m, repeating: 0)
    violations = Scratch(count: size, repeating: .infinity)
    for first in stride(from: 0, to: seeds.count, by: m - 1) {
      let seed = seeds[first..<first + m - 1].map { Int($0) }
      if basis.factor(seed, lastColumn: cone.interior) {
        basis.store(in: &facet)
        pool.keepRecent(facet, fixedCount: 0)
      }
    }
    seedCount = pool.count
  }

  /// Sets component c of a ray of the block to be solved.
  package func setRay(_ slot: Int, component c: Int, origin: Double, direction: Double) {
    origins[slot * cone.dimension + c] = origin
    directions[slot * cone.dimension + c] = direction
  }

  // MARK: Answers

  /// How a ray ended.
  package func status(_ slot: Int) -> RayStatus { statuses[slot] }

  /// t of a ray, as computed.
  package private(set) var crossings = [Double](repeating: .nan, count: Self.blockSize)

  /// Component c of the normal that bounds the ray, scaled so that Σ|N_c| · sizes_c is about 1.
  package func normal(_ slot: Int, component c: Int) -> Double {
    normals[slot * cone.dimension + c]
  }

  /// δ ≥ 0 with N·g ≥ −δ for every generator, by a bound on all roundings; +∞ for a ray that was not
  /// priced to the end.
  package func violation(_ slot: Int) -> Double { violations[slot] }

  /// Generator in a row of the final basis of a ray, rows 0 ..< m − 1.
  package func member(_ slot: Int, row: Int) -> Int { members[slot * (cone.dimension - 1) + row] }

  /// Weights of the members where the ray from `origin` meets the facet; m numbers, the last is t.
  package func weights(
    _ slot: Int, from origin: borrowing Scratch<Double>, into out: borrowing Scratch<Double>
  ) {
    unsafe multiplyColumns(
      inverses.pointer + slot * cone.dimension * padded(cone.dimension),
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
    var openCount = 0
    for slot in 0..<count { start(slot) }
    for slot in 0..<count where statuses[slot] != .stalled {
      load(slot)
      finish(slot, basis.dual(&working, bar: working.isComplete ? bar : nil))
      if isOpen(slot, bar) {
        open[openCount] = slot
        openCount += 1
      }
    }
    if working.isComplete && bar != nil { return }
    var rounds = 0
    while openCount > 0 {
      rounds += 1
      openCount = price(openCount, isLast: rounds > 60, bar: bar)
    }
  }

  private func isOpen(_ slot: Int, _ bar: Double?) -> Bool {
    guard statuses[slot] == .optimal else { return false }
    guard let bar else { return true }
    return !(crossings[slot] < bar)
  }

  /// Picks the pooled facet that a ray starts from, and puts its generators into the working set.
  private mutating func start(_ slot: Int) {
    let m = cone.dimension
    let found = unsafe pool.farthest(origins.pointer + slot * m, directions.pointer + slot * m)
    statuses[slot] = .stalled
    crossings[slot] = .nan
    violations[slot] = .infinity
    guard found >= 0 else { return }
    pool.load(found, into: &facet)
    basis.setRay(origin: origins, direction: directions, at: slot * m)
    basis.load(facet)
    guard basis.isUsable else { return }
    for row in 0..<m - 1 where !working.add(basis.members[row]) { return }
    statuses[slot] = .optimal
    save(slot)
  }

  /// Prices the open rays, solves those with violators again; returns how many stay open.
  private mutating func price(_ openCount: Int, isLast: Bool, bar: Double?) -> Int {
    let m = cone.dimension
    for index in 0..<openCount {
      let slot = open[index]
      let inverse = unsafe inverses.pointer + slot * m * padded(m) + (m - 1)
      unsafe pricing.set(index, to: inverse, stride: padded(m), sign: -1)
    }
    pricing.price(count: openCount)
    pricedCount += openCount
    makeRoom(openCount)
    let sections = BatchedPricing.sectionCount
    var remaining = 0
    for index in 0..<openCount {
      let slot = open[index]
      var isViolated = false
      for section in 0..<sections {
        let violator = pricing.violators[index * sections + section]
        guard violator >= 0, !holds(slot, violator) else { continue }
        isViolated = true
        if !working.add(violator) { statuses[slot] = .stalled }
      }
      if !isViolated {
        keep(slot, from: index)
      } else if isLast {
        statuses[slot] = .stalled
      } else if statuses[slot] == .optimal {
        open[remaining] = slot
        remaining += 1
      }
    }
    var stillOpen = 0
    for index in 0..<remaining {
      let slot = open[index]
      load(slot)
      finish(slot, basis.primal(working))
      if isOpen(slot, bar) {
        open[stillOpen] = slot
        stillOpen += 1
      }
    }
    return stillOpen
  }

  private mutating func load(_ slot: Int) {
    basis.setRay(origin: origins, direction: directions, at: slot * cone.dimension)
    basis.restore(slot, inverses: inverses, members: members, updateCounts: updateCounts)
  }

  private func save(_ slot: Int) {
    basis.save(slot, inverses: inverses, members: members, updateCounts: updateCounts)
  }

  private mutating func finish(_ slot: Int, _ status: RayStatus) {
    statuses[slot] = status
    crossings[slot] = basis.crossing
    save(slot)
  }

  /// Trims the working set to what the open rays and the last pass use, before violators come.
  private mutating func makeRoom(_ openCount: Int) {
    guard working.count > Self.passLimit else { return }
    for index in 0..<openCount {
      let first = open[index] * (cone.dimension - 1)
      for row in 0..<cone.dimension - 1 { _ = working.add(members[first + row]) }
    }
    working.startPeriod(limit: Self.passLimit, age: 1)
  }

  private func holds(_ slot: Int, _ generator: Int) -> Bool {
    let first = slot * (cone.dimension - 1)
    for row in 0..<cone.dimension - 1 where members[first + row] == generator { return true }
    return false
  }

  /// A ray without violators: its answer moves to its slot, its facet to the pool.
  private mutating func keep(_ slot: Int, from index: Int) {
    let m = cone.dimension
    for c in 0..<m { normals[slot * m + c] = pricing.normals[index * m + c] }
    violations[slot] = pricing.violations[index]
    load(slot)
    if basis.turnToInterior() {
      basis.store(in: &facet)
      pool.keepRecent(facet, fixedCount: seedCount)
    }
  }
}
