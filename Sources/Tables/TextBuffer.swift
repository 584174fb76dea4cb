/// Text under construction, as bytes of UTF-8.
package struct TextBuffer: Sendable {
  /// The text so far.
  package private(set) var bytes: [UInt8] = []
  private var digits = [UInt8](repeating: 0, count: 24)  // room for any integer of 64 bits, with a mark

  /// Empty text.
  package init() {}

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
    var rest = value
    var first = digits.count
    var count = 0
    while rest > 0 || count <= decimalCount {
      if count == decimalCount && decimalCount > 0 {
        first -= 1
        digits[first] = UInt8(ascii: ".")
      }
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
      count += 1
    }
    bytes.append(contentsOf: digits[first...])
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
