internal import DenseKernels

/// Rigorous bounds on a Farrell measure from any multipliers and any intensities, whatever their
/// origin; the proofs are in the article "Distances and their certificates".
///
/// Every quantity is a sum of products of non-negative doubles, or a difference whose two parts are
/// bounded separately. A sum of k products computed in any order has a relative error below
/// (k + 1)u/(1 − (k + 1)u), u = 2⁻⁵³, as long as no product is subnormal; `margin` exceeds that for all
/// sums here together with the few operations on them. Multipliers and intensities whose products
/// could leave the normal range are dropped, which keeps a bound valid; a quotient that leaves it is
/// replaced by the end of the range on its safe side.
struct Certificate: ~Copyable {
  private let technology: ScaledTechnology
  private let margin: Double
  /// Smallest positive value of any variable.
  private let smallest: Double
  private let inputValue: Scratch<Double>
  private let outputValue: Scratch<Double>

  init(_ technology: ScaledTechnology) {
    self.technology = technology
    let termCount = technology.inputCount + technology.outputCount
    margin = Double(termCount + 12) * 0x1.2p-53
    smallest = technology.ranges.reduce(.infinity) { min($0, $1.smallest) }
    inputValue = Scratch(count: technology.stride, repeating: 0)
    outputValue = Scratch(count: technology.stride, repeating: 0)
  }

  /// Bound from the multiplier side: at most the input measure θ*, +∞ when it proves that there is
  /// none; at least the output measure φ*, −∞ when it proves that there is none.
  func dualBound(_ candidate: Multipliers, _ ray: Ray, leavingOut: Int?) -> Double {
    bound(price(candidate, ray.orientation, leavingOut: leavingOut), ray)
  }

  /// Multipliers with the factor σ that makes them feasible for every observation; good for any point.
  func price(
    _ candidate: Multipliers, _ orientation: Orientation, leavingOut: Int?
  ) -> FeasiblePrices {
    let multipliers = admissible(candidate, orientation)
    value(multipliers.inputs, technology.inputs, into: inputValue)
    value(multipliers.outputs, technology.outputs, into: outputValue)
    let factor =
      orientation == .input
      ? inputFactor(multipliers, leavingOut) : outputFactor(multipliers, leavingOut)
    return FeasiblePrices(multipliers: multipliers, factor: factor, orientation: orientation)
  }

  /// σ with μy_j + max(ω, 0) ≤ (νx_j + max(−ω, 0)) / σ for all j, rounded down.
  private func inputFactor(_ m: Multipliers, _ leavingOut: Int?) -> Double {
    let (rise, fall) = (max(0, m.scale), max(0, -m.scale))
    var factor = Double.infinity
    for j in 0..<technology.count where technology.units[j] != leavingOut {
      let needed = (outputValue[j] + rise) * (1 + margin)
      guard needed > 0 else { continue }
      let quotient = (inputValue[j] + fall) * (1 - margin) / needed
      factor = min(factor, quotient.cutDown)
    }
    return factor
  }

  /// σ with μy_j + max(−ω, 0) ≤ σ (νx_j + max(ω, 0)) for all j, rounded up.
  private func outputFactor(_ m: Multipliers, _ leavingOut: Int?) -> Double {
    let (rise, fall) = (max(0, m.scale), max(0, -m.scale))
    var factor = 0.0
    for j in 0..<technology.count where technology.units[j] != leavingOut {
      let needed = (outputValue[j] + fall) * (1 + margin)
      guard needed > 0 else { continue }
      let available = (inputValue[j] + rise) * (1 - margin)
      guard available > 0 else { return .infinity }
      factor = max(factor, (needed / available).cutUp)
    }
    return factor
  }

