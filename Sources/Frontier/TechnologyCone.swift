internal import DenseKernels
internal import LinearProgramming

/// A technology as a cone, in which every radial question is a ray (ENGINE 8.1).
///
/// Components: p inputs, q outputs, and unless returns are constant one for the sum of intensities.
/// Generators: the observations (x_j; y_j; 1); disposal of input i (e_i; 0; 0) and of output r
/// (0; −e_r; 0); one more, (0; 0; 1) for non-increasing and (0; 0; −1) for non-decreasing returns.
struct TechnologyCone {
  let cone: Cone
  /// Facets that are valid without any computation: m − 1 generators each, one facet after the other.
  let seeds: [Int32]
  /// Factor of each observation; under constant returns its generator has a sum between 1 and 2.
  let factors: [Double]

  private let inputCount: Int
  private let outputCount: Int
  private let hasSum: Bool

  init(_ technology: ScaledTechnology) {
    let data = ConeData(technology)
    let builder = ConeBuilder(data, inputs: technology.inputs, outputs: technology.outputs)
    (cone, seeds, factors) = (builder.cone, builder.seeds, builder.factors)
    (inputCount, outputCount, hasSum) = (data.inputCount, data.outputCount, data.hasSum)
  }

  /// The ray of a question in scaled variables; output rays run backwards, φ = −t.
  func query(_ ray: Ray) -> RayQuery {
    let sum: [Double] = hasSum ? [1] : []
    let nothing: [Double] = hasSum ? [0] : []
    switch ray.orientation {
    case .input:
      return RayQuery(
        origin: ray.inputBase + ray.outputs + sum,
        direction: ray.inputs + [Double](repeating: 0, count: outputCount) + nothing)
    case .output:
      return RayQuery(
        origin: ray.inputs + [Double](repeating: 0, count: outputCount) + sum,
        direction: [Double](repeating: 0, count: inputCount) + ray.outputs.map { -$0 } + nothing)
    }
  }

  /// A point slightly inside, whose weights leave room for rounding: y₀ raised or x₀ lowered.
  func insetOrigin(_ ray: Ray, by inset: Double) -> [Double] {
    query(ray).origin.enumerated().map { component, value in
      let isMoved = component < inputCount + outputCount
      let isInput = component < inputCount
      return isMoved ? value * (isInput ? 1 - inset : 1 + inset) : value
    }
  }

  /// Multipliers (ν, μ, ω) from a normal (ν, −μ, −ω).
  func multipliers(_ normal: [Double], _ orientation: Orientation) -> Multipliers {
    let (p, q) = (inputCount, outputCount)
    let sum = hasSum ? normal[p + q] : 0
    return Multipliers(
      inputs: normal[..<p].map { max(0, $0) }, outputs: normal[p..<p + q].map { max(0, -$0) },
      scale: orientation == .input ? -sum : sum)
  }

  /// Intensities of the observations among the peers.
  func intensities(_ peers: [(generator: Int, weight: Double)]) -> [Intensity] {
    peers.compactMap { peer in
      guard peer.generator < factors.count, peer.weight > 0 else { return nil }
      return Intensity(observation: peer.generator, weight: peer.weight * factors[peer.generator])
    }
  }
}
