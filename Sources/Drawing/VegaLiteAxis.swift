internal import Tables

/// Encodings of places: field, scale and axis.
extension PlotFrame {
  enum Direction {
    case horizontal, vertical

    /// Name of the channel of places.
    var channel: String { self == .horizontal ? "x" : "y" }
  }

  /// Direction of the axis on which marks stand.
  var baseDirection: Direction { plot.isSideways ? .vertical : .horizontal }
  /// Direction of the axis along which marks reach.
  var valueDirection: Direction { plot.isSideways ? .horizontal : .vertical }

  /// Place by a field of the data.
  func position(_ field: String, _ direction: Direction) -> JSONValue {
    .object([.init("field", .text(field))] + placing(direction))
  }

  /// One place for all data.
  func position(datum value: Double, _ direction: Direction) -> JSONValue {
    .object([.init("datum", .rounded(value))] + placing(direction))
  }

  private func placing(_ direction: Direction) -> [JSONValue.Member] {
    let (axis, projection) = direction == .horizontal ? (plot.x, x) : (plot.y, y)
    let members: [JSONValue.Member]
    if let categories = axis.categories {
      members = [
        .init("type", .text("ordinal")),
        .init(
          "scale",
          .object([
            .init("type", .text("band")), .init("padding", .integer(0)),
            .init("domain", .array(categories.indices.map { .integer($0) })),
          ])),
      ]
    } else {
      members = [
        .init("type", .text("quantitative")),
        .init(
          "scale",
          .object(
            [
              .init("type", .text(axis.scale == .logarithmic ? "log" : "linear")),
              .init(
                "domain", .numbers([projection.domain.lowerBound, projection.domain.upperBound])),
              .init("nice", .boolean(false)), .init("zero", .boolean(false)),
            ].filter { axis.scale == .linear || $0.name != "zero" })),
      ]
    }
    let title = direction == .horizontal && !isTitledBelow ? "" : axis.title
    return members + [
      .init("title", title.isEmpty ? .null : .text(title)),
      .init("axis", .object(labels(axis, projection, direction) + furniture(direction))),
    ]
  }

  /// Whether the title of the axis across stands below the plot.
  private var isTitledBelow: Bool { isLabelledBelow && !plot.isMatrix }

  /// Which places have labels, and what those say.
  private func labels(
    _ axis: Axis, _ projection: Projection, _ direction: Direction
  ) -> [JSONValue.Member] {
    guard let categories = axis.categories else {
      let decimals = projection.ticks.map { tick in
        tick.label.split(separator: ".").dropFirst().first?.count ?? 0
      }
      let isEven = Set(decimals).count <= 1
      return [
        .init("values", .numbers(projection.ticks.map(\.value))),
        .init("format", .text(isEven ? ".\(decimals.first ?? 0)f" : "~f")),
      ]
    }
    let step = direction == .horizontal ? labelStep : 1
    let names = JSONValue.texts(categories.map(\.name))
    // A JSON list of strings is a Vega expression as well; an index finds the name.
    var members: [JSONValue.Member] = [
      .init("values", .array(stride(from: 0, to: categories.count, by: step).map { .integer($0) })),
      .init("labelExpr", .text(names.text + "[datum.value]")),
      .init("labelOverlap", .boolean(false)),
    ]
    let summaries = categories.indices.filter { categories[$0].isSummary }
    if !summaries.isEmpty {
      let list = JSONValue.array(summaries.map { .integer($0) }).text
      members.append(
        .init(
          "labelFontWeight",
          .object([
            .init(
              "condition",
              .object([
                .init("test", .text("indexof(\(list), datum.value) >= 0")),
                .init("value", .text("bold")),
              ])), .init("value", .text("normal")),
          ])))
    }
    return members
  }

  /// Where labels, title and grid stand.
  private func furniture(_ direction: Direction) -> [JSONValue.Member] {
    guard direction == .horizontal else {
      return [
        .init("grid", .boolean(plot.y.categories == nil)), .init("ticks", .boolean(false)),
        .init("domain", .boolean(!plot.isMatrix)), .init("labelPadding", .number(ChartLayout.gap)),
        .init("titleAngle", .integer(0)), .init("titleAlign", .text("left")),
        .init("titleBaseline", .text("alphabetic")), .init("titleAnchor", .text("end")),
        .init("titleX", .rounded(outerLeft - left)), .init("titleY", .rounded(-Self.titleRise)),
      ]
    }
    return [
      .init("orient", .text(plot.isMatrix ? "top" : "bottom")),
      .init("grid", .boolean(plot.x.categories == nil)),
      .init("domain", .boolean(!plot.isMatrix)),
      .init("ticks", .boolean(!plot.isMatrix && plot.x.categories != nil)),
      .init("labels", .boolean(plot.isMatrix || isLabelledBelow)),
      .init("labelAngle", .integer(isUpright ? -90 : 0)),
      .init("labelPadding", .integer(5)),
    ]
  }
}
