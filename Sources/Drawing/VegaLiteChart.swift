internal import Tables

extension Chart {
  /// The chart as a Vega-Lite specification with its data inside, in JSON on one line.
  ///
  /// It has the sizes, colours and ticks of the ``svg``. Names stand in lists of labels, not in the
  /// data that places follow from, so equal names stay apart.
  package var vegaLite: String {
    let chart = printable
    let layout = ChartLayout(chart)
    let notes = layout.notes.map(\.text)
    return JSONValue.object([
      .init("$schema", .text("https://vega.github.io/schema/vega-lite/v5.json")),
      .init("description", .text(chart.title)),
      .init(
        "title",
        .object([
          .init("text", .texts(layout.title.map(\.text))),
          .init("subtitle", .texts(layout.subtitle.map(\.text))),
        ])),
      .init("background", .text(Colour.white.hex)),
      .init("padding", .number(ChartLayout.margin)),
      .init("spacing", .integer(24)),
      .init(
        "vconcat",
        .array(layout.frames.map(\.vegaLite) + caption(notes, besides: layout.frames.first))),
      .init(
        "resolve",
        .object([
          .init(
            "scale",
            .object(
              ["color", "stroke", "shape", "strokeDash"].map { .init($0, .text("independent")) }))
        ])),
      .init("config", Self.configuration),
    ]).text + "\n"
  }

  /// Vega-Lite has no notes: a view of words, as far left as the names beside a plot.
  private func caption(_ notes: [String], besides frame: PlotFrame?) -> [JSONValue] {
    guard !notes.isEmpty else { return [] }
    let left = frame.map { $0.outerLeft - $0.left } ?? 0
    let height = (Double(notes.count) * ChartLayout.noteSize * 1.35).rounded(.up)
    let view = JSONValue.object([
      .init("width", .number(Plot.usualWidth)),
      .init("height", .number(height)),
      .init("view", .object([.init("stroke", .null)])),
      .init("data", .oneRow),
      .init(
        "mark",
        .object([
          .init("type", .text("text")), .init("text", .texts(notes)), .init("x", .rounded(left)),
          .init("y", .integer(0)), .init("align", .text("left")), .init("baseline", .text("top")),
          .init("fontSize", .number(ChartLayout.noteSize)),
          .init("color", .text(Colour.paleInk.hex)),
        ])),
    ])
    return [view]
  }

  private static var configuration: JSONValue {
    .object([
      .init("font", .text(fonts)),
      .init("view", .object([.init("stroke", .null)])),
      .init(
        "title",
        .object([
          .init("anchor", .text("start")), .init("frame", .text("bounds")),
          .init("offset", .number(2 * ChartLayout.gap)),
          .init("fontSize", .number(ChartLayout.titleSize)),
          .init("subtitleColor", .text(Colour.paleInk.hex)),
          .init("subtitleFontSize", .number(ChartLayout.subtitleSize)),
        ])),
      .init(
        "axis",
        .object([
          .init("labelFontSize", .number(ChartLayout.labelSize)),
          .init("labelLimit", .number(PlotFrame.widestLabel)),
          .init("titleFontSize", .number(ChartLayout.labelSize)),
          .init("titleFontWeight", .text("normal")),
          .init("titleColor", .text(Colour.paleInk.hex)),
          .init("gridColor", .text(Colour.gridline.hex)),
          .init("domainColor", .text(Colour.axis.hex)),
          .init("tickColor", .text(Colour.axis.hex)),
        ])),
      .init(
        "legend",
        .object([
          .init("labelFontSize", .number(ChartLayout.labelSize)),
          .init("labelLimit", .integer(0)), .init("titleLimit", .integer(0)),
          .init("symbolSize", .integer(100)),
          // Room for the title of the axis below a legend.
          .init("offset", .number(PlotFrame.lineHeight + ChartLayout.gap)),
          .init("titleFontSize", .number(ChartLayout.labelSize)),
          .init("titleFontWeight", .text("normal")),
        ])),
    ])
  }
}

extension JSONValue {
  /// Strings in order.
  static func texts(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map { .text($0) }) }

  /// Numbers in order, to six decimals.
  static func numbers(_ numbers: some Sequence<Double>) -> JSONValue {
    .array(numbers.map { .rounded($0) })
  }

  /// A number to six decimals: the last bits of logarithms differ between C libraries.
  static func rounded(_ value: Double) -> JSONValue {
    guard value.magnitude < 1e9 else { return .number(value) }
    return .number((value * 1e6).rounded() / 1e6 + 0)
  }

  /// Data for a mark that stands at places of the page.
  static var oneRow: JSONValue { .object([.init("values", .array([.object([])]))]) }
}
