extension Double {
  /// The number rounded to some decimals.
  func rounded(to decimalCount: Int) -> Double {
    var factor = 1.0
    for _ in 0..<decimalCount { factor *= 10 }
    return (self * factor).rounded() / factor
  }

  /// One digit and a power of ten: "3e-14".
  var scientific: String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    var (digit, exponent) = (abs(self), 0)
    while digit >= 9.5 { (digit, exponent) = (digit / 10, exponent + 1) }
    while digit < 0.95 { (digit, exponent) = (digit * 10, exponent - 1) }
    return "\(self < 0 ? "-" : "")\(Int(digit.rounded()))e\(exponent)"
  }
}
