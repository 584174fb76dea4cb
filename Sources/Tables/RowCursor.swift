/// One field of a row, as offsets into the text.
struct Field {
  /// Where the field begins, its opening quote included.
  let offset: Int
  /// Where its content begins.
  let start: Int
  /// Where its content ends.
  let end: Int
  /// True when the content has pairs of quotes that stand for one.
  let hasDoubledQuotes: Bool

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

/// Splits delimited text into fields, row after row.
struct RowCursor: Sendable {
  static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let tab = UInt8(ascii: "\t")

  private let bytes: [UInt8]
  private let file: String
  private let delimiter: UInt8
  /// Where the next row begins.
  var offset: Int
  /// Line of the next row, counted from 1.
  private var line = 1
  /// Number of fields of the row read last.
  private(set) var fieldCount = 0
  /// Where the row read last ends, before its line end.
  private(set) var rowEnd = 0

  init(bytes: [UInt8], file: String, delimiter: UInt8) {
    self.bytes = bytes
    self.file = file
    self.delimiter = delimiter
    offset = bytes.starts(with: LineIndex.byteOrderMark) ? LineIndex.byteOrderMark.count : 0
  }

  /// Reads the next row: at most `limit` fields are kept, all are counted; nil after the last.
  mutating func next(into fields: inout [Field], limit: Int) throws(TableError) -> RowPlace? {
    fields.removeAll(keepingCapacity: true)
    fieldCount = 0
    guard try !isAtEnd() else { return nil }
    let place = RowPlace(offset: offset, line: line)
    while true {
      let field = try nextField()
      fieldCount += 1
      if fields.count < limit { fields.append(field) }
      if offset < bytes.count && bytes[offset] == delimiter {
        offset += 1
        continue
      }
      rowEnd = offset
      guard rowEnd - place.offset <= DelimitedText.longestRow else {
        throw error(
          at: place.offset, found: "a line of \(rowEnd - place.offset) bytes",
          expected: "at most \(DelimitedText.longestRow >> 20) MiB")
      }
      skipLineEnd()
      return place
    }
  }

  /// True after the last row; blank lines count as the end when nothing follows them.
  private mutating func isAtEnd() throws(TableError) -> Bool {
    guard offset < bytes.count else { return true }
    guard isLineEnd(bytes[offset]) else { return false }
    let blank = offset
    while offset < bytes.count && isLineEnd(bytes[offset]) { skipLineEnd() }
    guard offset < bytes.count else { return true }
    throw error(
      at: blank, found: "an empty line",
      expected: "fields; empty lines may only follow the last row")
  }

  /// The field at `offset`, which moves to the delimiter or line end behind it.
  private mutating func nextField() throws(TableError) -> Field {
    let start = offset
    if start < bytes.count && bytes[start] == Self.quote { return try quotedField() }
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      // Letters and digits leave here; ',' and ';' are below them, as are quotes and controls.
      if byte > UInt8(ascii: ";") {
        index += 1
        continue
      }
      if byte == delimiter || isLineEnd(byte) { break }
      if byte == Self.quote {
        throw error(
          at: index, found: "a quote inside a field",
          expected: "quotes around the whole field, doubled inside it")
      }
      if byte == Self.tab {
        throw error(at: index, found: "a tab inside a field", expected: "text")
      }
      index += 1
    }
    offset = index
    return Field(offset: start, start: start, end: index, hasDoubledQuotes: false)
  }

  private mutating func quotedField() throws(TableError) -> Field {
    let opening = offset
    var hasDoubledQuotes = false
    var index = opening + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Self.quote {
        guard index + 1 < bytes.count, bytes[index + 1] == Self.quote else { break }
        hasDoubledQuotes = true
        index += 1
      } else if byte == Self.lineFeed {
        line += 1
      } else if byte == Self.carriageReturn {
        if index + 1 >= bytes.count || bytes[index + 1] != Self.lineFeed { line += 1 }
      }
      index += 1
    }
    guard index < bytes.count else {
      throw error(at: opening, found: "a quote without its end", expected: "a closing quote")
    }
    offset = index + 1
    guard offset == bytes.count || bytes[offset] == delimiter || isLineEnd(bytes[offset]) else {
      throw error(
        at: offset, found: "text after a closing quote", expected: "a delimiter or the line's end")
    }
    return Field(
      offset: opening, start: opening + 1, end: index, hasDoubledQuotes: hasDoubledQuotes)
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == Self.lineFeed || byte == Self.carriageReturn
  }

  private mutating func skipLineEnd() {
    guard offset < bytes.count else { return }
    let isReturn = bytes[offset] == Self.carriageReturn
    offset += 1
    if isReturn && offset < bytes.count && bytes[offset] == Self.lineFeed { offset += 1 }
    line += 1
  }

  private func error(at offset: Int, found: String, expected: String) -> TableError {
    TableError(
      file: file, at: LineIndex.position(of: offset, in: bytes), found: found, expected: expected)
  }
}
