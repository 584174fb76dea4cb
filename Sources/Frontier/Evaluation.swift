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
    answer(batches) { solver, query in solver.evaluation(query, secondPhase: secondPhase) }
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
    let distance = result(found, point)
    guard let score = distance.farrell else { return Evaluation(distance) }
    var intensities = found.intensities
    let weights = slackWeights
    if secondPhase, technology.returnsToScale == .freeDisposalHull {
      intensities =
        maximizeFreeDisposalHullSlacks(
          ray, technology, leavingOut: query.leavingOut, value: found.value, weights: weights)
        ?? intensities
    } else if secondPhase {
      let second = withSolver(query.orientation) { solver in
        solver.maximizeSlacks(ray, leavingOut: query.leavingOut, weights: weights)
      }
      intensities = second ?? intensities
    }
    let described = describe(distance, score, ray, found.multipliers, intensities)
    return secondPhase ? described : described.withoutSlacks
  }

  /// 1 / mean of each variable over the technology, p + q values.
  private var slackWeights: [Double] {
    func weights(_ values: [Double], _ variableCount: Int) -> [Double] {
      (0..<variableCount).map { variable in
        let first = variable * technology.stride
        let sum = values[first..<first + technology.count].reduce(0, +)
        return sum > 0 ? Double(technology.count) / sum : 0
      }
    }
    return weights(technology.inputs, technology.inputCount)
      + weights(technology.outputs, technology.outputCount)
  }

  private func describe(
    _ distance: DistanceResult, _ score: FarrellScore, _ ray: Ray, _ multipliers: Multipliers?,
    _ candidates: [Intensity]
  ) -> Evaluation {
    let largest = candidates.reduce(0) { max($0, $1.weight) }
    let kept = candidates.filter { $0.weight > 1e-10 * largest }
    let (p, q) = (technology.inputCount, technology.outputCount)
    let isInput = ray.orientation == .input
    let used = (0..<p).map { total(technology.inputs, $0, kept) }
    let made = (0..<q).map { total(technology.outputs, $0, kept) }
    let allowed = ray.inputs.map { isInput ? score.value * $0 : $0 }
    let needed = ray.outputs.map { isInput ? $0 : score.value * $0 }
    let inputSlacks = (0..<p).map { slack(allowed[$0], used[$0]) }
    let outputSlacks = (0..<q).map { slack(made[$0], needed[$0]) }
    let normal = multipliers?.normalized(ray)
    return Evaluation(
      distance: distance,
      peers: kept.map { Peer(observation: $0.observation, weight: $0.weight) },
      inputSlacks: (0..<p).map { inputSlacks[$0] / technology.inputScale[$0] },
      outputSlacks: (0..<q).map { outputSlacks[$0] / technology.outputScale[$0] },
      inputTargets: (0..<p).map { (allowed[$0] - inputSlacks[$0]) / technology.inputScale[$0] },
      outputTargets: (0..<q).map { (needed[$0] + outputSlacks[$0]) / technology.outputScale[$0] },
      multipliers: normal.map { normal in
        Multipliers(
          inputs: (0..<p).map { normal.inputs[$0] * technology.inputScale[$0] },
          outputs: (0..<q).map { normal.outputs[$0] * technology.outputScale[$0] },
          scale: normal.scale)
      })
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
  fileprivate init(_ distance: DistanceResult) {
    self.init(
      distance: distance, peers: [], inputSlacks: [], outputSlacks: [], inputTargets: [],
      outputTargets: [], multipliers: nil)
  }
}

extension Evaluation {
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
