/// A standard normal v + e kept to values above 0, in functions that lose no digits however small the mass
/// above 0 is.
///
/// Everything rests on Mills' ratio R(t) = (1 − Φ(t)) / φ(t) and on sums of fixed order, so that draws have the
/// same bits on every processor.
enum TruncatedNormal {
  /// The first two moments, covariances of the value with its square, and ln Φ(v).
  struct Moments {
    /// E w.
    let first: Double
    /// E w².
    let second: Double
    /// Variance of w.
    let variance: Double
    /// Covariance of w and w².
    let skew: Double
    /// Variance of w².
    let squareVariance: Double
    /// ln Φ(v).
    let logMass: Double
  }

  /// Moments of w = v + e given w > 0, e standard normal.
  ///
  /// By parts, m_k = v m_{k−1} + (k − 1) m_{k−2}. Below v = −2.5 this cancels, and the ratios
  /// m_k / m_{k−1} come from the continued fraction behind Mills' ratio, whose terms are all positive.
  static func moments(_ v: Double) -> Moments {
    if v < -seriesEnd {
      let (ratios, mills) = tail(-v)
      let m1 = ratios.0
      let m2 = m1 * ratios.1
      let m3 = m2 * ratios.2
      let m4 = m3 * ratios.3
      return Moments(
        first: m1, second: m2, variance: m2 - m1 * m1, skew: m3 - m1 * m2,
        squareVariance: m4 - m2 * m2,
        logMass: FixedOrder.logarithm(mills) - v * v / 2 - halfLogTurn)
    }
    let upper = density(v) * millsRatio(abs(v))
    let mass = v < 0 ? upper : 1 - upper
    let hazard = density(v) / mass
    let m1 = v + hazard
    let m2 = 1 + v * m1
    let skew = 2 * m1 - hazard * m2
    return Moments(
      first: m1, second: m2, variance: 1 - hazard * m1, skew: skew,
      squareVariance: v * skew + 2 * m2, logMass: FixedOrder.logarithm(mass))
  }

  /// A standard normal e given e > t, less t: the value whose probability of being exceeded is u, strictly
  /// between 0 and 1.
  static func excess(above t: Double, _ u: Double) -> Double {
    if t >= 0 { return tailExcess(t, -FixedOrder.logarithm(u)) }
    let below = density(t) * millsRatio(-t)
    let exceeded = u * (1 - below)
    let remaining = (1 - u) + u * below
    // The tail of 0 has probability ½, so a tail of p is that of 0 times 2p.
    let e =
      exceeded <= 0.5
      ? tailExcess(0, -FixedOrder.logarithm(2 * exceeded))
      : -tailExcess(0, -FixedOrder.logarithm(2 * remaining))
    return max(0, e - t)
  }

  /// d ≥ 0 with (1 − Φ(t + d)) / (1 − Φ(t)) = e^{−E}, t ≥ 0.
  ///
  /// Newton's method for t d + d² / 2 − ln (R(t + d) / R(t)) = E, whose left side is convex with slope
  /// 1 / R(t + d). The start lies above the root, since R decreases; so do all steps but the last.
  private static func tailExcess(_ t: Double, _ E: Double) -> Double {
    let mills = millsRatio(t)
    var d = 2 * E / (t + (t * t + 2 * E).squareRoot())
    for _ in 0..<stepLimit {
      let ratio = millsRatio(t + d)
      let left = t * d + d * d / 2 - FixedOrder.logarithm(ratio / mills)
      let step = (left - E) * ratio
      d = max(0, d - step)
      if abs(step) <= 1e-15 * d { break }
    }
    return d
  }

  /// R(t), t ≥ 0.
  static func millsRatio(_ t: Double) -> Double {
    if t > seriesEnd { return tail(t).mills }
    // R(t) = √(π/2) e^{t²/2} − (t + t³/3 + t⁵/(3·5) + …).
    var (sum, term, k) = (0.0, t, 3.0)
    while sum + term > sum {
      sum += term
      term *= t * t / k
      k += 2
    }
    return (Double.pi / 2).squareRoot() * FixedOrder.exponential(t * t / 2) - sum
  }

  /// K_1 … K_4 and R = 1 / (t + K_1) for t > 2.5, where K_j = j / (t + K_{j+1}).
  ///
  /// - Note: Laplace's continued fraction.
  private static func tail(
    _ t: Double
  ) -> (ratios: (Double, Double, Double, Double), mills: Double) {
    var ratios = (0.0, 0.0, 0.0, 0.0)
    // What K_j tends to for large j.
    var k = (t * t + 4 * fractionLength).squareRoot() / 2 - t / 2
    var j = fractionLength
    while j >= 1 {
      k = j / (t + k)
      if j <= 4 { ratios = (k, ratios.0, ratios.1, ratios.2) }
      j -= 1
    }
    return (ratios, 1 / (t + k))
  }

  /// φ(v).
  private static func density(_ v: Double) -> Double {
    FixedOrder.exponential(-v * v / 2) / (2 * Double.pi).squareRoot()
  }

  /// Beyond it 50 terms of the continued fraction are exact to 15 digits; before it the series loses two.
  private static let seriesEnd = 2.5
  private static let fractionLength = 50.0
  /// Newton's steps; about six are used.
  private static let stepLimit = 50
  /// ln √(2π).
  private static let halfLogTurn = 0.918938533204672741780
}

extension FixedOrder {
  /// e^x to about an ulp; 0 below −745 and infinite above 709.
  static func exponential(_ x: Double) -> Double {
    if x < -745 { return 0 }
    if x > 709.7 { return .infinity }
    // What is left after multiples of ln 2, in two parts as in `logarithm`, is at most ½ ln 2.
    let n = (x * 1.442695040888963407).rounded()
    let r = (x - n * 0x1.62E42FEEp-1) - n * 0x1.A39EF35793C76p-33
    var (sum, k) = (0.0, 15.0)
    while k >= 1 {
      sum = (1 + sum) * r / k
      k -= 1
    }
    // Twice half the power, since 2^n itself may have no normal form.
    let half = Int(n) / 2
    return (1 + sum) * Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: Int(n) - half, significand: 1)
  }
}
