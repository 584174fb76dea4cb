internal import LinearProgramming

/// Measures points against one technology through shared facets; one value serves one worker.
///
/// A facet priced once gives the multiplier bound of every later point that lands on it. What
/// cannot be certified this way is left to ``PointSolver``.
struct FacetSolver: ~Copyable {
  let technology: ScaledTechnology
  private let options: FrontierOptions
  private let geometry: TechnologyCone
  private let certificate: Certificate
  private var rays: RaySolver
  private var pricesIn: [FeasiblePrices?]
  private var pricesOut: [FeasiblePrices?]

  /// Facets kept for one technology.
  private static let capacity = 1024

  init(_ technology: ScaledTechnology, _ options: FrontierOptions) {
    self.technology = technology
    self.options = options
    geometry = TechnologyCone(technology)
    certificate = Certificate(technology)
    rays = RaySolver(geometry.cone, seeds: geometry.seeds, capacity: Self.capacity)
    pricesIn = [FeasiblePrices?](repeating: nil, count: Self.capacity)
    pricesOut = pricesIn
  }

  /// Certified measure along a ray in scaled variables; nil where the robust path has to answer.
  mutating func measure(_ ray: Ray, leavingOut: Int?) -> Measurement? {
    let excluded = leavingOut.map { label in
      (0..<technology.count).filter { technology.units[$0] == label }
    }
    let before = rays.pivotCount
    guard rays.solve(geometry.query(ray), excluding: excluded ?? []) == .optimal else { return nil }
    var found = Measurement()
    found.pivotCount = rays.pivotCount - before
    found.value = ray.orientation == .input ? rays.crossing : -rays.crossing
    found.multipliers = geometry.multipliers(rays.normal, ray.orientation)
    found.intensities = geometry.intensities(rays.peers)
    let dual = certificate.bound(prices(ray.orientation, leavingOut: leavingOut), ray)
    var primal = certificate.primalBound(found.intensities, ray, leavingOut: leavingOut)
    narrow(&found, dual, primal, ray)
    for inset in [0x1p-47, 0x1p-40] where found.relativeWidth > options.sharpWidth {
      let peers = rays.peers(from: geometry.insetOrigin(ray, by: inset))
      primal = certificate.primalBound(
        geometry.intensities(peers), ray, leavingOut: leavingOut)
      narrow(&found, dual, primal, ray)
    }
    guard found.score() != nil, found.upper > 0 else { return nil }
    found.status = .certified
    return found.isSharp(options) ? found : nil
  }

  private func narrow(
    _ found: inout Measurement, _ dual: Double, _ primal: Double?, _ ray: Ray
  ) {
    switch ray.orientation {
    case .input: found.narrow(lower: dual, upper: primal ?? .infinity)
    case .output: found.narrow(lower: primal ?? 0, upper: dual)
    }
  }

  /// Prices of the facet held, computed once for a facet of the pool.
  private mutating func prices(_ orientation: Orientation, leavingOut: Int?) -> FeasiblePrices {
    let number = leavingOut == nil ? rays.facetNumber : nil
    if let number, let known = orientation == .input ? pricesIn[number] : pricesOut[number] {
      return known
    }
    let prices = certificate.price(
      geometry.multipliers(rays.normal, orientation), orientation, leavingOut: leavingOut)
    if let number {
      switch orientation {
      case .input: pricesIn[number] = prices
      case .output: pricesOut[number] = prices
      }
    }
    return prices
  }
}
