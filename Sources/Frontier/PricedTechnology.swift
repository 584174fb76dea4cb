internal import LinearProgramming

/// A technology spanned by some observations of another, ready for rays in blocks.
struct PricedTechnology {
  /// The observations that span it, by their number in the larger technology.
  let observations: [Int]
  let technology: ScaledTechnology
  let geometry: TechnologyCone
  let priced: PricedCone
  /// Least sum of inputs of an observation's generator.
  private let leastInput: Double

  init(_ whole: ScaledTechnology, selecting observations: [Int]) {
    self.observations = observations
    let technology = ScaledTechnology(whole, selecting: observations)
    let geometry = TechnologyCone(technology)
    self.technology = technology
    self.geometry = geometry
    priced = PricedCone(geometry.cone)
    leastInput = (0..<technology.count).reduce(.infinity) { least, j in
      let sum = (0..<technology.inputCount).reduce(0) {
        $0 + technology.inputs[$1 * technology.stride + j]
      }
      return min(least, sum * geometry.factors[j])
    }
  }

  /// Whether rounding in its prices is bounded.
  var isSuited: Bool { priced.isWellScaled && leastInput > 0x1p-40 }

  /// Whether a normal puts a price on every variable, so that whatever reaches its facet has no slack.
  func pricesAll(_ normal: [Double]) -> Bool {
    (0..<technology.inputCount + technology.outputCount).allSatisfy {
      abs(normal[$0]) * priced.sizes[$0] > Self.leastPrice
    }
  }

  /// Share of all prices below which one may be rounding.
  private static let leastPrice = 1e-9

  /// Component c of where a ray starts, moved inwards by a relative `inset`: outputs up, inputs down.
  func origin(_ ray: Ray, _ c: Int, inset: Double) -> Double {
    let p = technology.inputCount
    if c >= p + technology.outputCount { return 1 }
    switch ray.orientation {
    case .input: return c < p ? ray.inputBase[c] * (1 - inset) : ray.outputs[c - p] * (1 + inset)
    case .output: return c < p ? ray.inputs[c] * (1 - inset) : 0
    }
  }

  /// Component c of the direction of a ray; output rays run backwards, φ = −t.
  func direction(_ ray: Ray, _ c: Int) -> Double {
    let p = technology.inputCount
    if c >= p + technology.outputCount { return 0 }
    switch ray.orientation {
    case .input: return c < p ? ray.inputs[c] : 0
    case .output: return c < p ? 0 : -ray.outputs[c - p]
    }
  }

  /// Multipliers feasible for every observation, from a normal N with N·g ≥ −δ on every generator.
  ///
  /// Components of the wrong sign go, which may add to δ. Then N is raised by a direction whose product with
  /// every observation is at least δ: the sum of intensities where its price may rise, else all
  /// inputs. Rounding of the raised prices stays below 2⁻⁵².
  func prices(
    _ normal: [Double], violation: Double, _ orientation: Orientation
  ) -> FeasiblePrices {
    let (p, q) = (technology.inputCount, technology.outputCount)
    var sum = normal.count > p + q ? normal[p + q] : 0
    var lift = violation + 0x1p-51
    for c in p..<p + q where normal[c] > 0 { lift += normal[c] * priced.sizes[c] }
    if technology.returnsToScale == .nonDecreasing { lift += max(0, sum) }
    lift *= 1 + 0x1p-40
    var inputRise = 0.0
    switch technology.returnsToScale {
    case .variable: sum += lift
    case .nonIncreasing: sum = max(0, sum) + lift
    case .nonDecreasing: (sum, inputRise) = (min(0, sum), lift / leastInput * (1 + 0x1p-40))
    case .constant, .freeDisposalHull: inputRise = lift / leastInput * (1 + 0x1p-40)
    }
    let multipliers = Multipliers(
      inputs: normal[..<p].map { max(0, $0) + inputRise },
      outputs: normal[p..<p + q].map { max(0, -$0) },
      scale: orientation == .input ? -sum : sum)
    return FeasiblePrices(multipliers: multipliers, factor: 1, orientation: orientation)
  }
}
