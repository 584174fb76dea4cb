import BigInt

/// Fraction of two integers of any length, always in lowest terms.
package struct Rational: Sendable, Hashable {
  /// Carries the sign.
  let numerator: BigInt
  /// Positive, without a common factor with the numerator.
  let denominator: BigInt

  /// The number zero.
  package static let zero = Rational(0)

  /// A quotient of machine integers; `denominator` is not zero.
  package init(_ numerator: Int, over denominator: Int = 1) {
    self.init(BigInt(numerator), over: BigInt(denominator))
  }

  /// The exact value of a finite double.
  package init(_ value: Double) {
    let dyadic = Dyadic(value)
    self.init(BigInt(dyadic.significand), over: 1, timesTwoTo: dyadic.exponent)
  }

  /// numerator / denominator · 2^exponent, brought to lowest terms; `denominator` is not zero.
  init(_ numerator: BigInt, over denominator: BigInt, timesTwoTo exponent: Int = 0) {
    precondition(!denominator.isZero, "\(numerator) divided by zero")
    guard !numerator.isZero else {
      (self.numerator, self.denominator) = (0, 1)
      return
    }
    let (above, below) = (numerator.trailingZeroBitCount, denominator.trailingZeroBitCount)
    var (p, q) = (numerator.magnitude >> above, denominator.magnitude >> below)
    if q > 1 {
      let common = p.greatestCommonDivisor(with: q)
      if common > 1 { (p, q) = (p / common, q / common) }
    }
    let twos = exponent + above - below
    if twos > 0 { p <<= twos } else { q <<= -twos }
    let isPositive = numerator.sign == denominator.sign
    self.numerator = BigInt(sign: isPositive ? .plus : .minus, magnitude: p)
    self.denominator = BigInt(q)
  }

  /// −1, 0 or 1.
  package var sign: Int { numerator.isZero ? 0 : numerator.sign == .minus ? -1 : 1 }

  /// The absolute value.
  package var magnitude: Rational { sign < 0 ? -self : self }
}

extension Rational {
  /// The nearest double; of two equally near ones that with an even last digit.
  package var nearestDouble: Double {
    Double(nearestTo: numerator, over: denominator, timesTwoTo: 0)
  }

  /// The largest double that is not above this number; −∞ below all finite ones.
  package var lowerDouble: Double {
    let rounding: MagnitudeRounding = sign < 0 ? .up : .down
    return Double(rounding, numerator, over: denominator, timesTwoTo: 0)
  }

  /// The smallest double that is not below this number; +∞ above all finite ones.
  package var upperDouble: Double {
    let rounding: MagnitudeRounding = sign < 0 ? .down : .up
    return Double(rounding, numerator, over: denominator, timesTwoTo: 0)
  }
}

extension Rational: Comparable {
  /// Whether the first fraction is the smaller one.
  package static func < (a: Rational, b: Rational) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }
}

extension Rational: ExpressibleByIntegerLiteral {
  /// An integer written in the source.
  package init(integerLiteral value: Int) { self.init(value) }
}

extension Rational: CustomStringConvertible {
  /// Decimal digits, with a slash when the value is no integer.
  package var description: String {
    denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
  }
}

extension Rational {
  /// The opposite number.
  package static prefix func - (a: Rational) -> Rational {
    Rational(-a.numerator, over: a.denominator)
  }

  /// Sum.
  package static func + (a: Rational, b: Rational) -> Rational {
    Rational(
      a.numerator * b.denominator + b.numerator * a.denominator,
      over: a.denominator * b.denominator)
  }

  /// Difference.
  package static func - (a: Rational, b: Rational) -> Rational {
    Rational(
      a.numerator * b.denominator - b.numerator * a.denominator,
      over: a.denominator * b.denominator)
  }

  /// Product.
  package static func * (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.numerator, over: a.denominator * b.denominator)
  }

  /// Quotient; `b` is not zero.
  package static func / (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.denominator, over: a.denominator * b.numerator)
  }

  /// Adds in place.
  package static func += (a: inout Rational, b: Rational) { a = a + b }

  /// Subtracts in place.
  package static func -= (a: inout Rational, b: Rational) { a = a - b }
}
