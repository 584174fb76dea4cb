/// Text under construction, as bytes of UTF-8.
package struct TextBuffer: Sendable {
  /// The text so far.
  package private(set) var bytes: [UInt8] = []

  /// Empty text, with room for so many bytes.
  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// The text so far.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Starts again with the room there is.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Adds a string.
  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Adds an ASCII character.
  package mutating func append(character: Unicode.Scalar) {
    bytes.append(UInt8(ascii: character))
  }

  /// Adds a whole number.
  package mutating func append(_ value: Int) {
    if value < 0 { append(character: "-") }
    append(UInt64(value.magnitude), decimalCount: 0)
  }

  /// Adds the shortest decimal that reads back as a number; whole numbers lack the `.0`.
  package mutating func append(_ value: Double) {
    let magnitude = value.magnitude
    if magnitude < 0x1p53 && magnitude == magnitude.rounded(.towardZero) {
      if value.sign == .minus { append(character: "-") }
      append(UInt64(magnitude), decimalCount: 0)
    } else if let decimal = ShortestDecimal(magnitude) {
      if value.sign == .minus { append(character: "-") }
      append(decimal.digits, decimalCount: decimal.decimalCount)
    } else {
      let text = value.description  // far sizes and powers of two
      append(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }
  }

  /// Adds digits with the last `decimalCount` of them behind a mark.
  private mutating func append(_ value: UInt64, decimalCount: Int) {
    let digitCount = max(value.decimalDigitCount, decimalCount + 1)  // a zero before the mark
    let end = bytes.count + digitCount + (decimalCount > 0 ? 1 : 0)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "."), count: end - bytes.count))
    var text = bytes.mutableSpan
    var rest = value
    for position in 0..<digitCount {  // from the right
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      let isBeforeMark = decimalCount > 0 && position >= decimalCount
      text[end - 1 - position - (isBeforeMark ? 1 : 0)] = UInt8(ascii: "0") &+ UInt8(digit)
      rest = quotient
    }
  }
}

extension UInt64 {
  /// Number of decimal digits, 1 for zero.
  fileprivate var decimalDigitCount: Int {
    // ⌊1233 b / 2¹²⌋ of the number b of bits is the count or one less; the power of ten decides.
    let estimate = ((UInt64.bitWidth - (self | 1).leadingZeroBitCount) * 1233) >> 12
    return estimate + (self | 1 >= DecimalScaling.powersOfTen[estimate] ? 1 : 0)
  }
}

extension Double {
  /// The shortest decimal text that reads back as this number; whole numbers lack the `.0`.
  package var shortest: String {
    var buffer = TextBuffer()
    buffer.append(self)
    return buffer.text
  }
}
