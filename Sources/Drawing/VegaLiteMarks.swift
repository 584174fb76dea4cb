internal import Tables

/// Layers of marks, and what tells them apart.
extension PlotFrame {
  /// The layers of a mark: one, or for an interval its line and two caps.
  func layers(of mark: Mark) -> [JSONValue] {
    let data = JSONValue.Member("data", .object([.init("values", .array(rows(of: mark)))]))
    func layer(_ type: String, _ style: [JSONValue.Member], _ places: [JSONValue.Member])
      -> JSONValue
    {
      let encoding = [.init(baseDirection.channel, position("at", baseDirection))] + places
      return .object([
        data,
        .init("mark", .object([.init("type", .text(type))] + shift(of: mark) + style)),
        .init(
          "encoding",
          .object(
            encoding + look(of: mark, isStroke: mark.isStroke && type != "tick")
              + [.init("tooltip", tooltip(of: mark))])),
      ])
    }
    let value = [JSONValue.Member(valueDirection.channel, position("value", valueDirection))]
    let range = [
      JSONValue.Member(valueDirection.channel, position("lower", valueDirection)),
      .init(valueDirection.channel + "2", .object([.init("field", .text("upper"))])),
    ]
    let runs = [
      JSONValue.Member(
        "detail", .object([.init("field", .text("run")), .init("type", .text("nominal"))])),
      .init(
        "order",
        .object([.init("field", .text("order")), .init("type", .text("quantitative"))])),
    ]
    let width = JSONValue.Member("strokeWidth", .number(mark.style.strokeWidth))
    switch mark.geometry {
    case .line: return [layer("line", [width], value + runs)]
    case .band:
      return [
        layer("area", [.init("opacity", .number(Style.bandOpacity))], range + runs.prefix(1))
      ]
    case .interval:
      let cap = [
        JSONValue.Member("size", .number(2 * (2 + mark.style.strokeWidth))),
        .init("thickness", .number(min(mark.style.strokeWidth, 1.4))),
        .init("orient", .text(plot.isSideways ? "vertical" : "horizontal")),
        .init("opacity", .integer(1)),
      ]
      let ends = ["lower", "upper"].map { end in
        layer("tick", cap, [.init(valueDirection.channel, position(end, valueDirection))])
      }
      return [layer("rule", [width], range)] + ends
    case .point: return [layer("point", pointStyle(mark.style), value)]
    case .bar(let breadth):
      let pitch = plot.isSideways ? y.pitch : x.pitch
      let style = [
        JSONValue.Member(plot.isSideways ? "height" : "width", .rounded(pitch * breadth)),
        .init("fillOpacity", .number(mark.style.isFilled ? 1 : Style.hollowBarOpacity)),
        .init("strokeWidth", .integer(1)),
      ]
      return [layer("bar", style, range)]
    case .text:
      let style: [JSONValue.Member] = [
        .init("align", .text("left")), .init("dx", .rounded(mark.style.radius + 3)),
        .init("fontSize", .number(ChartLayout.labelSize)),
      ]
      let words = JSONValue.Member(
        "text", .object([.init("field", .text("text")), .init("type", .text("nominal"))]))
      return [layer("text", style, value + [words])]
    }
  }

  private func pointStyle(_ style: Style) -> [JSONValue.Member] {
    let size = JSONValue.Member("size", .rounded(4 * style.radius * style.radius))
    let hollow: [JSONValue.Member] = style.isFilled ? [] : [.init("fill", .text("white"))]
    return [
      size, .init("opacity", .integer(1)), .init("filled", .boolean(style.isFilled)),
    ] + hollow
  }

  private func shift(of mark: Mark) -> [JSONValue.Member] {
    guard mark.shift != 0, plot.base.categories != nil else { return [] }
    let pitch = plot.isSideways ? y.pitch : x.pitch
    return [.init(baseDirection.channel + "Offset", .rounded(mark.shift * pitch))]
  }

  /// Data that can be drawn; those on either side of a missing one are of different runs.
  private func rows(of mark: Mark) -> [JSONValue] {
    var order = 0
    return runs(of: mark).enumerated().flatMap { run, data in
      data.map { datum in
        defer { order += 1 }
        let place: JSONValue =
          plot.base.categories == nil ? .rounded(datum.at) : .integer(Int(datum.at.rounded()))
        var row: [JSONValue.Member] = [
          .init("at", place), .init("name", .text(plot.base.name(at: datum.at))),
        ]
        if !mark.isRange { row.append(.init("value", .rounded(datum.value))) }
        if datum.hasRange {
          row += [.init("lower", .rounded(datum.lower)), .init("upper", .rounded(datum.upper))]
        }
        if mark.geometry == .text { row.append(.init("text", .text(datum.text))) }
        if mark.geometry == .line || mark.geometry == .band { row.append(.init("run", .integer(run))) }
        if mark.geometry == .line { row.append(.init("order", .integer(order))) }
        return .object(row)
      }
    }
  }

  private func tooltip(of mark: Mark) -> JSONValue {
    func number(_ field: String, _ title: String) -> JSONValue {
      .object([
        .init("field", .text(field)), .init("type", .text("quantitative")),
        .init("title", .text(title)), .init("format", .text(".\(plot.values.decimalCount)f")),
      ])
    }
    let name = JSONValue.object([
      .init("field", .text("name")), .init("type", .text("nominal")),
      .init("title", .text(plot.base.title)),
    ])
    let label = mark.label.isEmpty ? plot.values.title : mark.label
    let hasRange = mark.data.contains(where: \.hasRange)
    return .array(
      [name] + (mark.isRange ? [] : [number("value", label)])
        + (hasRange
          ? [number("lower", mark.isRange ? "\(label): from" : "from"), number("upper", "to")] : []))
  }
}
