import Frontier

extension CoverageDesign {
  private static let quarter = [0.25, 0.25, 0.25, 0.25]
  private static let shifted = [0.20, 0.30, 0.22, 0.28]
  private static let half = [0.5, 0.5]
  private static let tilted = [0.6, 0.4]

  private static func four(_ name: String, _ shares: [[Double]], annual: Bool = false)
    -> CoverageDesign
  {
    let scale = annual ? 0.2 : 1
    return CoverageDesign(
      name: name, unitCount: 36, functions: shares.map { .cobbDouglas(shares: $0) },
      weights: shares.map { _ in [1] },
      inputs: InputPath(
        drift: [-0.15, 0.15, -0.05, 0.05].map { scale * $0 }, levelNoise: annual ? 0.03 : 0.1,
        noise: annual ? 0.03 : 0.1),
      inefficiency: Inefficiency(
        spreads: shares.map { _ in 0.25 }, persistence: annual ? 0.95 : 0.5))
  }

  private static func two(
    _ name: String, unitCount: Int, _ shares: [[Double]], _ weights: [[Double]]
  ) -> CoverageDesign {
    // Δ ln(x₁/x₂) = 0.3 + 0.15 N: noise of 0.15/√2 in each.
    CoverageDesign(
      name: name, unitCount: unitCount, functions: shares.map { .cobbDouglas(shares: $0) },
      weights: weights,
      inputs: InputPath(drift: [0.15, -0.15], levelNoise: 0.1, noise: 0.15 / 2.0.squareRoot()),
      outputDrift: (0.3, 0.15), inefficiency: Inefficiency(spreads: [0.25, 0.25], persistence: 0.5))
  }

  /// The design of four inputs and strong drift with a CES, whose inputs are augmented by so much.
  ///
  /// Augmenting all inputs by the same is neutral growth, which every design has.
  private static func ces(_ name: String, elasticity: Double, _ augmentation: [Double])
    -> CoverageDesign
  {
    four(name, [quarter, quarter]).variant(name) {
      let power = 1 - 1 / elasticity
      $0.functions = [[0, 0, 0, 0], augmentation].map {
        .ces(shares: quarter, augmentation: $0, power: power)
      }
    }
  }

  /// Designs of METHODS 5.7 and 5.12, by name.
  static let all: [CoverageDesign] = {
    let drift = four("p4-neutral-drift", [quarter, quarter])
    let biased = four("p4-biased-drift", [quarter, shifted])
    let strong = four("p4-strong-bias", [quarter, [0.15, 0.35, 0.20, 0.30]])
    let augmentation = [0.2, -0.2, 0.1, -0.1]
    let years = (0..<5).map { year in
      zip(quarter, shifted).map { $0 + ($1 - $0) * Double(year) / 4 }
    }
    let chain = [[Double]](repeating: quarter, count: 5)
    return [
      drift, biased,
      four("p4-neutral-annual", [quarter, quarter], annual: true),
      two("p2-neutral-drift", unitCount: 50, [half, half], [[1], [1]]),
      two("p2-neutral-drift", unitCount: 100, [half, half], [[1], [1]])
        .variant("p2-neutral-no-drift-n100") { $0.inputs.drift = [0, 0] },
      two("p2-biased-drift", unitCount: 50, [half, tilted], [[1], [1]]),
      two("p2q2-neutral", unitCount: 36, [half, half], [half, half]),
      four("p4-neutral-chain", chain, annual: true),
      four("p4-biased-chain", years, annual: true),
      drift.variant("p4-neutral-no-drift") { $0.inputs.drift = [0, 0, 0, 0] },
      drift.variant("p4-neutral-no-drift-n100") {
        $0.inputs.drift = [0, 0, 0, 0]
        $0.unitCount = 100
      },
      // Mixes that move without regard to the bias.
      biased.variant("p4-biased-no-drift") { $0.inputs.drift = [0, 0, 0, 0] },
      strong,
      strong.variant("p4-strong-bias-no-drift") { $0.inputs.drift = [0, 0, 0, 0] },
      strong.variant("p4-strong-bias-no-drift-n200") {
        $0.inputs.drift = [0, 0, 0, 0]
        $0.unitCount = 200
      },
      two("p2q2-strong-bias", unitCount: 36, [half, tilted], [half, tilted]),
      ces("p4-ces-0.5-neutral", elasticity: 0.5, [0, 0, 0, 0]),
      ces("p4-ces-0.5-biased", elasticity: 0.5, augmentation),
      ces("p4-ces-2-neutral", elasticity: 2, [0, 0, 0, 0]),
      ces("p4-ces-2-biased", elasticity: 2, augmentation),
      drift.variant("p4-decreasing-returns") {
        $0.functions = $0.functions.map { _ in .cobbDouglas(shares: [0.2, 0.2, 0.2, 0.2]) }
        $0.returnsToScale = .nonIncreasing
      },
      drift.variant("p4-spread-by-period") { $0.inefficiency.spreads = [0.15, 0.35] },
      drift.variant("p4-spread-by-mix") { $0.inefficiency.mixEffect = 0.5 },
      drift.variant("p4-neutral-n25") { $0.unitCount = 25 },
      drift.variant("p4-neutral-n100") { $0.unitCount = 100 },
      drift.variant("p4-neutral-n200") { $0.unitCount = 200 },
    ]
  }()
}
