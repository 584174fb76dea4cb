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

  init(_ target: PricedTechnology) {
    self.target = target
    rays = WorkingSetSolver(target.priced, seeds: target.geometry.seeds)
    certificate = Certificate(target.technology)
    origin = Scratch(count: padded(target.priced.cone.dimension), repeating: 0)
    weights = Scratch(count: padded(target.priced.cone.dimension), repeating: 0)
  }

  /// Sets a ray of the block, its origin moved inwards by a relative `inset`.
  func set(_ slot: Int, to ray: Ray, inset: Double = Self.inset) {
    let query = target.geometry.query(ray)
    let start = target.geometry.insetOrigin(ray, by: inset)
    for c in start.indices {
      rays.setRay(slot, component: c, origin: start[c], direction: query.direction[c])
    }
  }

  /// Normal of the facet that bounds a ray.
  func normal(_ slot: Int) -> [Double] {
    (0..<target.priced.cone.dimension).map { rays.normal(slot, component: $0) }
  }

  /// Intensities at which a ray with another origin meets the plane of the final generators.
  func intensities(_ slot: Int, from start: [Double]) -> [Intensity] {
    for c in start.indices { origin[c] = start[c] }
    rays.weights(slot, from: origin, into: weights)
    var found: [Intensity] = []
    for row in 0..<start.count - 1 {
      let member = rays.member(slot, row: row)
      guard member < target.technology.count, weights[row] > 0 else { continue }
      found.append(
        Intensity(
          observation: member, weight: weights[row] * target.geometry.factors[member]))
    }
    return found
  }

  /// Certified measure of a ray that was solved; nil where it cannot be certified this way.
  func measurement(_ slot: Int, _ ray: Ray, width: Double) -> Measurement? {
    guard rays.status(slot) == .optimal, rays.violation(slot) < 1 else { return nil }
    var found = Measurement()
    let normal = normal(slot)
    let query = target.geometry.query(ray)
    let (height, slope) = normal.indices.reduce((0.0, 0.0)) {
      ($0.0 + normal[$1] * query.origin[$1], $0.1 + normal[$1] * query.direction[$1])
    }
    found.value = ray.orientation == .input ? -height / slope : height / slope
    let prices = target.prices(normal, violation: rays.violation(slot), ray.orientation)
    found.multipliers = prices.multipliers
    let dual = certificate.bound(prices, ray)
    for inset in [Self.inset, Self.inset / 64, 0] where found.relativeWidth > width {
      let start = target.geometry.insetOrigin(ray, by: inset)
      found.intensities = intensities(slot, from: start)
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

  /// Narrows the interval by a bound from the multipliers and by what the intensities prove.
  private func narrow(_ found: inout Measurement, _ dual: Double, _ ray: Ray) {
    // Peers are observations of the frame; a point that leaves one of those out is not asked here.
    let bound = certificate.primalBound(found.intensities, ray, leavingOut: nil)
    guard let primal = bound else { return }
    switch ray.orientation {
    case .input: found.narrow(lower: dual, upper: primal)
    case .output: found.narrow(lower: primal, upper: dual)
    }
  }
}
