/// Named columns and rows of cells, whatever they mean.
package struct ReportTable: Sendable, Hashable {
  /// One entry of a row.
  package enum Cell: Sendable, Hashable {
    /// Words.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number; one that is not finite is written as missing.
    case number(Double)
    /// Nothing known.
    case missing

    /// A number where there is one.
    package init(_ value: Double?) {
      self = value.map { .number($0) } ?? .missing
    }
  }

  /// Name, for programs.
  package let name: String
  /// Lines of text for people, shown above the table.
  package var notes: [String]
  /// Names of the columns, all different where programs read them.
  package let columns: [String]
  /// For people, a heading above each column, "" for none; equal neighbours share it.
  package let headings: [String]
  /// Number of columns on the left that say what a row is about.
  package let keyCount: Int
  /// Rows, each with one cell for each column.
  package private(set) var rows: [[Cell]] = []

  /// Table without rows.
  package init(name: String, notes: [String] = [], columns: [String], keyCount: Int = 1) {
    self.init(
      name: name, notes: notes, columns: columns.map { (heading: "", name: $0) },
      keyCount: keyCount)
  }

  /// Table without rows, its columns under headings.
  package init(
    name: String, notes: [String] = [], columns: [(heading: String, name: String)],
    keyCount: Int = 1
  ) {
    self.name = name
    self.notes = notes
    self.columns = columns.map(\.name)
    headings = columns.map(\.heading)
    self.keyCount = keyCount
  }

  /// Adds a row with one cell for each column.
  package mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
    rows.append(row)
  }
}

extension Double {
  /// The shortest decimal text that reads back as this number; whole numbers lack the `.0`.
  package var shortest: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