  /// The bound that feasible prices give for one point.
  func bound(_ prices: FeasiblePrices, _ ray: Ray) -> Double {
    let m = prices.multipliers
    let isSafe =
      isSafe(m.inputs, ray.inputs) && isSafe(m.inputs, ray.inputBase)
      && isSafe(m.outputs, ray.outputs)
    switch prices.orientation {
    case .input: return isSafe ? inputBound(m, prices.factor, ray) : 0
    case .output: return isSafe ? outputBound(m, prices.factor, ray) : .infinity
    }
  }

  /// θ* ≥ (σ·(μy₀ + max(ω, 0)) − max(−ω, 0) − ν·base) / νx₀.
  private func inputBound(_ m: Multipliers, _ factor: Double, _ ray: Ray) -> Double {
    let (rise, fall) = (max(0, m.scale), max(0, -m.scale))
    let reached = (sum(m.outputs, ray.outputs) + rise) * (1 - margin)
    guard reached > 0, factor > 0 else { return 0 }
    if factor == .infinity { return .infinity }  // σ may be as large as one likes
    let offset = fall + sum(m.inputs, ray.inputBase) * (1 + margin)
    let numerator = (factor * reached).nextDown - offset
    guard numerator > 0 else { return 0 }
    let denominator = sum(m.inputs, ray.inputs) * (1 + margin)
    return denominator == 0 ? .infinity : (numerator * (1 - margin) / denominator).cutDown
  }

  /// φ* ≤ (σ·(νx₀ + max(ω, 0)) − max(−ω, 0)) / μy₀.
  private func outputBound(_ m: Multipliers, _ factor: Double, _ ray: Ray) -> Double {
    let (rise, fall) = (max(0, m.scale), max(0, -m.scale))
    guard factor < .infinity else { return .infinity }
    let budget = (sum(m.inputs, ray.inputs) + rise) * (1 + margin)
    let numerator = budget == 0 ? -fall : (factor * budget).nextUp - fall
    if numerator < 0 { return -.infinity }
    let denominator = sum(m.outputs, ray.outputs) * (1 - margin)
    if denominator == 0 { return .infinity }
    return numerator == 0 ? 0 : (numerator * (1 + margin) / denominator).cutUp
  }

  /// Bound from the envelopment side: at least θ*, or at most φ*; nil when the intensities cannot be
  /// made feasible with certainty.
  func primalBound(_ candidate: [Intensity], _ ray: Ray, leavingOut: Int?) -> Double? {
    let intensities = admissible(candidate, ray, leavingOut)
    guard !intensities.isEmpty || ray.orientation == .output else { return nil }
    switch ray.orientation {
    case .input: return inputPrimalBound(intensities, ray)
    case .output: return outputPrimalBound(intensities, ray)
    }
  }

  private func inputPrimalBound(_ intensities: [Intensity], _ ray: Ray) -> Double? {
    let total = intensities.reduce(0) { $0 + $1.weight }
    var growth = 0.0  // what λ must be multiplied by to produce y₀, rounded up
    for r in ray.outputs.indices where ray.outputs[r] > 0 {
      let produced = output(r, intensities) * (1 - tolerance(intensities))
      guard produced > 0, produced.isFinite else { return nil }
      growth = max(growth, ((ray.outputs[r] / produced) * (1 + margin)).cutUp)
    }
    switch technology.returnsToScale {
    case .constant: break
    case .nonDecreasing: growth = max(growth, (1 + tolerance(intensities)) / total)
    case .nonIncreasing where growth * total * (1 + tolerance(intensities)) <= 1: break
    case .nonIncreasing, .variable, .freeDisposalHull:
      for r in ray.outputs.indices where !balances(intensities, output: r, ray) { return nil }
      growth = (1 + tolerance(intensities)) / total
    }
    var bound = 0.0
    for i in ray.inputs.indices {
      let each = input(i, intensities) * (1 + tolerance(intensities))
      let used = each == 0 ? 0 : (each * growth * (1 + margin)).cutUp
      if used <= ray.inputBase[i] { continue }
      guard ray.inputs[i] > 0 else { return nil }
      bound = max(bound, ((used - ray.inputBase[i]) / ray.inputs[i] * (1 + margin)).cutUp)
    }
    return bound.isFinite ? bound : nil
  }

