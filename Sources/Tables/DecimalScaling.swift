/// An integer times a power of ten as the nearest double, ties to even, without any error.
enum DecimalScaling {
  /// The double nearest to `mantissa` · 10^`power`; nil where neither exact path reaches.
  ///
  /// - Note: Clinger (1990), How to read floating point numbers accurately: an integer up to 2⁵³ and
  ///   a power of ten up to 10²² are exact doubles, so their product or quotient is rounded once.
  static func nearest(_ mantissa: UInt64, powerOfTen power: Int) -> Double? {
    if mantissa == 0 { return 0 }
    if mantissa <= 1 << 53 && power.magnitude < exactPowers.count {
      let scale = exactPowers[Int(power.magnitude)]
      return power < 0 ? Double(mantissa) / scale : Double(mantissa) * scale
    }
    guard power.magnitude < powersOfFive.count else { return nil }
    let scale = powersOfFive[Int(power.magnitude)]
    return power < 0
      ? quotient(mantissa, by: scale, power) : product(mantissa, with: scale, power)
  }

  /// `mantissa` · 5^k · 2^k: all bits of the integer product, rounded once.
  private static func product(_ mantissa: UInt64, with scale: UInt64, _ power: Int) -> Double {
    let (m, s) = (mantissa.leadingZeroBitCount, scale.leadingZeroBitCount)
    let full = (mantissa << UInt64(m)).multipliedFullWidth(by: scale << UInt64(s))
    return rounded(full.high, hasRest: full.low != 0, exponent: 64 - m - s + power)
  }

  /// `mantissa` / 5^k / 2^k: at least 63 bits of the integer quotient and whether there is a rest.
  private static func quotient(_ mantissa: UInt64, by scale: UInt64, _ power: Int) -> Double {
    let (m, s) = (mantissa.leadingZeroBitCount, scale.leadingZeroBitCount)
    let dividend = mantissa << UInt64(m)
    // Half of a number below 2⁶⁴ is below the divisor, which has its top bit: no overflow.
    let result = (scale << UInt64(s)).dividingFullWidth((dividend >> 1, dividend << 63))
    return rounded(result.quotient, hasRest: result.remainder != 0, exponent: s - m - 63 + power)
  }

  /// An integer of 63 or 64 bits, and less than one more where there is a rest, times 2^`exponent`.
  ///
  /// The conversion rounds to 53 bits, so the lowest bit only has to say that something follows.
  private static func rounded(_ integer: UInt64, hasRest: Bool, exponent: Int) -> Double {
    let value = Double(integer | (hasRest ? 1 : 0))
    // The values reached lie between 10⁻²⁷ and 10⁴⁷, where scaling by a power of two is exact.
    return value * Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// 10⁰ … 10²², all exact.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// 10⁰ … 10¹⁹, all that fit 64 bits.
  static let powersOfTen: [UInt64] = (0...19).map { power in
    (0..<power).reduce(1) { value, _ in value * 10 }
  }

  /// 5⁰ … 5²⁷, all that fit 64 bits.
  private static let powersOfFive: [UInt64] = (0...27).map { power in
    (0..<power).reduce(1) { value, _ in value * 5 }
  }
}
