package import Tables

/// A table as readers see it: rounded and captioned, all digits in the file that they can save.
///
/// The rows of the table are read twice; neighbouring columns with an equal heading share it in a first
/// row of headers.
package struct PageTable: Sendable {
  /// The numbers.
  package var table: ReportTable
  /// What the table shows, in a line.
  package var caption: String
  /// Titles of the columns, one each; "" leaves the title away.
  package var titles: [String]
  /// Decimals of numbers in each column, 0 to 17.
  package var decimalCounts: [Int]
  /// First rows of groups, ascending, with the title of each; rows before the first have none.
  package var groups: [(row: Int, title: String)] = []
  /// Rows at the end that sum up: they stay there however the others are sorted.
  package var summaryRowCount = 0
  /// Rows that stand out.
  package var highlightedRows: Set<Int> = []
  /// Tints and remarks of cells.
  package var marks: [CellPlace: CellMark] = [:]
  /// Footnotes that marks refer to, called a, b, c ….
  package var footnotes: [PageText] = []
  /// Lines below the table.
  package var notes: [PageText]
  /// Whether readers can sort the rows: within groups, those that sum up excepted.
  package var isSortable = true
  /// With more rows than this the table opens on a click.
  package var rowsShownAtOnce = 60

  /// Table with a caption.
  ///
  /// - Parameters:
  ///   - table: the numbers; its name becomes that of the file to save, its notes stand below.
  ///   - caption: what the table shows, in a line.
  ///   - titles: titles of the columns, one each, or nil for their names.
  ///   - decimalCount: decimals of numbers, 0 to 17.
  package init(
    _ table: ReportTable, caption: String, titles: [String]? = nil, decimalCount: Int = 3
  ) {
    let count = table.columns.count
    precondition(titles.map { $0.count == count } ?? true, "\(count) columns need a title each")
    precondition((0...17).contains(decimalCount), "\(decimalCount) decimals")
    self.table = table
    self.caption = caption
    self.titles = titles ?? table.columns
    decimalCounts = Array(repeating: decimalCount, count: count)
    notes = table.notes.map { PageText($0) }
  }

  /// Tints every cell of the given columns that holds exactly these words.
  ///
  /// - Parameters:
  ///   - words: all that the cell says.
  ///   - columns: where to look.
  ///   - tint: the colour.
  package mutating func tint(_ words: String, in columns: Range<Int>, _ tint: CellMark.Tint) {
    for (index, row) in table.rows.enumerated() {
      for column in columns where row[column] == .text(words) {
        marks[CellPlace(row: index, column: column), default: CellMark()].tint = tint
      }
    }
  }
}

/// A cell of a table.
package struct CellPlace: Sendable, Hashable {
  /// Index of its row.
  package var row: Int
  /// Index of its column.
  package var column: Int

  /// Cell at a place.
  ///
  /// - Parameters:
  ///   - row: index of its row.
  ///   - column: index of its column.
  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// What sets a cell apart: a word, since colour alone says nothing to many, and a pale colour.
package struct CellMark: Sendable, Hashable {
  /// Pale colours that readers with any colour vision tell apart, each with a stripe at the left.
  /// - Note: tints of Okabe and Ito (2008).
  package enum Tint: String, Sendable, Hashable, CaseIterable {
    /// No colour.
    case none = ""
    /// Sky blue.
    case blue = "b"
    /// Orange.
    case orange = "o"
    /// Bluish green.
    case green = "g"
    /// Reddish purple.
    case purple = "p"
    /// For what is left open.
    case grey = "n"
  }

  /// Its colour.
  package var tint: Tint
  /// Words behind the number; "" where the cell says enough.
  package var remark: String
  /// Index of a footnote.
  package var footnote: Int?

  /// Mark of a cell.
  ///
  /// - Parameters:
  ///   - tint: its colour.
  ///   - remark: words behind the number.
  ///   - footnote: index of a footnote.
  package init(_ tint: Tint = .none, remark: String = "", footnote: Int? = nil) {
    self.tint = tint
    self.remark = remark
    self.footnote = footnote
  }
}