  private func outputPrimalBound(_ intensities: [Intensity], _ ray: Ray) -> Double? {
    let total = intensities.reduce(0) { $0 + $1.weight }
    guard total > 0 else {
      let mayBeIdle =
        technology.returnsToScale == .constant || technology.returnsToScale == .nonIncreasing
      return mayBeIdle ? 0 : nil
    }
    var growth = Double.infinity  // what λ may be multiplied by within x₀, rounded down
    for i in ray.inputs.indices {
      let used = input(i, intensities) * (1 + tolerance(intensities))
      if used == 0 { continue }
      guard ray.inputs[i] > 0 else { return nil }
      growth = min(growth, (ray.inputs[i] / used * (1 - margin)).cutDown)
    }
    guard growth > 0, growth < .infinity else { return nil }
    switch technology.returnsToScale {
    case .constant: break
    case .nonIncreasing: growth = min(growth, (1 - tolerance(intensities)) / total)
    case .nonDecreasing where growth * total * (1 - tolerance(intensities)) >= 1: break
    case .nonDecreasing, .variable, .freeDisposalHull:
      for i in ray.inputs.indices where !balances(intensities, input: i, ray) { return nil }
      growth = (1 - tolerance(intensities)) / total
    }
    var bound = Double.infinity
    for r in ray.outputs.indices where ray.outputs[r] > 0 {
      let product = output(r, intensities) * (1 - tolerance(intensities)) * growth
      guard product.isFinite else { return nil }
      let produced = product.cutDown
      bound = min(bound, (produced / ray.outputs[r] * (1 - margin)).cutDown)
    }
    return bound.isFinite ? bound : nil
  }

  /// Whether Σλ_j (y_rj − y_r0) ≥ 0 for certain: each difference has the right sign and a relative
  /// error of u, so gains and losses are two sums of non-negative terms.
  private func balances(_ intensities: [Intensity], output r: Int, _ ray: Ray) -> Bool {
    let row = r * technology.stride
    return isCertain(intensities) { technology.outputs[row + $0] - ray.outputs[r] }
  }

  /// Whether Σλ_j (x_i0 − x_ij) ≥ 0 for certain.
  private func balances(_ intensities: [Intensity], input i: Int, _ ray: Ray) -> Bool {
    let row = i * technology.stride
    return isCertain(intensities) { ray.inputs[i] - technology.inputs[row + $0] }
  }

  private func isCertain(_ intensities: [Intensity], _ gain: (Int) -> Double) -> Bool {
    var (gains, losses) = (0.0, 0.0)
    for intensity in intensities {
      let gain = gain(intensity.observation)
      let term = intensity.weight * gain
      if gain > 0 { gains += term > 1e-290 ? term : 0 }
      if gain < 0 { losses += max(-term, 1e-290) }
    }
    guard gains.isFinite else { return false }
    return losses == 0
      || gains * (1 - tolerance(intensities)) >= losses * (1 + tolerance(intensities))
  }

  /// Relative error allowed for a sum over intensities.
  private func tolerance(_ intensities: [Intensity]) -> Double {
    Double(intensities.count + 12) * 0x1.2p-53
  }

  private func input(_ i: Int, _ intensities: [Intensity]) -> Double {
    intensities.reduce(0) {
      $0 + $1.weight * technology.inputs[i * technology.stride + $1.observation]
    }
  }

  private func output(_ r: Int, _ intensities: [Intensity]) -> Double {
    intensities.reduce(0) {
      $0 + $1.weight * technology.outputs[r * technology.stride + $1.observation]
    }
  }

