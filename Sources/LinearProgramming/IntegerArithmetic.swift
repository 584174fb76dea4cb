import BigInt

/// What becomes of the digits of a magnitude that a double cannot hold.
enum MagnitudeRounding { case down, up, nearest }

extension Double {
  /// The double nearest to numerator / denominator · 2^exponent, ties to even.
  init(nearestTo numerator: BigInt, over denominator: BigInt, timesTwoTo exponent: Int) {
    self.init(.nearest, numerator, over: denominator, timesTwoTo: exponent)
  }

  /// numerator / denominator · 2^exponent with its magnitude rounded; `denominator` is positive.
  ///
  /// With q the magnitude and 2^e ≤ q < 2^(e+1), the last digit of a double near q is worth
  /// 2^max(e − 52, −1074); q is divided by that and the quotient, of at most 53 bits, rounded.
  init(
    _ rounding: MagnitudeRounding, _ numerator: BigInt, over denominator: BigInt,
    timesTwoTo exponent: Int
  ) {
    guard !numerator.isZero else {
      self = 0
      return
    }
    let (p, q) = (numerator.magnitude, denominator.magnitude)
    var leading = p.bitWidth - q.bitWidth
    if p << max(0, -leading) < q << max(0, leading) { leading -= 1 }
    leading += exponent
    let sign: FloatingPointSign = numerator.sign == .minus ? .minus : .plus
    guard leading <= 1023 else {
      let largest: Double = rounding == .down ? .greatestFiniteMagnitude : .infinity
      self = Double(sign: sign, exponent: 0, significand: largest)
      return
    }
    let last = max(leading - 52, -1074)
    let shift = exponent - last
    let divisor = q << max(0, -shift)
    let (quotient, remainder) = (p << max(0, shift)).quotientAndRemainder(dividingBy: divisor)
    var digits = UInt64(quotient)
    switch rounding {
    case .down: break
    case .up: digits += remainder.isZero ? 0 : 1
    case .nearest:
      let twice = remainder << 1
      if twice > divisor || (twice == divisor && digits % 2 == 1) { digits += 1 }
    }
    self = Double(sign: sign, exponent: last, significand: Double(digits))
  }
}

extension BigInt {
  /// −1, 0 or 1.
  var direction: Int { isZero ? 0 : sign == .minus ? -1 : 1 }
}
