/// Writes tables as LaTeX to be read into a document: `booktabs` rules, two header rows where
/// columns have headings, notes below, `longtable` for tables that do not fit a page.
///
/// A table wider than `widestLine` continues below itself, its key columns repeated. Every
/// character that LaTeX would read is escaped.
package struct LaTeXReport: Sendable {
  /// Decimals of numbers.
  package let decimalCount: Int

  /// Characters of a line at footnote size on a page with usual margins.
  static let widestLine = 100
  /// Rows of a table that fits a page with its caption and notes.
  static let mostRowsOfPage = 40
  private static let missing = "--"

  /// Report with the given number of decimals, 0 to 17.
  package init(decimalCount: Int = 4) {
    precondition((0...17).contains(decimalCount), "\(decimalCount) decimals")
    self.decimalCount = decimalCount
  }

  /// The tables, one below the other, after comments that say what the document needs.
  package func text(of tables: [ReportTable]) -> String {
    let bodies = tables.map(text)
    var head = "% needs \\usepackage{booktabs} and \\usepackage{longtable}\n"
    if bodies.contains(where: Self.holdsWideCharacters) {
      head +=
        "% names hold CJK characters: compile with XeLaTeX or LuaLaTeX and a CJK font, such as\n"
        + "% \\usepackage{xeCJK}\\setCJKmainfont{Noto Serif CJK SC}\n"
    } else if bodies.contains(where: { $0.unicodeScalars.contains { $0.value > 0x24F } }) {
      head += "% names hold letters beyond Latin: compile with XeLaTeX or LuaLaTeX\n"
    }
    return head + bodies.map { "\n" + $0 }.joined()
  }

  private static func holdsWideCharacters(_ text: String) -> Bool {
    text.contains { String($0).displayWidth > 1 }
  }

  private func text(of table: ReportTable) -> String {
    let layout = TableLayout(
      table, cells: table.rows.map { $0.map(plain) }, gapWidth: 2)
    let blocks = layout.blocks(widest: Self.widestLine)
    let rows = table.rows.map { $0.map(words) }
    let caption = "\\caption{\(Self.escaped(table.title.isEmpty ? table.name : table.title))}"
    let label = "\\label{tab:\(Self.labelled(table.name))}"
    let notes = table.notes.filter { !$0.isEmpty }.map { Self.escaped($0) + "\\par\n" }.joined()
    var text = "% table \(table.name.escapingControls)\n"
    if table.rowCount > Self.mostRowsOfPage {
      text += "{\\footnotesize\n"
      for (number, columns) in blocks.enumerated() {
        text += longTable(
          table, layout, columns, rows, caption: number == 0 ? caption + label : "")
      }
      return text + "\\noindent\n" + notes + "}\n"
    }
    text += "\\begin{table}[htbp]\n\\centering\\footnotesize\n\(caption)\(label)\n"
    for columns in blocks {
      text += "\\begin{tabular}{\(alignment(layout, columns))}\n\\toprule\n"
      text += header(table, layout, columns) + "\\midrule\n"
      text += body(rows, columns) + "\\bottomrule\n\\end{tabular}\\par\\medskip\n"
    }
    return text + "\\begin{minipage}{\\linewidth}\n\(notes)\\end{minipage}\n\\end{table}\n"
  }

  private func longTable(
    _ table: ReportTable, _ layout: TableLayout, _ columns: [Int], _ rows: [[String]],
    caption: String
  ) -> String {
    let head = "\\toprule\n" + header(table, layout, columns) + "\\midrule\n"
    return "\\begin{longtable}{\(alignment(layout, columns))}\n"
      + (caption.isEmpty ? "" : "\(caption)\\\\\n") + head + "\\endfirsthead\n" + head
      + "\\endhead\n\\bottomrule\n\\endfoot\n" + body(rows, columns) + "\\end{longtable}\n"
  }

  private func alignment(_ layout: TableLayout, _ columns: [Int]) -> String {
    columns.map { layout.isText[$0] ? "l" : "r" }.joined()
  }

  /// The headings with a rule below each, where there are some, then the names of the columns.
  private func header(_ table: ReportTable, _ layout: TableLayout, _ columns: [Int]) -> String {
    var text = ""
    if columns.contains(where: { !table.headings[$0].isEmpty }) {
      var (cells, rules): ([String], String) = ([], "")
      var start = 0
      while start < columns.count {
        let heading = table.headings[columns[start]]
        var end = start + 1
        while end < columns.count, !heading.isEmpty, table.headings[columns[end]] == heading {
          end += 1
        }
        cells.append(
          heading.isEmpty
            ? "" : "\\multicolumn{\(end - start)}{c}{\(Self.escaped(heading))}")
        if !heading.isEmpty { rules += "\\cmidrule(lr){\(start + 1)-\(end)}" }
        start = end
      }
      text += cells.joined(separator: " & ") + " \\\\\n" + rules + "\n"
    }
    return text + columns.map { Self.escaped(table.columns[$0]) }.joined(separator: " & ")
      + " \\\\\n"
  }

  private func body(_ rows: [[String]], _ columns: [Int]) -> String {
    rows.map { row in columns.map { row[$0] }.joined(separator: " & ") + " \\\\\n" }.joined()
  }

  /// A cell as wide as it is set.
  private func plain(_ cell: ReportTable.Cell) -> String {
    switch cell {
    case .text(let text): text.escapingControls
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? value.shown(decimalCount) : Self.missing
    case .missing: Self.missing
    }
  }

  private func words(_ cell: ReportTable.Cell) -> String {
    switch cell {
    case .text(let text): return Self.escaped(text)
    case .integer(let value): return value < 0 ? "$\(value)$" : String(value)
    case .number(let value):
      guard value.isFinite else { return Self.missing }
      let parts = value.shown(decimalCount).split(separator: "e")
      if parts.count == 2, let exponent = Int(parts[1]) {
        return "$\(parts[0])\\times10^{\(exponent)}$"
      }
      return value < 0 ? "$\(parts[0])$" : String(parts[0])
    case .missing: return Self.missing
    }
  }
}

extension LaTeXReport {
  /// A text that LaTeX sets as it is.
  ///
  /// Brackets and asterisks are wrapped, since the end of a row takes
  /// them for its own; hyphens and quotes beside each other do not join.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    var last: Unicode.Scalar?
    for scalar in text.escapingControls.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\textbackslash{}"
      case "{", "}", "$", "&", "#", "%", "_": escaped += "\\\(scalar)"
      case "~": escaped += "\\textasciitilde{}"
      case "^": escaped += "\\textasciicircum{}"
      case "<": escaped += "\\textless{}"
      case ">": escaped += "\\textgreater{}"
      case "|": escaped += "\\textbar{}"
      case "`": escaped += "\\textasciigrave{}"
      case "[", "]", "*": escaped += "{\(scalar)}"
      case "-", "'", ",": escaped += last == scalar ? "{}\(scalar)" : "\(scalar)"
      default: escaped.unicodeScalars.append(scalar)
      }
      last = scalar
    }
    return escaped
  }

  /// A name as a label may hold it.
  private static func labelled(_ name: String) -> String {
    String(
      name.map {
        $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "-"
      })
  }
}