  private func sum(_ prices: [Double], _ quantities: [Double]) -> Double {
    zip(prices, quantities).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func value(
    _ prices: [Double], _ quantities: [Double], into values: borrowing Scratch<Double>
  ) {
    unsafe prices.withUnsafeBufferPointer { prices in
      unsafe quantities.withUnsafeBufferPointer { quantities in
        guard let y = prices.baseAddress, let a = quantities.baseAddress else { return }
        unsafe combineRows(
          y, of: a, rowCount: prices.count, stride: technology.stride, into: values.pointer)
      }
    }
  }

  /// Multipliers without negative parts, without those whose products could be subnormal or
  /// overflow, and with the sign of ω that the returns to scale ask for.
  private func admissible(_ candidate: Multipliers, _ orientation: Orientation) -> Multipliers {
    var cleaned = candidate
    for i in cleaned.inputs.indices {
      cleaned.inputs[i] = admissible(cleaned.inputs[i], technology.ranges[i])
    }
    for r in cleaned.outputs.indices {
      let range = technology.ranges[technology.inputCount + r]
      cleaned.outputs[r] = admissible(cleaned.outputs[r], range)
    }
    switch (technology.returnsToScale, orientation) {
    case (.constant, _): cleaned.scale = 0
    case (.variable, _), (.freeDisposalHull, _): break
    case (.nonIncreasing, .input), (.nonDecreasing, .output): cleaned.scale = min(0, cleaned.scale)
    case (.nonDecreasing, .input), (.nonIncreasing, .output): cleaned.scale = max(0, cleaned.scale)
    }
    return cleaned
  }

  private func admissible(
    _ price: Double, _ range: (smallest: Double, largest: Double)
  ) -> Double {
    price > 0 && isSafe(price, range.smallest) && isSafe(price, range.largest) ? price : 0
  }

  private func isSafe(_ prices: [Double], _ quantities: [Double]) -> Bool {
    for index in prices.indices where prices[index] > 0 && !isSafe(prices[index], quantities[index])
    {
      return false
    }
    return true
  }

  /// Whether a product is zero or far from both ends of the range of doubles.
  private func isSafe(_ price: Double, _ quantity: Double) -> Bool {
    quantity == 0 || (price * quantity > 1e-280 && price * quantity < 1e280)
  }

  /// Intensities above rounding noise that are safe to multiply, and that may be used at all: none
  /// that need an input the point does not have.
  private func admissible(
    _ candidate: [Intensity], _ ray: Ray, _ leavingOut: Int?
  ) -> [Intensity] {
    let largest = candidate.reduce(0) { max($0, $1.weight) }
    guard largest > 0, largest < 1e250 else { return [] }
    func isAdmissible(_ intensity: Intensity) -> Bool {
      if let leavingOut, technology.units[intensity.observation] == leavingOut { return false }
      guard intensity.weight > 1e-15 * largest, intensity.weight * smallest > 1e-280 else {
        return false
      }
      for i in ray.inputs.indices where ray.inputs[i] == 0 && ray.inputBase[i] == 0 {
        if technology.inputs[i * technology.stride + intensity.observation] > 0 { return false }
      }
      return true
    }
    return candidate.allSatisfy(isAdmissible) ? candidate : candidate.filter(isAdmissible)
  }
}

extension Double {
  /// A non-negative result as a lower bound: 0 where it is subnormal, finite where it overflowed.
  fileprivate var cutDown: Double {
    self < .leastNormalMagnitude ? 0 : min(self, .greatestFiniteMagnitude)
  }

  /// A positive result as an upper bound: a normal number where it is subnormal or vanished.
  fileprivate var cutUp: Double { max(self, .leastNormalMagnitude) }
}

/// Weight of one reference observation in the frontier point of an evaluated one.
struct Intensity {
  var observation: Int
  var weight: Double
}

/// Multipliers that hold for every observation of a technology once outputs, or inputs, are multiplied
/// by `factor`.
struct FeasiblePrices {
  let multipliers: Multipliers
  let factor: Double
  let orientation: Orientation
}
