internal import Tables

extension PlotFrame {
  /// The plot as a Vega-Lite view of layers.
  var vegaLite: JSONValue {
    var members: [JSONValue.Member] = []
    if !plot.title.isEmpty {
      members.append(
        .init(
          "title",
          .object([
            .init("text", .text(plot.title)),
            .init("fontSize", .number(ChartLayout.headingSize)),
            .init("offset", .number(ChartLayout.gap)),
          ])))
    }
    members += [
      .init("width", .rounded(plot.width)), .init("height", .rounded(plot.height)),
      .init("layer", .array(layers)),
    ]
    return .object(members)
  }

  private var layers: [JSONValue] {
    if isEmpty {
      let centre = (x: plot.width / 2, y: plot.height / 2)
      return [wordsLayer(Plot.noData, at: centre, style: [.init("align", .text("center"))])]
    }
    return stripesLayer + (plot.grid.map(gridLayers) ?? []) + plot.rules.map(layer)
      + plot.marks.flatMap(layers) + partingLayers + headingLayers + remarkLayers
  }

  /// Words at a place of the plot, in pixels from its upper left corner.
  private func wordsLayer(
    _ words: String, at place: (x: Double, y: Double), style: [JSONValue.Member]
  ) -> JSONValue {
    .object([
      .init("data", .oneRow),
      .init(
        "mark",
        .object(
          [
            .init("type", .text("text")), .init("text", .text(words)),
            .init("x", .rounded(place.x)), .init("y", .rounded(place.y)),
            .init("baseline", .text("alphabetic")),
            .init("fontSize", .number(ChartLayout.labelSize)),
            .init("color", .text(Colour.paleInk.hex)),
          ] + style)),
      .init("encoding", .object([])),
    ])
  }

  private var stripesLayer: [JSONValue] {
    guard !stripes.isEmpty else { return [] }
    let rows = stripes.map { JSONValue.object([.init("at", .integer($0))]) }
    return [
      .object([
        .init("data", .object([.init("values", .array(rows))])),
        .init(
          "mark",
          .object([
            .init("type", .text("rect")), .init("color", .text(Colour.stripe.hex)),
          ])),
        .init("encoding", .object([.init("y", position("at", .vertical))])),
      ])
    ]
  }

  private func layer(of rule: Rule) -> JSONValue {
    let row = JSONValue.object([.init("label", .text(rule.label))])
    return .object([
      .init("data", .object([.init("values", .array([row]))])),
      .init(
        "mark",
        .object([
          .init("type", .text("rule")), .init("color", .text(Rule.style.colour.hex)),
          .init("strokeWidth", .number(Rule.style.strokeWidth)),
        ])),
      .init(
        "encoding",
        .object(
          [
            .init(
              plot.isSideways ? "x" : "y",
              position(datum: rule.value, plot.isSideways ? .horizontal : .vertical))
          ] + look(label: rule.label, style: Rule.style, isStroke: true))),
    ])
  }

  /// Lines between categories that belong apart.
  private var partingLayers: [JSONValue] {
    func layer(_ channel: String, _ place: Double) -> JSONValue {
      .object([
        .init("data", .oneRow),
        .init(
          "mark",
          .object([.init("type", .text("rule")), .init("color", .text(Colour.paleInk.hex))])),
        .init(
          "encoding", .object([.init(channel, .object([.init("value", .rounded(place))]))])),
      ])
    }
    return partings(of: plot.x, x).map { layer("x", $0 - left) }
      + partings(of: plot.y, y).map { layer("y", $0 - top) }
  }

  /// Headings of columns and the title above them.
  private var headingLayers: [JSONValue] {
    guard plot.isMatrix else { return [] }
    let centred = JSONValue.Member("align", .text("center"))
    let title = wordsLayer(
      plot.x.title, at: (plot.width / 2, headingBaseline - headingHeight - top), style: [centred])
    return [title]
      + headings.map { heading in
        wordsLayer(
          heading.text, at: (heading.middle - left, headingBaseline - top),
          style: [centred, .init("fontWeight", .text("bold"))])
      }
  }

  /// Remarks at the right of rows, those that sum up in bold, and their heading.
  private var remarkLayers: [JSONValue] {
    let rows = (plot.y.categories ?? []).enumerated().filter { !$1.remark.isEmpty }
    guard !rows.isEmpty else { return [] }
    let heading = wordsLayer(
      plot.y.remarkTitle, at: (plot.width + ChartLayout.gap, -Self.titleRise),
      style: [.init("align", .text("left"))])
    let layers = [false, true].compactMap { isSummary -> JSONValue? in
      let rows = rows.filter { $1.isSummary == isSummary }
      return rows.isEmpty
        ? nil
        : remarkLayer(rows.map { ($0, $1.remark) }, weight: isSummary ? "bold" : "normal")
    }
    return [heading] + layers
  }

  private func remarkLayer(_ remarks: [(row: Int, words: String)], weight: String) -> JSONValue {
    let rows = remarks.map { remark in
      JSONValue.object([.init("at", .integer(remark.row)), .init("text", .text(remark.words))])
    }
    return .object([
      .init("data", .object([.init("values", .array(rows))])),
      .init(
        "mark",
        .object([
          .init("type", .text("text")), .init("align", .text("left")),
          .init("fontSize", .number(ChartLayout.labelSize)), .init("fontWeight", .text(weight)),
          .init("color", .text(Colour.ink.hex)),
          .init("x", .rounded(plot.width + ChartLayout.gap)),
        ])),
      .init(
        "encoding",
        .object([
          .init("y", position("at", .vertical)),
          .init("text", .object([.init("field", .text("text"))])),
        ])),
    ])
  }
}
