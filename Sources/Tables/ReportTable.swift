/// Named columns and rows of cells, whatever they mean.
package struct ReportTable: Sendable {
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
  package var name: String
  /// Caption, for people; "" for none.
  package var title = ""
  /// Lines of text for people, shown above the table.
  package var notes: [String]
  /// Names of the columns; where programs read them, no two under one heading are equal.
  package let columns: [String]
  /// For people, a heading above each column, "" for none; equal neighbours share it.
  package let headings: [String]
  /// Number of columns on the left that say what a row is about.
  package let keyCount: Int

  private var stored: [[Cell]] = []
  private var made: (count: Int, row: @Sendable (Int) -> [Cell])?

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

  /// Table whose rows are made when they are needed: those of 100,000 observations take more memory
  /// than their text.
  package init(
    name: String, columns: [String], rowCount: Int, row: @escaping @Sendable (Int) -> [Cell]
  ) {
    self.init(name: name, columns: columns)
    made = (rowCount, row)
  }

  /// Names of the columns for programs, each behind its heading, which tells equal names apart.
  package var fullNames: [String] {
    zip(headings, columns).map { $0.isEmpty ? $1 : "\($0) \($1)" }
  }

  /// Number of rows.
  package var rowCount: Int { made?.count ?? stored.count }

  /// Rows, each with one cell for each column.
  package var rows: some RandomAccessCollection<[Cell]> { (0..<rowCount).lazy.map(row) }

  /// One row, with one cell for each column.
  package func row(_ index: Int) -> [Cell] {
    guard let made else { return stored[index] }
    let row = made.row(index)
    checkWidth(row)
    return row
  }

  /// Adds a row with one cell for each column to a table that keeps its rows.
  package mutating func append(_ row: [Cell]) {
    precondition(made == nil, "the rows of this table are made when they are needed")
    checkWidth(row)
    stored.append(row)
  }

  private func checkWidth(_ row: [Cell]) {
    precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
  }
}
