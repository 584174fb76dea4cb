/// Writes tables in GitHub's dialect of Markdown: title in bold, notes as a list, then a pipe table.
///
/// The dialect has one header row only, so a heading stands above the name of its column in the same
/// cell. Every character that Markdown or HTML would read is escaped, in whatever language names are.
package struct MarkdownReport: Sendable {
  /// Decimals of numbers.
  package let decimalCount: Int

  /// What stands for nothing known.
  static let missing = "–"
  /// Characters that mean something inside a line; a backslash makes each of them itself.
  private static let special = Set("\\`*_[]<>|~$&#^")
  private static let lineBreak = "<br>"

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
    var text = table.title.isEmpty ? "" : "**\(Self.escaped(table.title))**\n\n"
    let notes = table.notes.filter { !$0.isEmpty }
    for note in notes { text += "* \(Self.escapedLine(note))\n" }
    if !notes.isEmpty { text += "\n" }
    let names = zip(table.headings, table.columns).map { heading, name in
      heading.isEmpty
        ? Self.escaped(name) : Self.escaped(heading) + Self.lineBreak + Self.escaped(name)
    }
    text += Self.line(names)
    text += Self.line(table.textColumns.map { $0 ? ":---" : "---:" })
    for row in table.rows { text += Self.line(row.map(words)) }
    return text
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  private func words(_ cell: ReportTable.Cell) -> String {
    switch cell {
    case .text(let text): Self.escaped(text)
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? value.shown(decimalCount) : Self.missing
    case .missing: Self.missing
    }
  }

  /// A text that Markdown shows as it is, inside a line.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.escapingControls.unicodeScalars {
      if special.contains(Character(scalar)) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }

  /// The same at the beginning of a line, where more characters mean something: marks of lists, and
  /// digits before a point or bracket.
  static func escapedLine(_ text: String) -> String {
    let line = escaped(text)
    let rest = line.drop { $0.isASCII && $0.isNumber }
    let marks = rest.count == line.count ? "+-" : ".)"
    guard let mark = rest.first, marks.contains(mark) else { return line }
    return line.prefix(line.count - rest.count) + "\\" + rest
  }
}

extension ReportTable {
  /// Whether each column holds words, which align left; columns of numbers align right.
  var textColumns: [Bool] {
    var isText = [Bool](repeating: false, count: columns.count)
    for row in rows {
      for (column, cell) in row.enumerated() {
        if case .text = cell { isText[column] = true }
      }
    }
    return isText
  }
}
