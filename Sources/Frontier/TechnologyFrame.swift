internal import DenseKernels
internal import LinearProgramming

/// Finds observations that span the same technology as all: the extreme ones and few besides (ENGINE 8.7).
///
/// An observation (x, y) goes when some combination of observations produces y from less than θx, θ < 1,
/// as ``Certificate`` proves. It then lies between (θx, y) and (2x, y), both in the technology, and so is not
/// extreme; all such observations may go together, for the technology is spanned by its extreme ones.
struct TechnologyFrame {
  let technology: ScaledTechnology
  let workerCount: Int
  let control: WorkControl

  /// Points of one task; fixed, so that results do not depend on the number of workers.
  static let taskSize = 4096
  /// Relative rise of outputs while classifying: an extreme observation then lies outside of what
  /// the others span, and one that goes leaves room for rounding.
  private static let inset = 0x1p-30

  /// What was found.
  struct Found {
    /// Observations that span the technology, neighbours in space next to each other.
    var observations: [Int]
    /// Prices of facets that were met.
    var facets: [FacetPrices]
    /// One of them for each observation that lies on one, else −1; n numbers.
    var facetOf: [Int32]
    /// All observations in spatial order.
    var order: [Int]
  }

  /// Observations that span the technology.
  func find(
    ended: (LargeStage) -> Void = { _ in }
  ) throws(WorkCancelled) -> Found {
    let order = technology.spatialOrder()
    ended(.order)
    var basis = startingSet()
    ended(.startingSet)
    var inBasis = Set(basis)
    let rest = order.filter { !inBasis.contains($0) }
    var outside = try classify(rest, against: basis)
    var candidates = merge(order, keeping: outside.observations + basis)
    ended(.subset)
    var before = Int.max
    while candidates.count > 2000, candidates.count * 2 < min(before, order.count) {
      before = candidates.count
      let news = farthest(outside)
      basis += news
      inBasis.formUnion(news)
      let open = candidates.filter { !inBasis.contains($0) }
      outside = try classify(open, against: basis)
      candidates = merge(candidates, keeping: outside.observations + basis)
    }
    ended(.enrichment)
    defer { ended(.mutual) }
    var found = Found(
      observations: candidates, facets: [],
      facetOf: [Int32](repeating: -1, count: technology.count), order: order)
    try reduce(&found)
    return found
  }

  // MARK: Stages

  /// Extreme observations in some directions, and the best of each variable.
  private func startingSet() -> [Int] {
    let (n, p, q) = (technology.count, technology.inputCount, technology.outputCount)
    var random = DirectionStream()
    var found = Set<Int>()
    let means = technology.means
    let directionCount = min(256, max(16, n / 20))
    // Directions are tried on some observations, brought together in memory.
    let numbers = Array(stride(from: 0, to: n, by: max(1, n / 32_768)))
    let sample = ScaledTechnology(technology, selecting: numbers)
    for trial in 0..<directionCount + p + q {
      let lone = trial - directionCount
      let normal = (0..<p + q).map { c -> Double in
        let size = (lone < 0 ? random.next() : lone == c ? 1 : 0) / means[c]
        return c < p ? size : -size
      }
      found.insert(
        lone < 0 ? numbers[sample.lowest(normal)] : technology.lowest(normal))
    }
    return found.sorted()
  }

  /// The observation farthest outside of each few neighbours, at most 3,000.
  private func farthest(_ outside: Kept) -> [Int] {
    let count = outside.observations.count
    let step = max(5, (count + 2999) / 3000)
    return stride(from: 0, to: count, by: step).map { first in
      let best = (first..<min(first + step, count)).reduce(first) {
        outside.crossings[$1] > outside.crossings[$0] ? $1 : $0
      }
      return outside.observations[best]
    }
  }

  /// Those of some observations that a set of others does not prove superfluous.
  private func classify(
    _ observations: [Int], against basis: [Int]
  ) throws(WorkCancelled) -> Kept {
    let target = PricedTechnology(technology, selecting: basis)
    let taskCount = (observations.count + Self.taskSize - 1) / Self.taskSize
    control.begin("frontier", count: taskCount)
    let parts = try parallelMap(count: taskCount, workers: workerCount, control: control) { task in
      let first = task * Self.taskSize
      let part = observations[first..<min(first + Self.taskSize, observations.count)]
      var solver = BlockSolver(target)
      return judge(Array(part), &solver).kept
    }
    return Kept(
      observations: parts.flatMap { $0.observations }, crossings: parts.flatMap { $0.crossings })
  }

