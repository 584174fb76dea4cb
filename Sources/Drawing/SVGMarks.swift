extension SVGText {
  /// A mark within a plot.
  mutating func mark(_ mark: Mark, _ frame: PlotFrame) {
    switch mark.geometry {
    case .line:
      for run in frame.runs(of: mark) {
        line(run.compactMap { frame.point($0.at, $0.value, shift: mark.shift) }, mark.style)
      }
    case .band:
      for run in frame.runs(of: mark) { band(run, mark, frame) }
    case .interval, .bar, .point, .text:
      for datum in mark.data where frame.holds(datum, of: mark) { single(datum, mark, frame) }
    }
  }

  private mutating func single(_ datum: Datum, _ mark: Mark, _ frame: PlotFrame) {
    let tooltip = frame.words(datum, of: mark)
    if mark.isRange {
      guard let low = frame.point(datum.at, datum.lower, shift: mark.shift),
        let high = frame.point(datum.at, datum.upper, shift: mark.shift)
      else { return }
      if case .bar(let breadth) = mark.geometry {
        let half = frame.plot.isSideways ? frame.y.pitch : frame.x.pitch
        bar(from: low, to: high, half: half * breadth / 2, mark.style, tooltip: tooltip)
      } else {
        interval(from: low, to: high, mark.style, tooltip: tooltip)
      }
      return
    }
    guard let point = frame.point(datum.at, datum.value, shift: mark.shift) else { return }
    if mark.geometry == .text {
      words(
        datum.text, x: point.x + mark.style.radius + 3, baseline: point.y + 4,
        colour: mark.style.colour, tooltip: tooltip)
    } else {
      symbol(at: point, mark.style, tooltip: tooltip)
    }
  }

  /// A stroke through points; a single one becomes a dot.
  mutating func line(_ points: [(x: Double, y: Double)], _ style: Style) {
    guard let first = points.first else { return }
    let rest = points.count > 1 ? points.dropFirst() : [first]
    let path =
      "M\(first.x.pixels) \(first.y.pixels)"
      + rest.map { "L\($0.x.pixels) \($0.y.pixels)" }.joined()
    element(
      "path",
      [
        "d": .words(path), "fill": "none", "stroke": style.colour.value,
        "stroke-width": .length(style.strokeWidth), "stroke-dasharray": dashes(style),
        "stroke-linejoin": "round", "stroke-linecap": points.count > 1 ? "butt" : "round",
      ])
  }

  private mutating func band(_ run: [Datum], _ mark: Mark, _ frame: PlotFrame) {
    let lower = run.compactMap { frame.point($0.at, $0.lower, shift: mark.shift) }
    let upper = run.compactMap { frame.point($0.at, $0.upper, shift: mark.shift) }
    guard let low = lower.first, let high = upper.first else { return }
    if run.count == 1 {  // an area would have no width
      interval(from: low, to: high, mark.style, tooltip: frame.words(run[0], of: mark))
      return
    }
    let path =
      (upper + lower.reversed()).enumerated().map { index, point in
        "\(index == 0 ? "M" : "L")\(point.x.pixels) \(point.y.pixels)"
      }.joined() + "Z"
    element(
      "path",
      [
        "d": .words(path), "fill": mark.style.colour.value,
        "fill-opacity": .length(Style.bandOpacity),
      ], tooltip: mark.label)
  }

  mutating func interval(
    from low: (x: Double, y: Double), to high: (x: Double, y: Double), _ style: Style,
    tooltip: String = ""
  ) {
    let cap = style.capLength
    let isHorizontal = low.y == high.y
    let (dx, dy) = isHorizontal ? (0, cap) : (cap, 0)
    func segment(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
      "M\(x1.pixels) \(y1.pixels)L\(x2.pixels) \(y2.pixels)"
    }
    open("g", ["fill": "none", "stroke": style.colour.value])
    element(
      "path",
      [
        "d": .words(segment(low.x, low.y, high.x, high.y)),
        "stroke-width": .length(style.strokeWidth), "stroke-dasharray": dashes(style),
      ], tooltip: tooltip)
    element(
      "path",
      [
        "d": .words(
          segment(low.x - dx, low.y - dy, low.x + dx, low.y + dy)
            + segment(high.x - dx, high.y - dy, high.x + dx, high.y + dy)),
        "stroke-width": .length(style.capWidth),
      ])
    close("g")
  }

  mutating func bar(
    from low: (x: Double, y: Double), to high: (x: Double, y: Double), half: Double, _ style: Style,
    tooltip: String = ""
  ) {
    let isHorizontal = low.y == high.y
    let (dx, dy) = isHorizontal ? (0, half) : (half, 0)
    element(
      "rect",
      [
        "x": .length(min(low.x, high.x) - dx), "y": .length(min(low.y, high.y) - dy),
        "width": .length((high.x - low.x).magnitude + 2 * dx),
        "height": .length((high.y - low.y).magnitude + 2 * dy), "fill": style.colour.value,
        "fill-opacity": .length(style.isFilled ? 1 : Style.hollowBarOpacity),
        "stroke": style.colour.value,
      ], tooltip: tooltip)
  }

  mutating func symbol(at point: (x: Double, y: Double), _ style: Style, tooltip: String = "") {
    let r = style.radius
    let (x, y) = point
    let path =
      switch style.symbol {
      case .disc:
        "M\((x - r).pixels) \(y.pixels)a\(r.pixels) \(r.pixels) 0 1 0 \((2 * r).pixels) 0"
          + "a\(r.pixels) \(r.pixels) 0 1 0 \((-2 * r).pixels) 0Z"
      case .diamond: polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)])
      case .square: polygon([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)])
      case .triangle: polygon([(x, y - 1.2 * r), (x + 1.1 * r, y + r), (x - 1.1 * r, y + r)])
      }
    element(
      "path",
      [
        "d": .words(path), "fill": style.isFilled ? style.colour.value : Colour.white.value,
        "stroke": style.colour.value, "stroke-width": 1.3,
      ], tooltip: tooltip)
  }

  private func polygon(_ points: [(Double, Double)]) -> String {
    "M" + points.map { "\($0.0.pixels) \($0.1.pixels)" }.joined(separator: "L") + "Z"
  }

  private func dashes(_ style: Style) -> SVGValue {
    let lengths = style.dashLengths
    return lengths.isEmpty ? "none" : .words(lengths.map(\.pixels).joined(separator: " "))
  }
}
