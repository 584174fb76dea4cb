/// Character between the fields of a row.
package enum Delimiter: String, Sendable, Hashable, CaseIterable {
  /// `,`
  case comma = ","
  /// Tab.
  case tab = "\t"
  /// `;`
  case semicolon = ";"

  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .tab: UInt8(ascii: "\t")
    case .semicolon: UInt8(ascii: ";")
    }
  }
}

/// How a text file is written.
package struct DelimitedTextOptions: Sendable, Hashable {
  /// Character encoding.
  package var encoding = TextEncoding.utf8
  /// Field delimiter; nil takes the most frequent one of the header line.
  package var delimiter: Delimiter?
  /// Decimal mark of the numbers; a comma here cannot delimit fields.
  package var decimal = DecimalMark.point

  /// UTF-8, delimiter from the header, decimal point.
  package init() {}
}

/// A table in delimited text: a header line, then rows of as many fields.
///
/// Fields follow RFC 4180: quotes around a whole field keep delimiters and line ends, two quotes
/// stand for one. Lines end in LF, CRLF or CR; the last may lack its end, and blank lines may
/// follow it. Spaces belong to the field.
package struct DelimitedText: Sendable {
  /// Longest row, in bytes: a longer one is a file of another kind.
  package static let longestRow = 16 << 20
  /// Largest number of columns.
  package static let largestColumnCount = 1_000_000

  /// Name of the file, for messages.
  package let file: String
  /// Field delimiter, given or found.
  package let delimiter: Delimiter
  /// Decimal mark of the numbers.
  package let decimal: DecimalMark
  /// Names of the columns, all different.
  package let header: [String]
  /// Size of the file, before any change of its encoding.
  package let byteCount: Int
  /// The text, in valid UTF-8.
  let bytes: [UInt8]
  /// Where each column's name begins.
  private let headerOffsets: [Int]
  private let firstRow: RowCursor

  /// Table in a file.
  package init(path: String, options: DelimitedTextOptions = DelimitedTextOptions())
    throws(TableError)
  {
    let bytes = try InputFile.bytes(ofFile: path)
    try self.init(bytes: bytes, file: path, options: options)
  }

  /// Table in memory.
  ///
  /// - Parameters:
  ///   - bytes: contents of a file.
  ///   - file: its name, for messages.
  ///   - options: encoding, delimiter, decimal mark.
  /// - Throws: ``TableError`` of category `data`, with the place, unless there is a usable header.
  package init(
    bytes: [UInt8], file: String, options: DelimitedTextOptions = DelimitedTextOptions()
  ) throws(TableError) {
    if options.decimal == .comma && options.delimiter == .comma {
      throw TableError(
        .usage, "found a comma as delimiter and as decimal mark; expected two different characters")
    }
    let text = try options.encoding.decode(bytes, file: file)
    let delimiter = options.delimiter ?? Self.delimiter(ofHeaderIn: text, decimal: options.decimal)
    let start = RowCursor(bytes: text, file: file, delimiter: delimiter.byte)
    var cursor = start
    var fields: [Field] = []
    guard try cursor.next(into: &fields) != nil else {
      throw TableError(
        file: file, at: TextPosition(line: 1, column: 1), found: "an empty file",
        expected: "a header line")
    }
    guard cursor.fieldCount <= Self.largestColumnCount else {
      throw TableError(
        file: file, at: LineIndex.position(of: start.offset, in: text),
        found: "\(cursor.fieldCount) columns", expected: "at most \(Self.largestColumnCount)")
    }
    // Once more, now that the number of columns is known.
    fields = [Field](repeating: Field(start: 0, end: 0), count: cursor.fieldCount)
    cursor = start
    _ = try cursor.next(into: &fields)
    self.file = file
    byteCount = bytes.count
    self.delimiter = delimiter
    decimal = options.decimal
    self.bytes = text
    header = fields.map { $0.text(in: text) }
    headerOffsets = fields.map(\.offset)
    firstRow = cursor
    try checkHeader()
  }

  private func checkHeader() throws(TableError) {
    var first: [String: Int] = [:]
    for (column, name) in header.enumerated() {
      if let earlier = first.updateValue(column, forKey: name) {
        throw error(
          at: headerOffsets[column],
          found: "column \(name.quoted) again (it is column \(earlier + 1))",
          expected: "different names")
      }
    }
    var cursor = firstRow
    var fields: [Field] = []
    guard try cursor.next(into: &fields) != nil else {
      throw error(at: bytes.count, found: "a header only", expected: "rows of data below it")
    }
  }

  /// Number of rows to expect, a few more than there are where all are alike.
  ///
  /// It is judged by the length of the first. A file of nothing but line ends promises no memory, since a row has a byte behind each
  /// field.
  var expectedRowCount: Int {
    let sample = bytes.dropFirst(firstRow.offset).prefix(1 << 16)
    let lineCount = sample.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let average = max(Double(sample.count) / Double(max(lineCount, 1)), Double(header.count))
    return Int(1.02 * Double(bytes.count - firstRow.offset) / average) + 1
  }

  /// Rows below the header.
  func rows() -> TableRows { TableRows(text: self, cursor: firstRow) }

  /// The row that begins at a byte offset met before.
  func row(at offset: Int) throws(TableError) -> [Field] {
    var rows = TableRows(text: self, cursor: firstRow)
    rows.move(to: offset)
    var fields: [Field] = []
    _ = try rows.next(into: &fields)
    return fields
  }

  /// Error at a byte of the text.
  func error(at offset: Int, found: String, expected: String) -> TableError {
    TableError(
      file: file, at: LineIndex.position(of: offset, in: bytes), found: found, expected: expected)
  }

  /// Error at the name of a column.
  func error(atColumn column: Int, found: String, expected: String) -> TableError {
    error(at: headerOffsets[column], found: found, expected: expected)
  }

  /// The delimiter met most often in the first line outside quotes; tab and semicolon win a tie.
  private static func delimiter(ofHeaderIn text: [UInt8], decimal: DecimalMark) -> Delimiter {
    var counts = [UInt8: Int]()
    var isQuoted = false
    for byte in text {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      counts[byte, default: 0] += 1
    }
    var best = Delimiter.tab
    for candidate in [Delimiter.semicolon, .comma] where candidate.byte != decimal.byte {
      if counts[candidate.byte, default: 0] > counts[best.byte, default: 0] { best = candidate }
    }
    return best
  }
}

/// The rows of a table, each with as many fields as the header.
struct TableRows {
  private let text: DelimitedText
  private var cursor: RowCursor

  init(text: DelimitedText, cursor: RowCursor) {
    self.text = text
    self.cursor = cursor
  }

  /// Continues with the row that begins at `offset`; lines are no longer counted from there on.
  mutating func move(to offset: Int) { cursor.offset = offset }

  /// Reads the next row into the first of `fields`, one for each column; nil after the last.
  mutating func next(into fields: inout [Field]) throws(TableError) -> RowPlace? {
    let expected = text.header.count
    // One more, for the place of the first that should not be there.
    if fields.count <= expected {
      fields = [Field](repeating: Field(start: 0, end: 0), count: expected + 1)
    }
    guard let place = try cursor.next(into: &fields) else { return nil }
    guard cursor.fieldCount == expected else {
      let offset = cursor.fieldCount < expected ? cursor.rowEnd : fields[expected].offset
      throw text.error(
        at: offset, found: cursor.fieldCount == 1 ? "1 field" : "\(cursor.fieldCount) fields",
        expected: "\(expected), as in the header")
    }
    return place
  }
}
