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

  /// Adds another text.
  package mutating func append(_ text: TextBuffer) { bytes.append(contentsOf: text.bytes) }

  /// Adds bytes that are no text.
  package mutating func append(bytes more: [UInt8]) { bytes.append(contentsOf: more) }

  /// Adds the eight bytes of a word, the lowest first.
  package mutating func append(littleEndian word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  /// Adds a string as a field of comma-separated values, in quotes where it needs them.
  package mutating func appendQuotingIfNeeded(_ field: String) {
    let start = bytes.count
    append(field)
    guard needsQuotes(from: start) else { return }
    bytes.removeLast(bytes.count - start)
    append(field.betweenQuotes)
  }

  /// Whether the text from `start` on holds a delimiter, a quote or a line end.
  ///
  /// Looked for in bytes already copied, and without a branch in the loop, which compiles to vector
  /// instructions.
  private func needsQuotes(from start: Int) -> Bool {
    func mask(_ isTrue: Bool) -> UInt8 { isTrue ? 0xFF : 0 }
    var found: UInt8 = 0
    for byte in bytes[start...] {
      found |= mask(byte == UInt8(ascii: ",")) | mask(byte == UInt8(ascii: "\""))
      found |= mask(byte == UInt8(ascii: "\n")) | mask(byte == UInt8(ascii: "\r"))
    }
    return found != 0
  }

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
    var place = end  // from the right
    for position in 0..<digitCount {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      place -= decimalCount > 0 && position == decimalCount ? 2 : 1
      text[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
      rest = quotient
    }
  }
}

extension String {
  /// The text in double quotes, with those in it doubled: as a field of comma-separated values.
  package var betweenQuotes: String {
    "\"\(split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
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