  /// Candidates against each other, every eighth first: the facets they find prove others extreme.
  private func reduce(_ found: inout Found) throws(WorkCancelled) {
    let candidates = found.observations
    var target = PricedTechnology(technology, selecting: candidates)
    var isSettled = [Bool](repeating: false, count: technology.count)
    for (step, offset) in [(8, 0), (8, 4), (4, 2), (2, 1)] {
      let open = stride(from: offset, to: candidates.count, by: step).map { candidates[$0] }
        .filter { !isSettled[$0] && found.facetOf[$0] < 0 }
      let taskCount = (open.count + Self.taskSize - 1) / Self.taskSize
      let current = target
      control.begin("frontier", count: taskCount)
      let verdicts = try parallelMap(
        count: taskCount, workers: workerCount, control: control
      ) { task in
        let first = task * Self.taskSize
        var solver = BlockSolver(current)
        return judge(Array(open[first..<min(first + Self.taskSize, open.count)]), &solver)
      }
      var isDropped = [Bool](repeating: false, count: technology.count)
      for observation in open { (isSettled[observation], isDropped[observation]) = (true, true) }
      for verdict in verdicts {
        for observation in verdict.kept.observations { isDropped[observation] = false }
        let firstFacet = Int32(truncatingIfNeeded: found.facets.count)
        found.facets += verdict.facets
        for mark in verdict.marks where found.facetOf[mark.observation] < 0 {
          found.facetOf[mark.observation] = firstFacet + mark.facet
        }
      }
      let before = found.observations.count
      found.observations.removeAll { isDropped[$0] }
      if found.observations.count < before {
        target = PricedTechnology(technology, selecting: found.observations)
      }
    }
  }

  // MARK: Judgement

  /// Observations not proved superfluous, with the t at which each enters the cone of the others, as far
  /// as it is known; +∞ where it does not.
  private struct Kept {
    var observations: [Int] = []
    var crossings: [Double] = []

    mutating func append(_ observation: Int, _ crossing: Double) {
      observations.append(observation)
      crossings.append(crossing.isNaN ? .infinity : crossing)
    }
  }

  private struct Verdict {
    var kept = Kept()
    var facets: [FacetPrices] = []
    /// Observations that lie on a facet, by its number in `facets`.
    var marks: [(observation: Int, facet: Int32)] = []
  }

  private func judge(_ observations: [Int], _ solver: inout BlockSolver) -> Verdict {
    var verdict = Verdict()
    var marked = Set<Int>()
    for first in stride(from: 0, to: observations.count, by: BlockSolver.blockSize) {
      let all = observations[first..<min(first + BlockSolver.blockSize, observations.count)]
      let block = all.filter { !marked.contains($0) }
      for observation in all where marked.contains(observation) {
        verdict.kept.append(observation, 1)
      }
      let rays = technology.points(block).map { Ray($0, .input) }
      for (slot, ray) in rays.enumerated() { solver.set(slot, to: ray, inset: Self.inset) }
      solver.rays.solve(count: block.count, bar: 1)
      for (slot, observation) in block.enumerated() {
        if isSuperfluous(slot, rays[slot], &solver) { continue }
        let isOutside = solver.rays.status(slot) == .infeasible
        verdict.kept.append(observation, isOutside ? .infinity : solver.rays.crossing(slot))
        guard solver.rays.violation(slot) < 1, solver.target.isSuited else { continue }
        verdict.facets.append(
          FacetPrices(normal: solver.normal(slot), violation: solver.rays.violation(slot)))
        for row in 0..<solver.target.priced.cone.dimension - 1 {
          let member = solver.rays.member(slot, row: row)
          guard member < solver.target.observations.count else { continue }
          let number = solver.target.observations[member]
          guard marked.insert(number).inserted else { continue }
          verdict.marks.append((number, Int32(truncatingIfNeeded: verdict.facets.count - 1)))
        }
      }
    }
    return verdict
  }

  private func isSuperfluous(_ slot: Int, _ ray: Ray, _ solver: inout BlockSolver) -> Bool {
    guard solver.rays.status(slot) == .optimal, solver.rays.crossing(slot) < 1 else {
      return false
    }
    let peers = solver.intensities(slot, ray, inset: Self.inset)
    let bound = solver.certificate.primalBound(peers, ray, leavingOut: nil)
    return (bound ?? 1) < 1
  }

  // MARK: Lists

  private func merge(_ order: [Int], keeping kept: [Int]) -> [Int] {
    var isKept = [Bool](repeating: false, count: technology.count)
    for observation in kept { isKept[observation] = true }
    return order.filter { isKept[$0] }
  }
}

/// A normal of a technology with its largest violation by any generator.
struct FacetPrices {
  let normal: [Double]
  let violation: Double
}

/// Positive numbers from the exponential distribution, always the same.
private struct DirectionStream {
  private var state: UInt64 = 0x5EED

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    // Minus the base-2 logarithm of a uniform number, piecewise linear: any spread will do.
    let exponent = Double(z.leadingZeroBitCount)
    return exponent + 1 - Double((z << (UInt64(exponent) + 1)) >> 12) * 0x1p-52 + 0x1p-10
  }
}
