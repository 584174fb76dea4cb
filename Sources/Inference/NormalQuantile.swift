internal import Glibc

/// Quantiles of the standard normal distribution.
enum NormalQuantile {
  /// z with Φ(z) = p, p strictly between 0 and 1: Newton's steps from the median, which converge from the
  /// inner side of both tails.
  static func value(_ p: Double) -> Double {
    if p < 0.5 { return -value(1 - p) }
    var z = 0.0
    for _ in 0..<200 {
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let step = (erfc(z / 2.0.squareRoot()) / 2 - (1 - p)) / density
      z += step
      if abs(step) <= 1e-15 * max(1, z) { break }
    }
    return z
  }
}
