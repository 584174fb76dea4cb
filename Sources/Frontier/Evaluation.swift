public import DenseKernels

/// A reference observation that takes part in the frontier point of an evaluated one.
public struct Peer: Sendable, Hashable {
  /// Position of the observation in the technology.
  public let observation: Int
  /// λ, its intensity.
  public let weight: Double
}

/// Everything the two phases of a radial model say about one point.
///
/// The score is unique; peers, slacks and multipliers need not be.
public struct Evaluation: Sendable, Hashable {
  /// The radial distance.
  public let distance: DistanceResult
  /// Reference observations with their intensities, in the order of the technology; empty where
  /// there is no score.
  public let peers: [Peer]
  /// Input slacks of the second phase, p values in the units of the inputs; empty without a score or
  /// without that phase.
  public let inputSlacks: [Double]
  /// Output slacks of the second phase, q values.
  public let outputSlacks: [Double]
  /// Inputs of the frontier point: θx₀ (or x₀) less the slacks, p values.
  public let inputTargets: [Double]
  /// Outputs of the frontier point: y₀ (or φy₀) plus the slacks, q values.
  public let outputTargets: [Double]
  /// Prices that support the score, in the units of the data.
  ///
  /// Normalised to νx₀ = 1 (input) or μy₀ = 1 (output). They need not be unique: never report them
  /// as *the* shadow prices.
  public let multipliers: Multipliers?

  /// Whether the interval proves that the point is within `tolerance` of the frontier.
  public func isRadiallyEfficient(
    orientation: Orientation, tolerance: Double = FrontierOptions().efficiencyTolerance
  ) -> Bool {
    distance.isEfficient(orientation: orientation, tolerance: tolerance)
  }

  /// Whether the point is radially efficient and has no slack.
  public func isStronglyEfficient(orientation: Orientation) -> Bool {
    isRadiallyEfficient(orientation: orientation) && !inputSlacks.isEmpty
      && (inputSlacks + outputSlacks).allSatisfy { $0 == 0 }
  }
}

extension DistanceResult {
  /// Whether the interval proves that the point is within `tolerance` of the frontier or beyond it.
  public func isEfficient(
    orientation: Orientation, tolerance: Double = FrontierOptions().efficiencyTolerance
  ) -> Bool {
    guard let score = farrell, status != .uncertified else { return false }
    switch orientation {
    case .input: return score.lower >= 1 - tolerance
    case .output: return score.upper <= 1 + tolerance
    }
  }
}

extension FrontierSolver {
  /// Distances with slacks, peers, targets and multipliers for every question, in the order asked.
  ///
  /// The second phase maximises the sum of slacks, each divided by the variable's mean over the
  /// technology, so that it does not depend on units, among the solutions optimal in the first.
  /// - Parameters:
  ///   - batches: the questions.
  ///   - secondPhase: false leaves the second phase out; slacks and targets are then empty.
  /// - Returns: one evaluation per question, by batch.
  public func evaluate(
    _ batches: [DistanceBatch], secondPhase: Bool = true
  ) -> [[Evaluation]] {
    withoutCancellation { (control) throws(WorkCancelled) in
      try evaluate(batches, secondPhase: secondPhase, control: control)
    }
  }

  /// The same, followed and stopped by `control`.
  ///
  /// - Throws: ``/DenseKernels/WorkCancelled`` when it was stopped before its end.
  public func evaluate(
    _ batches: [DistanceBatch], secondPhase: Bool = true, control: WorkControl
  ) throws(WorkCancelled) -> [[Evaluation]] {
    try answer(
      batches, control,
      large: { (solver, queries) throws(WorkCancelled) in
        try solver.evaluate(queries, secondPhase: secondPhase, control)
      },
      small: { solver, query in solver.evaluation(query, secondPhase: secondPhase) })
  }
}

