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
/// Almost every number takes one of two exact paths, a double operation or an integer one
/// (`DecimalScaling`); `strtod` is left with more than 19 digits and far powers of ten.
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
    guard let digits = DecimalDigits(text, decimal: decimal.byte) else { throw .malformed }
    if let magnitude = digits.magnitude {
      return ParsedNumber(
        value: digits.isNegative ? -magnitude : magnitude,
        isRounded: digits.isWhole && digits.mantissa > 1 << 53
          && UInt64(exactly: magnitude) != digits.mantissa)
    }
    return try parseSlowly(text, isWhole: digits.isWhole)
  }

  private func parseSlowly(
    _ text: Span<UInt8>, isWhole: Bool
  ) throws(NumberError) -> ParsedNumber {
    let value = nearestDouble(text)
    guard value.isFinite else { throw .overflow }
    guard value != 0 else { throw .underflow }
    return ParsedNumber(value: value, isRounded: isWhole && !Self.isExact(value, digits: text))
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
