internal import Tables

/// Which rows and columns of a table belong together.
struct PageTableLayout {
  let table: PageTable
  /// Whether a column holds numbers, so that it stands at the right and sorts by size.
  let isNumber: [Bool]
  /// Rows under the title of their group; a table without groups is one without a title.
  let groups: [(title: String, rows: Range<Int>)]
  /// Rows that sum up.
  let summaryRows: Range<Int>

  init(_ table: PageTable) {
    self.table = table
    isNumber = table.table.columns.indices.map { column in
      table.table.rows.contains { $0[column].isNumber }
    }
    let end = max(0, table.table.rowCount - max(0, table.summaryRowCount))
    summaryRows = end..<table.table.rowCount
    var groups: [(title: String, rows: Range<Int>)] = []
    var first = 0
    var title = ""
    for group in table.groups {
      let row = min(max(group.row, first), end)
      groups.append((title, first..<row))
      (first, title) = (row, group.title)
    }
    self.groups = groups + [(title, first..<end)]
  }

  /// Whether the table needs smaller letters to fit a page of paper.
  var isWideOnPaper: Bool {
    let width = table.table.columns.indices.reduce(0) { sum, column in
      let words = table.table.rows.prefix(table.rowsShownAtOnce).map { row in
        self.words(row[column], column: column).displayWidth
      }
      return sum + Self.gap + min(words.max() ?? 0, Self.widestOnPaper)
    }
    return width > Self.paperWidth
  }

  /// Letters of 7.5 points across A4, those between columns, and those that a cell takes before it breaks.
  private static let (paperWidth, gap, widestOnPaper) = (125, 3, 30)

  /// Whether there are rows to put in another order.
  var isSortable: Bool { table.isSortable && groups.contains { $0.rows.count > 1 } }

  /// Neighbouring columns that share a heading, those without one too; none where no column has one.
  var headingSpans: [(heading: String, columns: Range<Int>)] {
    let headings = table.table.headings
    guard headings.contains(where: { !$0.isEmpty }) else { return [] }
    var spans: [(heading: String, columns: Range<Int>)] = []
    for (column, heading) in headings.enumerated() {
      if let last = spans.last, last.heading == heading {
        spans[spans.count - 1].columns = last.columns.lowerBound..<column + 1
      } else {
        spans.append((heading, column..<column + 1))
      }
    }
    return spans
  }

  /// Columns whose titles stand in the second row of headers.
  var columnsBelowHeadings: [Int] {
    table.table.headings.indices.filter { !table.table.headings[$0].isEmpty }
  }

  /// Columns of a terminal that words of a cell take at most: longer ones fill screens, and the file
  /// to save has all of them.
  private static let widestWords = 160

  /// Columns of a terminal from which on words of a cell may be broken into lines.
  static let widestLine = 24

  /// A cell as readers see it; numbers of keys, such as years, have no groups of thousands.
  func words(_ cell: ReportTable.Cell, column: Int) -> String {
    if column < table.table.keyCount, case .integer(let value) = cell { return String(value) }
    let decimals = column < table.decimalCounts.count ? table.decimalCounts[column] : 3
    return cell.words(decimalCount: min(max(decimals, 0), 17)).cut(toWidth: Self.widestWords)
  }
}
