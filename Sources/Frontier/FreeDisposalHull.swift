/// Farrell measure against the free disposal hull, by enumeration (METHODS 1.2).
///
/// Input: the least, over observations producing at least y₀, of the largest x_j / x₀. Output: the
/// largest, over observations using at most x₀, of the least y_j / y₀. Quotients are rounded once and
/// rounding keeps order, so the exact measure lies between the two neighbours of the result.
func measureFreeDisposalHull(
  _ ray: Ray, _ technology: ScaledTechnology, leavingOut: Int?
) -> Measurement {
  var found = Measurement()
  let isInput = ray.orientation == .input
  var best: (value: Double, observation: Int)?
  for j in 0..<technology.count where technology.units[j] != leavingOut {
    guard let value = measure(by: j, ray, technology) else { continue }
    if let best, isInput ? value >= best.value : value <= best.value { continue }
    best = (value, j)
  }
  guard let best else {
    found.status = .infeasible
    return found
  }
  found.value = best.value
  found.lower = max(0, best.value.nextDown)
  found.upper = best.value.nextUp
  found.intensities = [Intensity(observation: best.observation, weight: 1)]
  if best.value == 0 || (!isInput && ray.outputs.allSatisfy { $0 == 0 }) {
    found.status = .unbounded
  } else if best.value.isFinite {  // a quotient that overflowed is no score
    found.status = .certified
  }
  return found
}

/// The observation that attains the measure `value` with the largest sum of slacks, each slack weighted
/// by `weights` (p + q); of equal ones the first.
func maximizeFreeDisposalHullSlacks(
  _ ray: Ray, _ technology: ScaledTechnology, leavingOut: Int?, value: Double, weights: [Double]
) -> [Intensity]? {
  let (p, isInput) = (technology.inputCount, ray.orientation == .input)
  var best: (slack: Double, observation: Int)?
  for j in 0..<technology.count where technology.units[j] != leavingOut {
    guard measure(by: j, ray, technology) == value else { continue }
    var slack = 0.0
    for (i, x) in ray.inputs.enumerated() {
      let allowed = isInput ? value * x : x
      slack += weights[i] * (allowed - technology.inputs[i * technology.stride + j])
    }
    for (r, y) in ray.outputs.enumerated() {
      let needed = isInput ? y : value * y
      slack += weights[p + r] * (technology.outputs[r * technology.stride + j] - needed)
    }
    if best.map({ slack > $0.slack }) ?? true { best = (slack, j) }
  }
  return best.map { [Intensity(observation: $0.observation, weight: 1)] }
}

/// The measure if observation j alone made up the technology; nil where it says nothing.
private func measure(by j: Int, _ ray: Ray, _ technology: ScaledTechnology) -> Double? {
  guard dominates(j, ray, technology) else { return nil }
  switch ray.orientation {
  case .input: return inputRatio(j, ray, technology)
  case .output: return outputRatio(j, ray, technology)
  }
}

/// Whether observation j is at least as good as the point on the side that does not move.
private func dominates(_ j: Int, _ ray: Ray, _ technology: ScaledTechnology) -> Bool {
  switch ray.orientation {
  case .input:
    return ray.outputs.indices.allSatisfy { r in
      technology.outputs[r * technology.stride + j] >= ray.outputs[r]
    }
  case .output:
    return ray.inputs.indices.allSatisfy { i in
      technology.inputs[i * technology.stride + j] <= ray.inputs[i]
    }
  }
}

/// max x_ij / x_i0; nil when the observation needs an input the point does not have.
private func inputRatio(_ j: Int, _ ray: Ray, _ technology: ScaledTechnology) -> Double? {
  var ratio = 0.0
  for i in ray.inputs.indices {
    let used = technology.inputs[i * technology.stride + j]
    if used == 0 { continue }
    guard ray.inputs[i] > 0 else { return nil }
    ratio = max(ratio, used / ray.inputs[i])
  }
  return ratio
}

/// min y_rj / y_r0 over the outputs the point has.
private func outputRatio(_ j: Int, _ ray: Ray, _ technology: ScaledTechnology) -> Double? {
  var ratio = Double.infinity
  for r in ray.outputs.indices where ray.outputs[r] > 0 {
    ratio = min(ratio, technology.outputs[r * technology.stride + j] / ray.outputs[r])
  }
  return ratio
}