extension QuerySolver {
  /// Both phases for one question, or the first alone.
  mutating func evaluation(_ query: DistanceQuery, secondPhase: Bool) -> Evaluation {
    guard let point = technology.scaled(query.point) else {
      return Evaluation(DistanceResult(status: .failed, farrell: nil))
    }
    let ray = Ray(point, query.orientation)
    let found = measure(ray, query.leavingOut)
    let distance = result(found, point.inputs)
    guard let score = distance.farrell else { return Evaluation(distance) }
    var intensities = found.intensities
    if secondPhase {
      intensities = maximizeSlacks(ray, query.leavingOut, found.value, score) ?? intensities
    }
    return describe(
      distance, score, ray, found.multipliers, intensities, withSlacks: secondPhase)
  }

  /// Intensities that reach the score with the largest weighted sum of slacks; nil when none is found.
  ///
  /// The solver's own answer counts only if it reaches the certified score: where that took the rescue
  /// path, the solver alone had another one.
  mutating func maximizeSlacks(
    _ ray: Ray, _ leavingOut: Int?, _ value: Double, _ score: FarrellScore
  ) -> [Intensity]? {
    let weights = slackWeights
    if technology.returnsToScale == .freeDisposalHull {
      return maximizeFreeDisposalHullSlacks(
        ray, technology, leavingOut: leavingOut, value: value, weights: weights)
    }
    let quick = withSolver(ray.orientation) { solver in
      solver.maximizeSlacks(ray, leavingOut: leavingOut, weights: weights)
    }
    if let quick, reaches(score, ray, quick) { return quick }
    return withSolver(ray.orientation) { solver in
      solver.maximizeSlacksExactly(ray, leavingOut: leavingOut, weights: weights)
    }
  }

  /// Whether intensities satisfy all constraints at the score within the width of a certificate.
  func reaches(_ score: FarrellScore, _ ray: Ray, _ intensities: [Intensity]) -> Bool {
    let isInput = ray.orientation == .input
    let (more, less) = (1 + options.certificateWidth, 1 - options.certificateWidth)
    for i in ray.inputs.indices {
      let allowed = isInput ? score.upper * ray.inputs[i] : ray.inputs[i]
      if total(technology.inputs, i, intensities) > more * allowed { return false }
    }
    for r in ray.outputs.indices {
      let needed = isInput ? ray.outputs[r] : score.lower * ray.outputs[r]
      if total(technology.outputs, r, intensities) < less * needed { return false }
    }
    let sum = intensities.reduce(0) { $0 + $1.weight }
    switch technology.returnsToScale {
    case .constant: return true
    case .nonIncreasing: return sum <= more
    case .nonDecreasing: return sum >= less
    case .variable, .freeDisposalHull: return sum <= more && sum >= less
    }
  }

  /// An evaluation from the score and the intensities that reach it; slacks and targets are left empty
  /// without the second phase.
  func describe(
    _ distance: DistanceResult, _ score: FarrellScore, _ ray: Ray, _ multipliers: Multipliers?,
    _ candidates: [Intensity], withSlacks: Bool
  ) -> Evaluation {
    let (p, q) = (technology.inputCount, technology.outputCount)
    let isInput = ray.orientation == .input
    let allowed = ray.inputs.map { isInput ? score.value * $0 : $0 }
    let needed = ray.outputs.map { isInput ? $0 : score.value * $0 }
    let kept = withoutRounding(candidates, allowed, needed)
    let used = (0..<p).map { total(technology.inputs, $0, kept) }
    let made = (0..<q).map { total(technology.outputs, $0, kept) }
    let inputSlacks = (0..<p).map { slack(allowed[$0], used[$0]) }
    let outputSlacks = (0..<q).map { slack(made[$0], needed[$0]) }
    let normal = multipliers?.normalized(ray)
    let described = Evaluation(
      distance: distance,
      peers: kept.map { Peer(observation: $0.observation, weight: $0.weight) },
      inputSlacks: (0..<p).map { inputSlacks[$0] / technology.inputScale[$0] },
      outputSlacks: (0..<q).map { outputSlacks[$0] / technology.outputScale[$0] },
      inputTargets: (0..<p).map {
        (inputSlacks[$0] > 0 ? used[$0] : allowed[$0]) / technology.inputScale[$0]
      },
      outputTargets: (0..<q).map {
        (outputSlacks[$0] > 0 ? made[$0] : needed[$0]) / technology.outputScale[$0]
      },
      multipliers: normal.map { normal in
        Multipliers(
          inputs: (0..<p).map { normal.inputs[$0] * technology.inputScale[$0] },
          outputs: (0..<q).map { normal.outputs[$0] * technology.outputScale[$0] },
          scale: normal.scale)
      })
    return withSlacks ? described : described.withoutSlacks
  }

