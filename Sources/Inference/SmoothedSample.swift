internal import DenseKernels
internal import Glibc

/// A panel of efficiencies δ ≥ 1 from which a smooth bootstrap draws others.
///
/// A draw takes a unit, with all its periods together, reflects each of its values at 1 with probability
/// one half, adds normal noise with the covariance of the periods, and shrinks the result towards its mean so
/// that the variance stays that of the sample.
/// - Note: METHODS 5.6, steps 1 to 3; Simar and Wilson (1999), whose reflected set of two periods this draws from.
struct SmoothedSample: Sendable {
  private let unitCount: Int
  private let periodCount: Int
  /// δ̂ of unit i in period t at i · T + t.
  private let values: [Double]
  /// Lower triangular factor of the covariance of the periods, row after row; empty where it has none.
  private let factor: [Double]
  /// δ̂ less the mean of the period, from which noise is made where the covariance has no factor.
  private let centred: [Double]
  /// h.
  let bandwidth: Double

  /// Sample of n units over T periods.
  ///
  /// - Parameters:
  ///   - values: δ̂ of unit i in period t at i · T + t.
  ///   - periodCount: T.
  ///   - bandwidthFactor: multiplies h = (4 / (5 n))^{1/6}.
  init(_ values: [Double], periodCount: Int, bandwidthFactor: Double = 1) {
    let n = values.count / periodCount
    (unitCount, self.periodCount, self.values) = (n, periodCount, values)
    bandwidth = bandwidthFactor * pow(4 / (5 * Double(n)), 1 / 6)
    var centred = values
    for t in 0..<periodCount {
      let mean = (0..<n).reduce(0) { $0 + values[$1 * periodCount + t] } / Double(n)
      for i in 0..<n { centred[i * periodCount + t] -= mean }
    }
    self.centred = centred
    factor = Self.factor(centred, n, periodCount) ?? []
  }

  /// Cholesky factor of the sample covariance; nil where it is singular or nearly so.
  private static func factor(_ centred: [Double], _ n: Int, _ T: Int) -> [Double]? {
    guard T < n else { return nil }
    var factor = [Double](repeating: 0, count: T * T)
    for s in 0..<T {
      for t in 0...s {
        var sum = (0..<n).reduce(0) { $0 + centred[$1 * T + s] * centred[$1 * T + t] }
        sum /= Double(n - 1)
        let variance = sum
        for k in 0..<t { sum -= factor[s * T + k] * factor[t * T + k] }
        if s == t {
          guard sum > 1e-10 * variance else { return nil }
          factor[s * T + s] = sum.squareRoot()
        } else {
          factor[s * T + t] = sum / factor[t * T + t]
        }
      }
    }
    return factor
  }

  /// One draw, as `values`: first the units, then the signs, then the noise, unit by unit.
  func draw(_ stream: inout RandomStream) -> [Double] {
    let (n, T) = (unitCount, periodCount)
    let chosen = (0..<n).map { _ in stream.index(below: n) }
    var drawn = [Double](repeating: 0, count: n * T)
    var signs = drawn
    for i in 0..<n {
      for t in 0..<T {
        signs[i * T + t] = stream.sign()
        drawn[i * T + t] = 1 + signs[i * T + t] * (values[chosen[i] * T + t] - 1)
      }
    }
    let means = (0..<T).map { t in (0..<n).reduce(0) { $0 + drawn[$1 * T + t] } / Double(n) }
    let shrinkage = 1 / (1 + bandwidth * bandwidth).squareRoot()
    var noise = [Double](repeating: 0, count: T)
    for i in 0..<n {
      fill(&noise, &stream)
      for t in 0..<T {
        let index = i * T + t
        let moved = drawn[index] + bandwidth * signs[index] * noise[t]
        let value = means[t] + shrinkage * (moved - means[t])
        drawn[index] = value < 1 ? 2 - value : value
      }
    }
    return drawn
  }

  /// Noise of one unit with the covariance of the periods.
  private func fill(_ noise: inout [Double], _ stream: inout RandomStream) {
    let T = periodCount
    for t in 0..<T { noise[t] = 0 }
    if factor.isEmpty {
      let scale = 1 / Double(unitCount - 1).squareRoot()
      for k in 0..<unitCount {
        let weight = scale * stream.normal()
        for t in 0..<T { noise[t] += weight * centred[k * T + t] }
      }
    } else {
      for k in 0..<T {
        let normal = stream.normal()
        for t in k..<T { noise[t] += factor[t * T + k] * normal }
      }
    }
  }
}
