/// The digits and the power of ten of a decimal text.
struct DecimalDigits {
  /// More decimal digits than this need not fit 64 bits.
  private static let longestMantissa = 19
  /// Exponents beyond this are out of range for any mantissa; it keeps the sum from overflowing.
  private static let largestExponent = 1_000_000

  private static let powersOfTen: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000,
  ]

  private(set) var isNegative = false
  /// The digits as one integer; meaningless where there are more than fit.
  private(set) var mantissa: UInt64 = 0
  private var fitsMantissa = true
  /// Power of ten of the last digit.
  private var exponent = 0
  /// True when there is neither a decimal mark nor an exponent.
  private(set) var isWhole = true

  /// The nearest double to the number without its sign, where an exact path gives it.
  var magnitude: Double? {
    guard fitsMantissa else { return nil }
    return DecimalScaling.nearest(mantissa, powerOfTen: exponent)
  }

  /// Splits `text`; nil unless it is sign, digits with one optional mark, optional exponent.
  init?(_ text: Span<UInt8>, decimal: UInt8) {
    var index = 0
    if Self.isSign(text[0]) {
      isNegative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    let first = index
    appendDigits(text, &index)
    var digitCount = index - first
    if index < text.count && text[index] == decimal {
      isWhole = false
      index += 1
      let firstOfFraction = index
      appendDigits(text, &index)
      exponent = firstOfFraction - index
      digitCount += index - firstOfFraction
    }
    guard digitCount > 0 else { return nil }
    if digitCount > Self.longestMantissa { checkLength(text, first, index, digitCount) }
    if index == text.count { return }
    guard text[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    isWhole = false
    guard let written = Self.exponent(text, from: index + 1) else { return nil }
    exponent += written
  }

  /// Takes digits up to the first other byte; too many wrap around, which is found out later.
  @inline(__always)
  private mutating func appendDigits(_ text: Span<UInt8>, _ index: inout Int) {
    while let eight = EightBytes(text, at: index)?.number {
      mantissa = mantissa &* 100_000_000 &+ eight
      index += 8
    }
    // Most texts end in digits, which then are the last of the last eight bytes.
    let left = text.count - index
    if left > 0 && left < 8, let end = EightBytes(text, at: text.count - 8)?.last(left).number {
      mantissa = mantissa &* Self.powersOfTen[left] &+ end
      index = text.count
    }
    while index < text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      index += 1
    }
  }

  /// Leading zeros do not count against the longest mantissa.
  private mutating func checkLength(
    _ text: Span<UInt8>, _ first: Int, _ last: Int, _ digitCount: Int
  ) {
    var leadingZeroCount = 0
    for index in first..<last {
      let digit = text[index] &- UInt8(ascii: "0")
      if digit == 0 { leadingZeroCount += 1 } else if digit < 10 { break }
    }
    fitsMantissa = digitCount - leadingZeroCount <= Self.longestMantissa
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
  }

  /// The exponent after `e`, at most ± `largestExponent`; nil if anything but sign and digits.
  private static func exponent(_ text: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    guard index < text.count else { return nil }
    let isNegative = text[index] == UInt8(ascii: "-")
    if isSign(text[index]) { index += 1 }
    guard index < text.count else { return nil }
    var magnitude = 0
    while index < text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      magnitude = min(largestExponent, magnitude * 10 + Int(digit))
      index += 1
    }
    return isNegative ? -magnitude : magnitude
  }
}
