extension Chart {
  /// The chart as an SVG document that needs nothing else: no script, style sheet, font or link.
  package var svg: String {
    let chart = printable
    let layout = ChartLayout(chart)
    var svg = SVGText()
    svg.open(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": .length(layout.width),
        "height": .length(layout.height),
        "viewBox": .words("0 0 \(layout.width.pixels) \(layout.height.pixels)"), "role": "img",
        "font-family": .words(Self.fonts), "font-size": .length(ChartLayout.labelSize),
        "fill": Colour.ink.value,
      ])
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
