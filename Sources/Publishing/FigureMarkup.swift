internal import Drawing
internal import Tables

extension PageWriter {
  /// Width of the column of text on the screen of a desktop, less the frame; pictures that cannot
  /// keep to it with letters of this size, in pixels, scroll.
  private static let columnWidth = 948.0
  private static let leastLetters = 11.0

  /// A numbered figure.
  mutating func write(_ figure: PageFigure, number: Int) {
    let anchor = PageAnchors.figure(number)
    html.open("figure", ["id": anchor, "class": "f", "data-name": DataLink.stem(figure.name)])
    html.open("figcaption")
    writeTitle("Figure \(number)", figure.caption, id: "\(anchor)-title")
    if figure.charts.count == 1 { writeLines(figure.charts[0].subtitle) }
    html.close("figcaption")
    for (index, chart) in figure.charts.enumerated() {
      if figure.charts.count > 1 {
        writeLines([chart.title], class: "part")
        writeLines(chart.subtitle)
      }
      let part = figure.charts.count > 1 ? ", part \(index + 1)" : ""
      openRegion(label: "Figure \(number)\(part): picture")
      html.writeMarkup(
        chart.svgElement(within: Self.columnWidth, leastLetters: Self.leastLetters))
      html.close("div")
    }
    let notes = figure.charts.flatMap(\.notes)
    writeLines(
      notes.enumerated().filter { !notes[..<$0].contains($1) }.map(\.element), class: "note")
    if let numbers = figure.numbers { writeNumbers(numbers, figure: number) }
    html.open("p", ["class": "save"])
    html.write("Save:")
    if let numbers = figure.numbers { writeLink(to: numbers, of: "figure \(number)") }
    html.close("p")
    html.close("figure")
  }

  /// The numbers behind a figure, closed until they are asked for.
  private mutating func writeNumbers(_ numbers: PageTable, figure: Int) {
    html.open("details")
    html.element("summary", words: "Numbers of figure \(figure)")
    let id = "figure-\(figure)-numbers"
    if !numbers.caption.isEmpty { html.element("p", ["id": id], words: numbers.caption) }
    openRegion(label: "Numbers of figure \(figure)")
    writeRows(
      of: numbers, name: numbers.caption.isEmpty ? nil : id, label: "Numbers of figure \(figure)")
    html.close("div")
    writeNotes(of: numbers)
    html.close("details")
  }

  /// Number and title of a table or figure.
  mutating func writeTitle(_ number: String, _ title: String, id: String) {
    html.open("p", ["id": id, "dir": "auto"])
    html.element("b", words: "\(number).")
    html.write(" " + title)
    html.close("p")
  }

  /// Lines of plain words.
  mutating func writeLines(_ lines: [String], class name: String? = nil) {
    for line in lines where !line.isEmpty {
      html.element("p", ["class": name, "dir": "auto"], words: line)
      html.writeMarkup("\n")
    }
  }

  /// Opens a part that scrolls sideways by itself where it is wider than the page.
  mutating func openRegion(label: String) {
    html.open(
      "div", ["class": "wide", "tabindex": "0", "role": "region", "aria-label": label])
  }

  /// A link that saves the numbers of a table.
  mutating func writeLink(to table: PageTable, of what: String) {
    html.writeMarkup(" ")
    html.open(
      "a",
      [
        "download": DataLink.fileName(table.table.name, ending: "csv"),
        "href": DataLink.csv(table.table),
      ])
    html.write("Numbers (CSV)")
    html.element("span", ["class": "unseen"], words: " of \(what)")
    html.close("a")
  }
}
