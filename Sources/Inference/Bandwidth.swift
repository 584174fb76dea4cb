internal import Glibc

/// Rule for the bandwidth of a sample of efficiencies.
public enum BandwidthRule: String, Sendable, Hashable, CaseIterable {
  /// 1.06 σ N^{−1/5}, best for a normal density.
  case normalReference = "normal-reference"
  /// 0.9 σ N^{−1/5} (Silverman 1986).
  case silverman
  /// Least squares cross-validation over a quarter to twice the normal reference.
  case crossValidation = "cross-validation"
}

/// Bandwidth for smoothing efficiencies δ ≥ 1 that are reflected at 1.
///
/// Found for the reflected sample of those above 1, and rescaled to the sample.
/// - Note: METHODS 5.4.
public struct Bandwidth: Sendable, Hashable {
  /// h.
  public let value: Double
  /// The rule that gave it: Silverman's where cross-validation found no minimum inside of its range.
  public let rule: BandwidthRule

  /// Bandwidth of n efficiencies.
  ///
  /// - Throws: ``InferenceError/noInefficiency`` if none is above 1.
  public init(_ efficiencies: [Double], rule: BandwidthRule = .silverman) throws(InferenceError) {
    let above = efficiencies.filter { $0 > 1 + 1e-6 }
    guard !above.isEmpty else { throw .noInefficiency }
    let reflected = (above + above.map { 2 - $0 }).sorted()
    let count = Double(reflected.count)
    let deviation = Self.deviation(reflected)
    let range = Self.quantile(reflected, 0.75) - Self.quantile(reflected, 0.25)
    let spread = range > 0 ? min(deviation, range / 1.349) : deviation
    let reference = 1.06 * spread * pow(count, -0.2)
    let silverman = 0.9 * spread * pow(count, -0.2)
    let (found, used): (Double, BandwidthRule)
    switch rule {
    case .normalReference: (found, used) = (reference, rule)
    case .silverman: (found, used) = (silverman, rule)
    case .crossValidation:
      let best = Self.crossValidated(reflected, 0.25 * reference, 2 * reference)
      (found, used) = best.map { ($0, rule) } ?? (silverman, .silverman)
    }
    let share = Double(above.count) / Double(efficiencies.count)
    value = found * pow(2 * share, 0.2) * Self.deviation(efficiencies) / deviation
    self.rule = used
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(values.count - 1)).squareRoot()
  }

  /// Quantile of ordered values at position 1 + (N − 1) p.
  private static func quantile(_ ordered: [Double], _ p: Double) -> Double {
    let position = Double(ordered.count - 1) * p
    let below = Int(position)
    let next = ordered[min(below + 1, ordered.count - 1)]
    return ordered[below] + (position - Double(below)) * (next - ordered[below])
  }

  /// The minimum of the criterion between two bandwidths; nil at an end.
  private static func crossValidated(_ r: [Double], _ least: Double, _ most: Double) -> Double? {
    let steps = 60
    let grid = (0...steps).map { least * pow(most / least, Double($0) / Double(steps)) }
    let criteria = grid.map { criterion(r, $0) }
    guard let best = criteria.indices.min(by: { criteria[$0] < criteria[$1] }),
      best > 0, best < steps
    else { return nil }
    // The minimum of the parabola through the best and its neighbours, on the logarithmic grid.
    let (before, at, after) = (criteria[best - 1], criteria[best], criteria[best + 1])
    let curvature = before - 2 * at + after
    let shift = curvature > 0 ? 0.5 * (before - after) / curvature : 0
    return grid[best] * pow(most / least, shift / Double(steps))
  }

  /// CV(h) = N⁻² h⁻¹ ΣΣ φ₂((r_i − r_j) / h) − 2 [N (N − 1) h]⁻¹ Σ_{i≠j} φ((r_i − r_j) / h).
  private static func criterion(_ r: [Double], _ h: Double) -> Double {
    let count = Double(r.count)
    var (both, one) = (0.0, 0.0)
    for i in r.indices {
      for j in i + 1..<r.count {
        let square = (r[i] - r[j]) / h * ((r[i] - r[j]) / h)
        both += exp(-square / 4)
        one += exp(-square / 2)
      }
    }
    let root = (2 * Double.pi).squareRoot()
    let first = (2 * both + count) / (2.0.squareRoot() * root * count * count * h)
    return first - 4 * one / (root * count * (count - 1) * h)
  }
}
