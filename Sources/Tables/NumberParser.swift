internal import Glibc

/// Sign between the whole and the fractional part of a number.
package enum DecimalMark: String, Sendable, Hashable, CaseIterable {
  /// `1.5`
  case point = "."
  /// `1,5`
  case comma = ","

  var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
}

/// Why a text is no number.
package enum NumberError: Error, Sendable, Hashable {
  /// There is no text.
  case empty
  /// Not an optional sign, digits with at most one decimal mark, and an optional exponent.
  case malformed
  /// Beyond the largest double.
  case overflow
  /// Not zero, yet nearer to zero than to the smallest double.
  case underflow
}

/// A number read from text.
package struct ParsedNumber: Sendable, Hashable {
  /// The double nearest to the text, ties to even.
  package let value: Double
  /// True for a whole number that no double represents, such as 2⁵³ + 1.
  package let isRounded: Bool

  /// True below the smallest normal double, where digits are lost.
  package var isSubnormal: Bool { value.isSubnormal }
}

/// Decimal text to the nearest double, bit for bit as `strtod`, but strict about what a number is:
/// no spaces, no grouping, no hexadecimal, no `nan`, no `inf`, and no loss of magnitude.
///
/// - Note: Clinger (1990), How to read floating point numbers accurately: with at most 2⁵³ in the
///   digits and a power of ten within 10²², both are exact doubles, so one rounding remains.
package struct NumberParser: Sendable {
  /// The decimal mark.
  package let decimal: DecimalMark

  /// Parser of numbers with the given decimal mark.
  package init(decimal: DecimalMark = .point) {
    self.decimal = decimal
  }

  /// Reads all of `text` as one number.
  package func parse(_ text: Span<UInt8>) throws(NumberError) -> ParsedNumber {
    guard !text.isEmpty else { throw .empty }
    guard let digits = Digits(text, decimal: decimal.byte) else { throw .malformed }
    if let value = digits.exactValue {
      return ParsedNumber(value: value, isRounded: false)
    }
    let value = nearestDouble(text)
    guard value.isFinite else { throw .overflow }
    guard value != 0 else { throw .underflow }
    return ParsedNumber(
      value: value,
      isRounded: digits.isWhole && !Self.isExact(value, digits: text))
  }

  private func nearestDouble(_ text: Span<UInt8>) -> Double {
    var characters: [CChar] = []
    characters.reserveCapacity(text.count + 1)
    for index in text.indices {
      let byte = text[index] == decimal.byte ? UInt8(ascii: ".") : text[index]
      characters.append(CChar(bitPattern: byte))
    }
    characters.append(0)
    return unsafe strtod(characters, nil)
  }

  /// True when the whole number written in `digits` is `value`, whose decimal expansion is finite.
  private static func isExact(_ value: Double, digits: Span<UInt8>) -> Bool {
    var expansion = [CChar](repeating: 0, count: 400)
    let length = unsafe withVaList([value.magnitude]) {
      unsafe Int(vsnprintf(&expansion, expansion.count, "%.0f", $0))
    }
    var first = 0
    // The sign and leading zeros come before '1' … '9'.
    while first < digits.count && digits[first] <= UInt8(ascii: "0") { first += 1 }
    guard digits.count - first == length else { return false }
    return (0..<length).allSatisfy { UInt8(bitPattern: expansion[$0]) == digits[first + $0] }
  }
}

/// The digits and the power of ten of a decimal text.
private struct Digits {
  /// More decimal digits than this do not fit 64 bits.
  static let longestMantissa = 19
  /// Exponents beyond this are out of range for any mantissa; it keeps the sum from overflowing.
  static let largestExponent = 1_000_000

  var isNegative = false
  /// The first 19 significant digits.
  var mantissa: UInt64 = 0
  var significantCount = 0
  /// Power of ten of the last digit counted.
  var exponent = 0
  /// True when there is neither a decimal mark nor an exponent.
  var isWhole = true

  /// The value, where one multiplication or division of exact doubles gives it.
  var exactValue: Double? {
    let magnitude: Double
    if mantissa == 0 && significantCount == 0 {
      magnitude = 0
    } else if significantCount > Self.longestMantissa || mantissa > 1 << 53 {
      return nil
    } else if exponent >= 0 && exponent < Self.powers.count {
      magnitude = Double(mantissa) * Self.powers[exponent]
    } else if exponent < 0 && -exponent < Self.powers.count {
      magnitude = Double(mantissa) / Self.powers[-exponent]
    } else {
      return nil
    }
    return isNegative ? -magnitude : magnitude
  }

  /// 10⁰ … 10²², all exact.
  static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// Splits `text`; nil unless it is sign, digits with one optional mark, optional exponent.
  init?(_ text: Span<UInt8>, decimal: UInt8) {
    var index = 0
    let count = text.count
    if Self.isSign(text[0]) {
      isNegative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    var digitCount = 0
    var seenMark = false
    while index < count {
      let digit = text[index] &- UInt8(ascii: "0")
      if digit < 10 {
        digitCount += 1
        append(digit, isFraction: seenMark)
      } else if text[index] == decimal && !seenMark {
        seenMark = true
        isWhole = false
      } else {
        break
      }
      index += 1
    }
    guard digitCount > 0 else { return nil }
    if index == count { return }
    guard text[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    isWhole = false
    guard let written = Self.exponent(text, from: index + 1) else { return nil }
    exponent += written
  }

  private mutating func append(_ digit: UInt8, isFraction: Bool) {
    if significantCount > 0 || digit != 0 { significantCount += 1 }
    if significantCount <= Self.longestMantissa {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      if isFraction { exponent -= 1 }
    } else if !isFraction {
      exponent += 1
    }
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
