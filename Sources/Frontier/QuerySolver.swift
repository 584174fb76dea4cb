internal import LinearProgramming

/// Answers questions to one technology in turn; one value serves one worker.
struct QuerySolver: ~Copyable {
  let technology: ScaledTechnology
  let options: FrontierOptions
  /// Weights of slacks in the second phase; those of the technology unless set.
  lazy var slackWeights = technology.slackWeights
  private let usesFacets: Bool
  private var facetSolver: FacetSolver?
  private var inputSolver: PointSolver?
  private var outputSolver: PointSolver?

  init(_ technology: ScaledTechnology, _ options: FrontierOptions) {
    self.technology = technology
    self.options = options
    usesFacets = options.path == .facets && ConeData(technology).isSuited
  }

  /// Distance with its status and interval.
  mutating func distance(_ query: DistanceQuery) -> DistanceResult {
    guard let point = technology.scaled(query.point) else {
      return DistanceResult(status: .failed, farrell: nil)
    }
    return result(measure(Ray(point, query.orientation), query.leavingOut), point.inputs)
  }

  /// Intensities that reach a sub-vector contraction; nil where there is none.
  mutating func peers(of query: SubvectorQuery) -> [Peer]? {
    guard let found = measure(query), found.score() != nil, found.status != .failed else {
      return nil
    }
    return found.intensities.map { Peer(observation: $0.observation, weight: $0.weight) }
  }

  /// Measure along the ray of a sub-vector question; nil where it cannot be scaled.
  private mutating func measure(_ query: SubvectorQuery) -> Measurement? {
    guard let base = ScaledTechnology.scale(query.fixedInputs, technology.inputScale),
      let direction = ScaledTechnology.scale(query.direction, technology.inputScale),
      let outputs = ScaledTechnology.scale(query.outputs, technology.outputScale)
    else { return nil }
    return measure(Ray(base: base, direction: direction, outputs: outputs), query.leavingOut)
  }

  /// Sub-vector contraction with its status.
  mutating func contraction(_ query: SubvectorQuery) -> SubvectorResult {
    guard let found = measure(query) else {
      return SubvectorResult(status: .failed, contraction: nil)
    }
    let hasValue = found.score() != nil && found.status != .failed
    return SubvectorResult(status: found.status, contraction: hasValue ? found.value : nil)
  }

  /// Certified measure along a ray.
  mutating func measure(_ ray: Ray, _ leavingOut: Int?) -> Measurement {
    if technology.returnsToScale == .freeDisposalHull {
      return measureFreeDisposalHull(ray, technology, leavingOut: leavingOut)
    }
    if usesFacets, let found = facets(ray, leavingOut) { return found }
    return withSolver(ray.orientation) { $0.measure(ray, leavingOut: leavingOut) }
  }

  /// Measure through shared facets; nil where it cannot be certified that way.
  private mutating func facets(_ ray: Ray, _ leavingOut: Int?) -> Measurement? {
    var solver = facetSolver.take() ?? FacetSolver(technology, options)
    let found = solver.measure(ray, leavingOut: leavingOut)
    facetSolver = consume solver
    return found
  }

  /// Runs `body` on the solver of an orientation, made on first use.
  mutating func withSolver<Answer>(
    _ orientation: Orientation, _ body: (inout PointSolver) -> Answer
  ) -> Answer {
    var solver: PointSolver
    switch orientation {
    case .input: solver = inputSolver.take() ?? PointSolver(technology, .input, options)
    case .output: solver = outputSolver.take() ?? PointSolver(technology, .output, options)
    }
    let answer = body(&solver)
    switch orientation {
    case .input: inputSolver = consume solver
    case .output: outputSolver = consume solver
    }
    return answer
  }

  /// What callers see of a measurement.
  func result(_ found: Measurement, _ inputs: [Double]) -> DistanceResult {
    let hasScore =
      found.status == .certified || found.status == .refined || found.status == .uncertified
    return DistanceResult(
      status: found.status, farrell: hasScore ? found.score() : nil,
      extrapolatesInputs: extrapolates(found.multipliers, inputs), pivotCount: found.pivotCount)
  }

  /// Whether some input carries no weight in the price of the point's inputs.
  private func extrapolates(_ multipliers: Multipliers?, _ inputs: [Double]) -> Bool {
    guard let multipliers else { return false }
    var total = 0.0
    for i in inputs.indices { total += multipliers.inputs[i] * inputs[i] }
    return inputs.indices.contains {
      multipliers.inputs[$0] * inputs[$0] <= Self.leastInputShare * total
    }
  }

  /// Share of the price of all inputs below which the price of one is nothing.
  private static let leastInputShare = 1e-9
}
