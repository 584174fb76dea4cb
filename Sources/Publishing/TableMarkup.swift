internal import Tables

extension PageWriter {
  /// A numbered table.
  mutating func write(_ table: PageTable, number: Int) {
    let anchor = PageAnchors.table(number)
    let isFolded = table.table.rowCount > table.rowsShownAtOnce
    html.open("figure", ["id": anchor, "class": "t"])
    html.open("figcaption")
    writeTitle("Table \(number)", table.caption, id: "\(anchor)-title")
    html.close("figcaption")
    if isFolded {
      html.open("details", ["class": "fold"])
      html.element(
        "summary", words: "Show the \(table.table.rowCount) rows of table \(number)")
    }
    openRegion(label: "Table \(number)")
    writeRows(of: table, name: "\(anchor)-title", label: nil)
    html.close("div")
    if isFolded { html.close("details") }
    writeNotes(of: table)
    html.open("p", ["class": "save"])
    html.write("Save:")
    writeLink(to: table, of: "table \(number)")
    html.close("p")
    html.close("figure")
  }

  /// The element `table`, named by another element or by words.
  mutating func writeRows(of table: PageTable, name: String?, label: String?) {
    let layout = PageTableLayout(table)
    html.open(
      "table",
      [
        "aria-labelledby": name, "aria-label": name == nil ? label : nil,
        "data-sortable": layout.isSortable ? "" : nil,
        "class": layout.isWideOnPaper ? "many" : nil,
      ])
    writeHeader(layout)
    for group in layout.groups where !group.rows.isEmpty {
      html.open("tbody")
      if !group.title.isEmpty {
        html.open("tr", ["class": "group"])
        html.element(
          "th",
          ["scope": "rowgroup", "colspan": String(table.table.columns.count), "dir": "auto"],
          words: group.title)
        html.close("tr")
      }
      for row in group.rows { writeRow(row, layout) }
      html.close("tbody")
    }
    if !layout.summaryRows.isEmpty {
      html.open("tfoot")
      for row in layout.summaryRows { writeRow(row, layout) }
      html.close("tfoot")
    }
    html.close("table")
  }

  /// One row of headers, or two where columns have headings.
  private mutating func writeHeader(_ layout: PageTableLayout) {
    let spans = layout.headingSpans
    for (index, span) in spans.enumerated() {
      html.void(
        "colgroup",
        ["span": String(span.columns.count), "class": index.isMultiple(of: 2) ? nil : "band"])
    }
    html.open("thead")
    html.open("tr")
    for span in spans {
      if span.heading.isEmpty {
        for column in span.columns { writeTitle(column, layout, rowSpan: 2) }
      } else {
        html.element(
          "th", ["scope": "colgroup", "colspan": String(span.columns.count), "dir": "auto"],
          words: span.heading)
      }
    }
    if !spans.isEmpty {
      html.close("tr")
      html.open("tr")
    }
    let titled = spans.isEmpty ? Array(layout.table.titles.indices) : layout.columnsBelowHeadings
    for column in titled { writeTitle(column, layout, rowSpan: nil) }
    html.close("tr")
    html.close("thead")
  }

  private mutating func writeTitle(_ column: Int, _ layout: PageTableLayout, rowSpan: Int?) {
    let title = layout.table.titles[column]
    let span = rowSpan.map { String($0) }
    guard !title.isEmpty else {  // an empty header would be announced
      html.element("td", ["rowspan": span], words: "")
      return
    }
    html.element(
      "th",
      [
        "scope": "col", "rowspan": span, "data-column": String(column),
        "data-number": layout.isNumber[column] ? "" : nil, "dir": "auto",
      ], words: title)
  }

  private mutating func writeRow(_ row: Int, _ layout: PageTableLayout) {
    let table = layout.table
    html.open("tr", ["class": table.highlightedRows.contains(row) ? "high" : nil])
    for (column, cell) in table.table.row(row).enumerated() {
      let mark = table.marks[CellPlace(row: row, column: column)]
      let isKey = column < table.table.keyCount
      let words = layout.words(cell, column: column)
      let isLong = !isKey && words.displayWidth > PageTableLayout.widestLine
      let classes = [mark?.tint.rawValue ?? "", isLong ? "long" : ""].filter { !$0.isEmpty }
      html.open(
        isKey ? "th" : "td",
        [
          "scope": isKey ? "row" : nil, "dir": layout.isNumber[column] ? nil : "auto",
          "class": classes.isEmpty ? nil : classes.joined(separator: " "),
          "data-v": isKey && cell.isNumber ? nil : cell.exactValue(shownAs: words),
        ])
      html.write(words)
      if let mark { write(mark, footnoteCount: table.footnotes.count) }
      html.writeMarkup(isKey ? "</th>" : "</td>")
    }
    html.close("tr")
  }

  private mutating func write(_ mark: CellMark, footnoteCount: Int) {
    if !mark.remark.isEmpty {
      html.writeMarkup(" ")
      html.element("small", words: mark.remark)
    }
    if let footnote = mark.footnote, (0..<footnoteCount).contains(footnote) {
      html.element("sup", words: Self.letters(footnote))
    }
  }

  /// Footnotes and other lines below a table.
  mutating func writeNotes(of table: PageTable) {
    for (index, footnote) in table.footnotes.enumerated() {
      html.open("p", ["class": "note"])
      html.element("sup", words: Self.letters(index))
      html.writeMarkup(" ")
      write(footnote)
      html.close("p")
    }
    for note in table.notes {
      html.open("p", ["class": "note"])
      write(note)
      html.close("p")
    }
    if table.table.rows.contains(where: { $0.contains { $0.exactValue(shownAs: "") == "" } }) {
      writeLines(["\(ReportTable.Cell.missingSign) not available"], class: "note")
    }
  }

  /// a, b, … z, aa, ab ….
  private static func letters(_ index: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    let last = String(alphabet[index % alphabet.count])
    return index < alphabet.count ? last : letters(index / alphabet.count - 1) + last
  }
}
