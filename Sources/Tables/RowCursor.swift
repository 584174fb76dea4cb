/// Splits delimited text into fields, row after row.
struct RowCursor: Sendable {
  static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let tab = UInt8(ascii: "\t")

  private let bytes: [UInt8]
  private let file: String
  private let delimiter: UInt8
  /// One bit for each byte below 64 that ends a field or may not be in one without quotes.
  private let stops: UInt64
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
    stops = [delimiter, Self.lineFeed, Self.carriageReturn, Self.quote, Self.tab].reduce(0) {
      $0 | 1 << UInt64($1)
    }
    offset = bytes.starts(with: LineIndex.byteOrderMark) ? LineIndex.byteOrderMark.count : 0
  }

  /// Reads the next row: as many fields are kept as `fields` has room for, all are counted; nil after
  /// the last row.
  mutating func next(into fields: inout [Field]) throws(TableError) -> RowPlace? {
    fieldCount = 0
    guard try !isAtEnd() else { return nil }
    let place = RowPlace(offset: offset, line: line)
    var kept = fields.mutableSpan
    if let row = Self.plainRow(
      in: bytes.span, from: offset, delimiter: delimiter, stops: stops, into: &kept)
    {
      (offset, fieldCount) = row
    } else {
      try readRow(into: &fields)
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

  /// The end of the row of a text that begins at `start`, and its number of fields, of which as many are
  /// kept as there is room for; nil where there is something else than fields without quotes.
  private static func plainRow(
    in text: Span<UInt8>, from start: Int, delimiter: UInt8, stops: UInt64,
    into kept: inout MutableSpan<Field>
  ) -> (end: Int, fieldCount: Int)? {
    let delimiters = EightBytes.repeating(delimiter)
    var first = start
    var index = start
    var count = 0
    while true {
      // Eight bytes at a time up to the first that may stop: a delimiter, or anything below a dash.
      while let eight = EightBytes(text, at: index) {
        let found = eight.bytesBelow(UInt8(ascii: "-")) | (eight ^ delimiters).bytesBelow(1)
        index += found.trailingZeroBitCount / 8
        if found != 0 { break }
      }
      let byte = index < text.count ? text[index] : lineFeed
      if byte >= 64 || stops & (1 &<< UInt64(byte)) == 0 {
        index += 1
        continue
      }
      guard byte == delimiter || byte == lineFeed || byte == carriageReturn else { return nil }
      if count < kept.count { kept[count] = Field(start: first, end: index) }
      count += 1
      if byte != delimiter { return (index, count) }
      index += 1
      first = index
    }
  }

  /// Reads a row field by field, up to its line end.
  private mutating func readRow(into fields: inout [Field]) throws(TableError) {
    while true {
      let field = try nextField()
      if fieldCount < fields.count { fields[fieldCount] = field }
      fieldCount += 1
      guard offset < bytes.count && bytes[offset] == delimiter else { return }
      offset += 1
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
    while index < bytes.count && (bytes[index] >= 64 || stops & (1 &<< UInt64(bytes[index])) == 0) {
      index += 1
    }
    if index < bytes.count && bytes[index] != delimiter {
      if bytes[index] == Self.quote {
        throw error(
          at: index, found: "a quote inside a field",
          expected: "quotes around the whole field, doubled inside it")
      }
      if bytes[index] == Self.tab {
        throw error(at: index, found: "a tab inside a field", expected: "text")
      }
    }
    offset = index
    return Field(start: start, end: index)
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
      start: opening + 1, end: index, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
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