  /// Intensities that are not rounding: not small against the largest, or, as that of a unit far
  /// larger than the point may be, contributing to what the point uses or makes.
  private func withoutRounding(
    _ candidates: [Intensity], _ allowed: [Double], _ needed: [Double]
  ) -> [Intensity] {
    let largest = candidates.reduce(0) { max($0, $1.weight) }
    func contributes(_ intensity: Intensity, _ values: [Double], to totals: [Double]) -> Bool {
      totals.indices.contains { variable in
        let share = intensity.weight * values[variable * technology.stride + intensity.observation]
        return totals[variable] > 0 && share > 1e-9 * totals[variable]
      }
    }
    return candidates.filter { intensity in
      intensity.weight > 1e-10 * largest || contributes(intensity, technology.inputs, to: allowed)
        || contributes(intensity, technology.outputs, to: needed)
    }
  }

  private func total(_ values: [Double], _ variable: Int, _ intensities: [Intensity]) -> Double {
    intensities.reduce(0) {
      $0 + $1.weight * values[variable * technology.stride + $1.observation]
    }
  }

  /// Difference of two sides of a constraint; what is small against them is rounding.
  private func slack(_ larger: Double, _ smaller: Double) -> Double {
    let difference = larger - smaller
    return difference > 1e-9 * max(larger, smaller) ? difference : 0
  }
}

extension Evaluation {
  /// Evaluation of a point that has no score.
  init(_ distance: DistanceResult) {
    self.init(
      distance: distance, peers: [], inputSlacks: [], outputSlacks: [], inputTargets: [],
      outputTargets: [], multipliers: nil)
  }
}

extension Evaluation {
  /// The same with peers numbered as in a larger technology, of which `observations` were the reference.
  func renumbered(_ observations: [Int]) -> Evaluation {
    Evaluation(
      distance: distance,
      peers: peers.map { Peer(observation: observations[$0.observation], weight: $0.weight) }
        .sorted { $0.observation < $1.observation },
      inputSlacks: inputSlacks, outputSlacks: outputSlacks, inputTargets: inputTargets,
      outputTargets: outputTargets, multipliers: multipliers)
  }

  /// The same with nothing said about slacks and targets.
  fileprivate var withoutSlacks: Evaluation {
    Evaluation(
      distance: distance, peers: peers, inputSlacks: [], outputSlacks: [], inputTargets: [],
      outputTargets: [], multipliers: multipliers)
  }
}

extension Multipliers {
  /// Scaled so that νx₀ = 1 in input and μy₀ = 1 in output orientation.
  fileprivate func normalized(_ ray: Ray) -> Multipliers? {
    let (prices, quantities) =
      ray.orientation == .input ? (inputs, ray.inputs) : (outputs, ray.outputs)
    let value = zip(prices, quantities).reduce(0) { $0 + $1.0 * $1.1 }
    guard value > 0 else { return nil }
    return Multipliers(
      inputs: inputs.map { $0 / value }, outputs: outputs.map { $0 / value }, scale: scale / value)
  }
}
