internal import Glibc

/// Writes tables for people: aligned columns, notes above, numbers rounded.
///
/// A table wider than 100 columns continues below itself, its key columns repeated.
package struct TerminalReport: Sendable {
  /// Decimals of numbers.
  package let decimalCount: Int

  /// Terminal columns of a line, where words are not wider themselves.
  static let widestLine = 100
  /// Terminal columns of a key: longer names of units are cut.
  static let widestKey = 28
  private static let gap = "  "

  /// Report with the given number of decimals, 0 to 17.
  package init(decimalCount: Int = 4) {
    precondition((0...17).contains(decimalCount), "\(decimalCount) decimals")
    self.decimalCount = decimalCount
  }

  /// The tables, one below the other, with a blank line between.
  package func text(of tables: [ReportTable]) -> String {
    tables.map(text).joined(separator: "\n")
  }

  private func text(of table: ReportTable) -> String {
    let layout = TableLayout(
      table,
      cells: table.rows.map { row in row.enumerated().map { words($1, isKey: $0 < table.keyCount) }
      },
      gapWidth: Self.gap.count)
    let lines = (table.title.isEmpty ? [] : [table.title]) + table.notes
    return lines.map { Self.wrapped($0.escapingControls) + "\n" }.joined()
      + layout.blocks(widest: Self.widestLine).map { text(of: layout, columns: $0) }
      .joined(separator: "\n")
  }

  /// The given columns of a table, headings first.
  private func text(of layout: TableLayout, columns: [Int]) -> String {
    var text = headingLine(layout, columns)
    text += line(layout.names, layout, columns)
    text += line(layout.widths.map { String(repeating: "-", count: $0) }, layout, columns)
    for row in layout.cells { text += line(row, layout, columns) }
    return text
  }

  private func headingLine(_ layout: TableLayout, _ columns: [Int]) -> String {
    guard columns.contains(where: { !layout.headings[$0].isEmpty }) else { return "" }
    var line = ""
    var width = 0  // up to the column
    for (position, column) in columns.enumerated() {
      let heading = layout.headings[column]
      if position > 0 { width += Self.gap.count }
      if position == 0 || heading != layout.headings[columns[position - 1]] {
        line += String(repeating: " ", count: max(0, width - line.displayWidth)) + heading
      }
      width += layout.widths[column]
    }
    return Self.trimmed(line) + "\n"
  }

  private func line(_ cells: [String], _ layout: TableLayout, _ columns: [Int]) -> String {
    let texts = columns.map { column in
      let padding = String(
        repeating: " ", count: layout.widths[column] - cells[column].displayWidth)
      return layout.isText[column] ? cells[column] + padding : padding + cells[column]
    }
    return Self.trimmed(texts.joined(separator: Self.gap)) + "\n"
  }

  /// A note on as many lines as it needs, broken at spaces, all but the first indented.
  private static func wrapped(_ note: String) -> String {
    var lines = [""]
    for word in note.split(separator: " ", omittingEmptySubsequences: false) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.displayWidth + 1 + String(word).displayWidth <= widestLine {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(gap + word)
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func trimmed(_ line: String) -> Substring {
    guard let end = line.lastIndex(where: { $0 != " " }) else { return "" }
    return line[...end]
  }

  private func words(_ cell: ReportTable.Cell, isKey: Bool) -> String {
    switch cell {
    case .text(let text):
      isKey ? text.escapingControls.cut(toWidth: Self.widestKey) : text.escapingControls
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? value.shown(decimalCount) : "-"
    case .missing: "-"
    }
  }
}

extension Double {
  /// From here on a number in a table has an exponent, since its column would grow without end.
  private static let largestFixed = 1e12

  /// The number as tables show it: fixed decimals, at most 17; with an exponent where those would
  /// hide or drown the digits.
  package func shown(_ decimalCount: Int) -> String {
    var smallest = 0.5
    for _ in 0..<decimalCount { smallest /= 10 }
    let format =
      magnitude == 0 || (smallest...Self.largestFixed).contains(magnitude) ? "%.*f" : "%.*e"
    return formatted(format, decimalCount: decimalCount)
  }

  /// The number to two digits, such as `2.7e-14`.
  package var rough: String { self == 0 ? "0" : formatted("%.*e", decimalCount: 1) }

  /// The number to six digits, such as `1.23457e+09`.
  package var brief: String { formatted("%.*g", decimalCount: 6) }

  /// The number with the given decimals, at most 17; never "-0", and with an exponent from 1e15 on,
  /// where a double has no decimals to show.
  package func fixed(_ decimalCount: Int) -> String {
    guard magnitude < 1e15 else { return formatted("%.*e", decimalCount: 2) }
    let text = formatted("%.*f", decimalCount: decimalCount)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// The number in a C format with a precision, such as `%.*f`.
  fileprivate func formatted(_ format: String, decimalCount: Int) -> String {
    // 17 decimals, the digits before them, sign, mark and exponent stay below 64.
    var buffer = [CChar](repeating: 0, count: 64)
    let length = unsafe withVaList([Int32(decimalCount), self]) {
      unsafe vsnprintf(&buffer, buffer.count, format, $0)
    }
    return String(decoding: buffer.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
