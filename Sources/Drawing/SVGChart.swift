extension Chart {
  /// The chart as an SVG document that needs nothing else: no script, style sheet, font or link.
  package var svg: String {
    let chart = printable
    let layout = ChartLayout(chart)
    return svg(
      chart, layout,
      [
        "xmlns": .words(Self.namespace), "width": .length(layout.width),
        "height": .length(layout.height),
        "viewBox": .words("0 0 \(layout.width.pixels) \(layout.height.pixels)"), "role": "img",
        "font-family": .words(Self.fonts), "font-size": .length(ChartLayout.labelSize),
        "fill": Colour.ink.value,
      ])
  }

  /// The chart as an element of a web page that prints title, subtitle and notes in its own way.
  ///
  /// Those stay in the picture, but outside of its view box, so that a script can save it whole: the
  /// attributes `data-width` and `data-height` hold its size. It has no identifiers, and so can stand
  /// beside others.
  /// - Parameters:
  ///   - width: pixels of the page that it should keep to.
  ///   - leastLetters: pixels that the height of its smallest letters must not fall below, even if it
  ///     becomes wider than that; it is drawn at most an eighth larger than they ask for.
  /// - Returns: the element `svg`.
  package func svgElement(within width: Double, leastLetters: Double) -> String {
    let chart = printable
    let layout = ChartLayout(chart)
    let hasCells = plots.contains { $0.grid != nil }
    let least = leastLetters / (hasCells ? CellGrid.letterSize : ChartLayout.labelSize)
    let scale = min(max(least, width / layout.width), least * 1.125)
    let (top, height) = (layout.plotsTop, layout.plotsBottom - layout.plotsTop)
    return svg(
      chart, layout,
      [
        "width": .length(layout.width * scale), "height": .length(height * scale),
        "viewBox": .words("0 \(top.pixels) \(layout.width.pixels) \(height.pixels)"),
        "data-width": .length(layout.width), "data-height": .length(layout.height),
        "role": "img", "font-family": .words(Self.fonts),
        "font-size": .length(ChartLayout.labelSize), "fill": Colour.ink.value,
      ])
  }

  /// The root element with attributes, and all that the printable chart shows.
  private func svg(
    _ chart: Chart, _ layout: ChartLayout, _ attributes: SVGText.Attributes
  ) -> String {
    var svg = SVGText()
    svg.open("svg", attributes)
    svg.element("title", [:], words: chart.title.isEmpty ? "Chart" : chart.title)
    let sentences = chart.subtitle + plots.map { $0.summary.printable } + chart.notes
    svg.element("desc", [:], words: sentences.joined(separator: "; "))
    // Pictures shown on a dark page stay readable.
    svg.element("rect", ["width": "100%", "height": "100%", "fill": Colour.white.value])
    svg.lines(layout.title, size: ChartLayout.titleSize, isBold: true)
    svg.lines(layout.subtitle, size: ChartLayout.subtitleSize, colour: .paleInk)
    for frame in layout.frames { svg.plot(frame) }
    svg.lines(layout.notes, size: ChartLayout.noteSize, colour: .paleInk)
    svg.close("svg")
    return svg.text
  }

  private static let namespace = "http://www.w3.org/2000/svg"

  /// Fonts that systems have, those with Chinese behind those without.
  static let fonts =
    "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', 'PingFang SC',"
    + " 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
}

extension Plot {
  /// One sentence for readers who cannot see it.
  fileprivate var summary: String {
    let names = title.isEmpty ? [] : [title]
    return (names + ["\(values.title) by \(base.title)"]).joined(separator: ": ")
  }
}

extension SVGText {
  fileprivate mutating func lines(
    _ lines: [ChartLayout.Line], size: Double, isBold: Bool = false, colour: Colour = .ink
  ) {
    for line in lines {
      words(
        line.text, x: line.x, baseline: line.baseline, size: size, isBold: isBold, colour: colour)
    }
  }

  /// Where words stand against their place.
  enum Anchor: String {
    case start, middle, end
  }

  /// Words at a place.
  mutating func words(
    _ words: String, x: Double, baseline: Double, size: Double = ChartLayout.labelSize,
    isBold: Bool = false, anchor: Anchor = .start, colour: Colour = .ink, tooltip: String = ""
  ) {
    guard !words.isEmpty else { return }
    element(
      "text",
      [
        "x": .length(x), "y": .length(baseline), "font-size": .length(size),
        "font-weight": isBold ? "600" : "400", "text-anchor": .words(anchor.rawValue),
        "fill": colour.value,
      ], words: words, tooltip: tooltip)
  }

  /// A straight stroke.
  mutating func stroke(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), colour: Colour,
    width: Double = 1
  ) {
    element(
      "line",
      [
        "x1": .length(start.x), "y1": .length(start.y), "x2": .length(end.x), "y2": .length(end.y),
        "stroke": colour.value, "stroke-width": .length(width),
      ])
  }
}
