/// Elementary functions as sums of fixed order: the same bits on every processor.
enum FixedOrder {
  /// ln x for a positive normal x, to about an ulp.
  ///
  /// With x = m 2^e and m between √½ and √2: ln m = 2 artanh s, s = (m − 1) / (m + 1).
  static func logarithm(_ x: Double) -> Double {
    var (m, e) = (x.significand, Double(x.exponent))
    if m > 2.0.squareRoot() { (m, e) = (m / 2, e + 1) }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var sum = 0.0
    for k in stride(from: 23.0, through: 3, by: -2) { sum = (sum + 1 / k) * square }
    // ln 2 in two parts, the first with zeros in its low bits, so that its product with e is exact.
    return e * 0x1.62E42FEEp-1 + (2 * (s + s * sum) + e * 0x1.A39EF35793C76p-33)
  }

  /// Cosine and sine of `part` turns, part between 0 and 1.
  ///
  /// The part is taken from the nearest quarter turn, which rounds nothing; what is left is at most π/4.
  static func turn(_ part: Double) -> (cosine: Double, sine: Double) {
    let quarter = (4 * part).rounded()
    let angle = 2 * Double.pi * (part - quarter / 4)
    let square = angle * angle
    var (cosine, sine) = (0.0, 0.0)
    for k in stride(from: 18.0, through: 2, by: -2) {
      cosine = (1 - cosine) * square / (k * (k - 1))
      sine = (1 - sine) * square / (k * (k + 1))
    }
    (cosine, sine) = (1 - cosine, angle - angle * sine)
    switch quarter {
    case 1: return (-sine, cosine)
    case 2: return (-cosine, -sine)
    case 3: return (sine, -cosine)
    default: return (cosine, sine)
    }
  }
}
