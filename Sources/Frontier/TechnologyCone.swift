internal import DenseKernels
internal import LinearProgramming

/// A technology as a cone, in which every radial question is a ray (ENGINE 8.1).
///
/// Components: p inputs, q outputs, and unless returns are constant one for the sum of intensities.
/// Generators: the observations (x_j; y_j; 1); disposal of input i (e_i; 0; 0) and of output r
/// (0; −e_r; 0); one more, (0; 0; 1) for non-increasing and (0; 0; −1) for non-decreasing returns.
struct TechnologyCone {
  let cone: Cone
  /// Facets that are valid without any computation: m − 1 generators each.
  let seeds: [[Int]]
  /// Factor of each observation; under constant returns its generator has a sum between 1 and 2.
  let factors: [Double]

  private let inputCount: Int
  private let outputCount: Int
  private let hasSum: Bool

  init(_ technology: ScaledTechnology) {
    let (n, p, q) = (technology.count, technology.inputCount, technology.outputCount)
    let hasSum = technology.returnsToScale != .constant
    let m = p + q + (hasSum ? 1 : 0)
    var generators = (0..<n).map { j in
      (0..<p).map { technology.inputs[$0 * technology.stride + j] }
        + (0..<q).map { technology.outputs[$0 * technology.stride + j] } + (hasSum ? [1] : [])
    }
    let factors = generators.map { hasSum ? 1 : 1 / powerOfTwo(below: $0.reduce(0, +)) }
    for j in 0..<n { generators[j] = generators[j].map { $0 * factors[j] } }
    let interior = Self.interior(of: generators, p, q, technology.returnsToScale)
    for axis in 0..<p + q {
      generators.append((0..<m).map { $0 == axis ? (axis < p ? 1 : -1) : 0 })
    }
    switch technology.returnsToScale {
    case .nonIncreasing: generators.append((0..<m).map { $0 == m - 1 ? 1 : 0 })
    case .nonDecreasing: generators.append((0..<m).map { $0 == m - 1 ? -1 : 0 })
    case .constant, .variable, .freeDisposalHull: break
    }
    cone = Cone(generators: generators, interior: interior)
    seeds = Self.seeds(technology)
    self.factors = factors
    self.hasSum = hasSum
    inputCount = p
    outputCount = q
  }

  /// Mean of the observations with 5 % more inputs and 5 % less outputs: strictly inside.
  private static func interior(
    of generators: [[Double]], _ p: Int, _ q: Int, _ returnsToScale: ReturnsToScale
  ) -> [Double] {
    var mean = [Double](repeating: 0, count: generators.first?.count ?? 0)
    for generator in generators {
      for component in mean.indices { mean[component] += generator[component] }
    }
    for component in mean.indices {
      let isInput = component < p
      let isSum = component >= p + q
      let shift =
        isSum
        ? (returnsToScale == .nonIncreasing
          ? 1.05 : returnsToScale == .nonDecreasing ? 0.95 : 1) : (isInput ? 1.05 : 0.95)
      mean[component] *= shift / Double(generators.count)
    }
    return mean
  }

  /// Facets that need no search.
  ///
  /// Variable returns: the least of each input, the largest of each output. Otherwise: the largest
  /// ratio of each output to each input, or input i at zero where the ratio is infinite.
  private static func seeds(_ technology: ScaledTechnology) -> [[Int]] {
    let (n, p, q) = (technology.count, technology.inputCount, technology.outputCount)
    func input(_ i: Int, _ j: Int) -> Double { technology.inputs[i * technology.stride + j] }
    func output(_ r: Int, _ j: Int) -> Double { technology.outputs[r * technology.stride + j] }
    func disposals(without axes: [Int]) -> [Int] {
      (0..<p + q).filter { !axes.contains($0) }.map { n + $0 }
    }
    func best(_ isBetter: (Int, Int) -> Bool) -> Int {
      (0..<n).reduce(0) { isBetter($1, $0) ? $1 : $0 }
    }
    if technology.returnsToScale == .variable {
      let least = (0..<p).map { i in
        [best { input(i, $0) < input(i, $1) }] + disposals(without: [i])
      }
      let most = (0..<q).map { r in
        [best { output(r, $0) > output(r, $1) }] + disposals(without: [p + r])
      }
      return least + most
    }
    let sumGenerator = technology.returnsToScale == .constant ? [] : [n + p + q]
    var seeds: [[Int]] = []
    for i in 0..<p {
      for r in 0..<q {
        let leader = best { output(r, $0) * input(i, $1) > output(r, $1) * input(i, $0) }
        let isFinite = input(i, leader) > 0 && output(r, leader) > 0
        seeds.append(
          isFinite
            ? [leader] + disposals(without: [i, p + r]) + sumGenerator
            : disposals(without: [i]) + sumGenerator)
      }
    }
    return seeds
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
