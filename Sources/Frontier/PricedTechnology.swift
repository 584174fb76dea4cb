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

  /// Multipliers feasible for every observation, from a normal N with N·g ≥ −δ on every generator.
  ///
  /// N is raised by a direction whose product with every observation is at least δ: the sum of intensities
  /// where its price may rise, else all inputs. Rounding of the raised prices stays below 2⁻⁵².
  func prices(
    _ normal: [Double], violation: Double, _ orientation: Orientation
  ) -> FeasiblePrices {
    var raised = normal
    let lift = (violation + 0x1p-51) * (1 + 0x1p-40)
    switch technology.returnsToScale {
    case .variable, .nonIncreasing: raised[normal.count - 1] += lift
    case .constant, .nonDecreasing, .freeDisposalHull:
      for i in 0..<technology.inputCount { raised[i] += lift / leastInput * (1 + 0x1p-40) }
    }
    return FeasiblePrices(
      multipliers: geometry.multipliers(raised, orientation), factor: 1, orientation: orientation)
  }
}
