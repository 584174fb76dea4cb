/// The shortest decimal that reads back as a given double, for the sizes that tables are full of.
///
/// Every number strictly nearer to the double than half the gap to its neighbours reads back as it, and
/// so does one exactly half way when the significand is even. Here both ends of that interval are exact
/// 128-bit integers, so nothing is estimated.
/// - Note: the search is that of Giulietti (2022), The Schubfach way to render doubles.
struct ShortestDecimal {
  /// The digits, without zeros behind the last.
  let digits: UInt64
  /// Number of digits behind the decimal mark, 0 … 19.
  let decimalCount: Int

  /// The decimal of a magnitude; nil for powers of two, whose gaps differ, and outside of 2⁻¹⁰ … 2⁵².
  init?(_ magnitude: Double) {
    let exponent = magnitude.exponentIfNormal - 52  // q in c · 2^q with 2⁵² ≤ c < 2⁵³
    guard (-62..<0).contains(exponent), magnitude.significandBitPattern != 0 else { return nil }
    let c = magnitude.significandBitPattern | 1 << 52

    // n with 10⁻ⁿ ≤ 2^q < 10¹⁻ⁿ: the interval is at least 1 and less than 10 units of 10⁻ⁿ wide.
    let n = -((exponent * 1233) >> 12)  // 1233 / 2¹² is log₁₀ 2 to 1e-5: right for |q| ≤ 62
    let interval = Interval(c, decimals: n, shift: UInt64(2 - exponent))
    let below = interval.whole
    let ten = below / 10 * 10
    let (hasLower, hasUpper) = (interval.contains(ten), interval.contains(ten + 10))
    if hasLower != hasUpper {
      self.init(trimming: hasLower ? ten : ten + 10, decimalCount: n)
      return
    }
    let (isBelow, isAbove) = (interval.contains(below), interval.contains(below + 1))
    let takesUpper = isBelow == isAbove ? interval.isNearerAbove : isAbove
    self.init(trimming: takesUpper ? below + 1 : below, decimalCount: n)
  }

  private init(trimming digits: UInt64, decimalCount: Int) {
    var (digits, count) = (digits, decimalCount)
    while count > 0 {
      let (quotient, digit) = digits.quotientAndRemainder(dividingBy: 10)
      guard digit == 0 else { break }
      (digits, count) = (quotient, count - 1)
    }
    self.digits = digits
    self.decimalCount = count
  }

  /// The decimals that read back as c · 2^q, in units of 10⁻ⁿ times 2^shift, where shift is 2 − q.
  private struct Interval {
    private let lower: UInt128
    private let middle: UInt128
    private let upper: UInt128
    private let shift: UInt64
    private let isClosed: Bool

    init(_ c: UInt64, decimals n: Int, shift: UInt64) {
      let scale = DecimalScaling.powersOfTen[n]
      func scaled(_ value: UInt64) -> UInt128 {
        let product = value.multipliedFullWidth(by: scale)  // below 2⁵⁵ · 2⁶⁴
        return UInt128(product.high) << 64 | UInt128(product.low)
      }
      lower = scaled(4 * c - 2)
      middle = scaled(4 * c)
      upper = scaled(4 * c + 2)
      self.shift = shift
      isClosed = c & 1 == 0
    }

    /// The middle, rounded down.
    var whole: UInt64 { UInt64(truncatingIfNeeded: middle &>> UInt128(shift)) }

    /// Whether the middle is nearer to the integer above than to the one below; half way goes to even.
    var isNearerAbove: Bool {
      let half = (2 * UInt128(whole) + 1) &<< UInt128(shift - 1)
      return middle > half || middle == half && whole & 1 == 1
    }

    func contains(_ decimal: UInt64) -> Bool {
      let value = UInt128(decimal) &<< UInt128(shift)  // below 10¹⁸ · 2⁶⁴
      return isClosed ? lower <= value && value <= upper : lower < value && value < upper
    }
  }
}

extension Double {
  /// Exponent of a normal number; far below all others for the rest.
  fileprivate var exponentIfNormal: Int { isNormal ? Int(exponent) : .min / 2 }
}
