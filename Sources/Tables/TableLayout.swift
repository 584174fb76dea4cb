/// Widths of the columns of a table in words, and its division where it is too wide.
struct TableLayout {
  /// Names of the columns.
  let names: [String]
  /// Heading above each column, "" for none.
  let headings: [String]
  /// Rows in words.
  let cells: [[String]]
  /// A column of numbers aligns right, and so does its name; words align left.
  let isText: [Bool]
  /// Terminal columns of each column.
  private(set) var widths: [Int]

  private let keyCount: Int
  private let gapWidth: Int

  init(_ table: ReportTable, cells: [[String]], gapWidth: Int) {
    names = table.columns.map(\.escapingControls)
    headings = table.headings.map(\.escapingControls)
    isText = table.textColumns
    self.cells = cells
    self.gapWidth = gapWidth
    keyCount = table.keyCount
    widths = names.map(\.displayWidth)
    for row in cells {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], cell.displayWidth)
      }
    }
    for group in groups where !headings[group.lowerBound].isEmpty {
      let missing = headings[group.lowerBound].displayWidth - (width(of: group) - gapWidth)
      widths[group.upperBound - 1] += max(0, missing)
    }
  }

  /// Columns of each part of the table: the key columns, then as many others as fit.
  ///
  /// Columns under one heading stay together where they fit.
  func blocks(widest: Int) -> [[Int]] {
    let room = widest + gapWidth - width(of: 0..<keyCount)
    let pieces = groups.flatMap { group in
      width(of: group) <= room ? [group] : group.map { $0..<$0 + 1 }
    }
    var blocks: [Range<Int>] = []
    for piece in pieces {
      if let last = blocks.last, width(of: last.lowerBound..<piece.upperBound) <= room {
        blocks[blocks.count - 1] = last.lowerBound..<piece.upperBound
      } else {
        blocks.append(piece)
      }
    }
    let keys = Array(0..<keyCount)
    return blocks.isEmpty ? [keys] : blocks.map { keys + $0 }
  }

  /// Columns behind the keys that share a heading; one by one where there is none.
  var groups: [Range<Int>] {
    var groups: [Range<Int>] = []
    for column in keyCount..<max(names.count, keyCount) {
      if let last = groups.last, !headings[column].isEmpty,
        headings[last.lowerBound] == headings[column]
      {
        groups[groups.count - 1] = last.lowerBound..<column + 1
      } else {
        groups.append(column..<column + 1)
      }
    }
    return groups
  }

  /// Terminal columns, with a gap behind each column.
  private func width(of columns: Range<Int>) -> Int {
    widths[columns].reduce(0) { $0 + $1 + gapWidth }
  }
}
