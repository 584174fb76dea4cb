internal import DenseKernels
internal import LinearProgramming

/// Answers rays into a priced technology block by block; one value serves one worker.
struct BlockSolver: ~Copyable {
  static let blockSize = WorkingSetSolver.blockSize
  /// Relative inward shift of the origins of rays: breaks ties, leaves room for rounding in the
  /// intensities, and widens intervals by about as much.
  static let inset = 0x1p-40
  let target: PricedTechnology
  var rays: WorkingSetSolver
  let certificate: Certificate
  private let origin: Scratch<Double>
  private let weights: Scratch<Double>

  init(_ target: PricedTechnology, countsTies: Bool = false) {
    self.target = target
    rays = WorkingSetSolver(target.priced, seeds: target.geometry.seeds, countsTies: countsTies)
    certificate = Certificate(target.technology)
    origin = Scratch(count: padded(target.priced.cone.dimension), repeating: 0)
    weights = Scratch(count: padded(target.priced.cone.dimension), repeating: 0)
  }

  /// Sets a ray of the block, its origin moved inwards by a relative `inset`.
  mutating func set(
    _ slot: Int, to ray: Ray, inset: Double = Self.inset, excluding excluded: [Int] = []
  ) {
    for c in 0..<target.priced.cone.dimension {
      rays.setRay(
        slot, component: c, origin: target.origin(ray, c, inset: inset),
        direction: target.direction(ray, c))
    }
    rays.exclude(excluded, for: slot)
  }

  /// Normal of the facet that bounds a ray.
  mutating func normal(_ slot: Int) -> [Double] {
    var normal = [Double](repeating: 0, count: target.priced.cone.dimension)
    for c in normal.indices { normal[c] = rays.normal(slot, component: c) }
    return normal
  }

  /// Intensities at which a ray from an origin moved inwards meets the plane of the final generators.
  mutating func intensities(_ slot: Int, _ ray: Ray, inset: Double) -> [Intensity] {
    let m = target.priced.cone.dimension
    for c in 0..<m { origin[c] = target.origin(ray, c, inset: inset) }
    rays.weights(slot, from: origin, into: weights)
    var found: [Intensity] = []
    found.reserveCapacity(m)
    for row in 0..<m - 1 {
      let member = rays.member(slot, row: row)
      guard member < target.technology.count, weights[row] > 0 else { continue }
      found.append(
        Intensity(
          observation: member, weight: weights[row] * target.geometry.factors[member]))
    }
    return found
  }

  /// Observations on the facet that a ray ended on, some close to it included.
  mutating func face(_ slot: Int, without excluded: [Int]) -> [Int] {
    rays.generators(on: slot).filter { $0 < target.technology.count && !excluded.contains($0) }
  }

  /// Certified measure of a ray that was solved, or the proof that there is none; nil where it cannot be
  /// certified this way.
  mutating func measurement(_ slot: Int, _ ray: Ray, width: Double) -> Measurement? {
    guard rays.violation(slot) < 1 else { return nil }
    let normal = normal(slot)
    let prices = target.prices(normal, violation: rays.violation(slot), ray.orientation)
    let dual = certificate.bound(prices, ray)
    if rays.status(slot) == .infeasible { return infeasible(dual, ray.orientation) }
    guard rays.status(slot) == .optimal else { return nil }
    var found = Measurement()
    var (height, slope) = (0.0, 0.0)
    for c in normal.indices {
      height += normal[c] * target.origin(ray, c, inset: 0)
      slope += normal[c] * target.direction(ray, c)
    }
    found.value = ray.orientation == .input ? -height / slope : height / slope
    found.multipliers = prices.multipliers
    for inset in [Self.inset, Self.inset / 64, 0] where found.relativeWidth > width {
      found.intensities = intensities(slot, ray, inset: inset)
      narrow(&found, dual, ray)
    }
    if found.relativeWidth > width,  // the observation itself, or one that equals it
      let largest = found.intensities.max(by: { $0.weight < $1.weight })
    {
      found.intensities = [Intensity(observation: largest.observation, weight: 1)]
      narrow(&found, dual, ray)
    }
    guard found.relativeWidth <= width, found.score() != nil, found.upper > 0 else { return nil }
    found.status = .certified
    return found
  }

  private func infeasible(_ bound: Double, _ orientation: Orientation) -> Measurement? {
    guard bound == (orientation == .input ? .infinity : -.infinity) else { return nil }
    var found = Measurement()
    (found.lower, found.upper, found.status) = (bound, bound, .infeasible)
    return found
  }

  /// Narrows the interval by a bound from the multipliers and by what the intensities prove.
  private mutating func narrow(_ found: inout Measurement, _ dual: Double, _ ray: Ray) {
    // Peers are generators the ray may use, so none is left out here.
    let bound = certificate.primalBound(found.intensities, ray, leavingOut: nil)
    guard let primal = bound else { return }
    switch ray.orientation {
    case .input: found.narrow(lower: dual, upper: primal)
    case .output: found.narrow(lower: primal, upper: dual)
    }
  }
}
