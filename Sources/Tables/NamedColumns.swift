/// Named columns of delimited text, as texts and as numbers, whatever they mean.
///
/// An empty field and `NA` are missing numbers; every other field must be one. A text may be empty.
package struct NamedColumns: Sendable {
  /// Line of each row in the file, counted from 1.
  package let lines: [Int]
  /// The texts of each column asked for.
  package let texts: [[String]]
  /// The numbers of each column asked for; nil where there is none.
  package let numbers: [[Double?]]
  /// Numbers that a double holds with fewer digits than the file, or none of them.
  package let roundedCount: Int

  private let text: DelimitedText
  private let offsets: [Int]

  /// Reads some columns of all rows.
  ///
  /// - Parameters:
  ///   - text: the table.
  ///   - textColumns: names of the columns with texts.
  ///   - numberColumns: names of the columns with numbers.
  /// - Throws: ``TableError`` of category `data` with the place of what cannot be read.
  package init(
    _ text: DelimitedText, texts textColumns: [String], numbers numberColumns: [String]
  ) throws(TableError) {
    let textPositions = try Self.positions(of: textColumns, in: text)
    let numberPositions = try Self.positions(of: numberColumns, in: text)
    let parser = NumberParser(decimal: text.decimal)
    var lines: [Int] = []
    var offsets: [Int] = []
    var texts = textColumns.map { _ in [String]() }
    var numbers = numberColumns.map { _ in [Double?]() }
    var roundedCount = 0
    var rows = text.rows()
    var fields: [Field] = []
    while let place = try rows.next(into: &fields) {
      lines.append(place.line)
      offsets.append(place.offset)
      for (index, position) in textPositions.enumerated() {
        texts[index].append(fields[position].text(in: text.bytes))
      }
      for (index, position) in numberPositions.enumerated() {
        let found = try Self.number(fields[position], parser, text)
        if let found, found.isRounded || found.isSubnormal { roundedCount += 1 }
        numbers[index].append(found?.value)
      }
    }
    self.text = text
    self.lines = lines
    self.offsets = offsets
    self.texts = texts
    self.numbers = numbers
    self.roundedCount = roundedCount
  }

  /// Error at the field of a row in a column that was read.
  package func error(
    row: Int, column: String, found: String, expected: String
  ) throws(TableError) -> TableError {
    let fields = try text.row(at: offsets[row])
    let offset = text.header.firstIndex(of: column).map { fields[$0].offset } ?? offsets[row]
    return text.error(at: offset, found: found, expected: expected)
  }

  private static func positions(
    of names: [String], in text: DelimitedText
  ) throws(TableError) -> [Int] {
    var positions: [Int] = []
    for name in names {
      guard let position = text.header.firstIndex(of: name) else {
        let near = NearMatch.best(for: name, among: text.header)
        throw text.error(
          atColumn: 0,
          found: "no column \(name.quoted)\(near.map { " (did you mean \($0.quoted)?)" } ?? "")",
          expected: "one of \(NearMatch.list(text.header))")
      }
      positions.append(position)
    }
    return positions
  }

  private static func number(
    _ field: Field, _ parser: NumberParser, _ text: DelimitedText
  ) throws(TableError) -> ParsedNumber? {
    if field.isEmpty || text.bytes[field.start..<field.end].elementsEqual("NA".utf8) { return nil }
    do {
      return try parser.parse(text.bytes.span.extracting(field.start..<field.end))
    } catch {
      let expected =
        switch error {
        case .empty, .malformed: "a number, or nothing where it is missing"
        case .overflow: "a number up to 1.8e308"
        case .underflow: "zero or a number from 4.9e-324"
        }
      throw text.error(
        at: field.offset, found: field.text(in: text.bytes).quoted, expected: expected)
    }
  }
}
