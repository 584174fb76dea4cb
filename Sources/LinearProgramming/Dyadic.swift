/// An integer times a power of two, which is what every finite double is.
struct Dyadic {
  /// The integer: odd, or zero.
  let significand: Int64
  /// The power of two; 0 when the value is zero.
  let exponent: Int

  /// The exact value of a finite double.
  init(_ value: Double) {
    precondition(value.isFinite, "\(value) is no rational number")
    guard value != 0 else {
      (significand, exponent) = (0, 0)
      return
    }
    // value.significand lies in [1, 2), also for subnormal numbers.
    let digits = Int64(value.significand * 0x1p52)
    let zeros = digits.trailingZeroBitCount
    significand = (value < 0 ? -digits : digits) >> zeros
    exponent = Int(value.exponent) - 52 + zeros
  }
}
