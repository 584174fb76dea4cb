/// One field of a row, as offsets into the text; 12 bytes, since every field of a file passes through.
struct Field {
  // A file has at most 1 GiB, and as UTF-8 less than 4 GiB.
  private let storedStart: UInt32
  private let storedEnd: UInt32
  private let isQuoted: Bool
  /// True when the content has pairs of quotes that stand for one.
  let hasDoubledQuotes: Bool

  /// Where the field begins, its opening quote included.
  var offset: Int { isQuoted ? start - 1 : start }
  /// Where its content begins.
  var start: Int { Int(storedStart) }
  /// Where its content ends.
  var end: Int { Int(storedEnd) }

  /// Field with its content between two offsets.
  @inline(__always)
  init(start: Int, end: Int, isQuoted: Bool = false, hasDoubledQuotes: Bool = false) {
    storedStart = UInt32(truncatingIfNeeded: start)
    storedEnd = UInt32(truncatingIfNeeded: end)
    self.isQuoted = isQuoted
    self.hasDoubledQuotes = hasDoubledQuotes
  }

  var isEmpty: Bool { start == end }

  /// The content.
  func text(in bytes: [UInt8]) -> String {
    let raw = bytes[start..<end]
    guard hasDoubledQuotes else { return String(decoding: raw, as: UTF8.self) }
    var content: [UInt8] = []
    var skipsQuote = false
    for byte in raw {
      if skipsQuote && byte == RowCursor.quote {
        skipsQuote = false
        continue
      }
      content.append(byte)
      skipsQuote = byte == RowCursor.quote
    }
    return String(decoding: content, as: UTF8.self)
  }
}

/// Where a row begins; 8 bytes, since a large panel has one for each row.
struct RowPlace {
  // A file has at most 1 GiB, and as UTF-8 less than 4 GiB.
  private let storedOffset: UInt32
  private let storedLine: UInt32

  /// Byte offset.
  var offset: Int { Int(storedOffset) }
  /// Line, counted from 1.
  var line: Int { Int(storedLine) }

  init(offset: Int, line: Int) {
    storedOffset = UInt32(offset)
    storedLine = UInt32(line)
  }
}
