internal import Tables

/// Layers of marks, and what tells them apart.
extension PlotFrame {
  /// The layers of a mark: one, or for an interval its line and two caps.
  func layers(of mark: Mark) -> [JSONValue] {
    let along = valueDirection.channel
    let value = JSONValue.Member(along, position("value", valueDirection))
    let range = [
      JSONValue.Member(along, position("lower", valueDirection)),
      .init(along + "2", .object([.init("field", .text("upper"))])),
    ]
    let width = JSONValue.Member("strokeWidth", .number(mark.style.strokeWidth))
    switch mark.geometry {
    case .line:
      return [layer("line", mark, [width], [value, byField("detail", "run"), byField("order")])]
    case .band:
      let style = [JSONValue.Member("opacity", .number(Style.bandOpacity))]
      return [layer("area", mark, style, range + [byField("detail", "run")])]
    case .interval:
      let ends = ["lower", "upper"].map { end in
        layer("tick", mark, capStyle(mark.style), [.init(along, position(end, valueDirection))])
      }
      return [layer("rule", mark, [width], range)] + ends
    case .point: return [layer("point", mark, pointStyle(mark.style), [value])]
    case .bar(let breadth): return [layer("bar", mark, barStyle(mark.style, breadth), range)]
    case .text: return [layer("text", mark, wordStyle(mark.style), [value, byField("text")])]
    }
  }

  private func layer(
    _ type: String, _ mark: Mark, _ style: [JSONValue.Member], _ places: [JSONValue.Member]
  ) -> JSONValue {
    let encoding = [.init(baseDirection.channel, position("at", baseDirection))] + places
    return .object([
      .init("data", .object([.init("values", .array(rows(of: mark)))])),
      .init("mark", .object([.init("type", .text(type))] + shift(of: mark) + style)),
      .init(
        "encoding",
        .object(
          encoding + look(of: mark, isStroke: mark.isStroke && type != "tick")
            + [.init("tooltip", tooltip(of: mark))])),
    ])
  }

  /// A channel that a field of the data decides, by default the one of its own name.
  private func byField(_ channel: String, _ field: String? = nil) -> JSONValue.Member {
    let type = channel == "order" ? "quantitative" : "nominal"
    return .init(
      channel, .object([.init("field", .text(field ?? channel)), .init("type", .text(type))]))
  }

  private func capStyle(_ style: Style) -> [JSONValue.Member] {
    [
      .init("size", .rounded(2 * style.capLength)),
      .init("thickness", .number(style.capWidth)),
      .init("orient", .text(plot.isSideways ? "vertical" : "horizontal")),
      .init("opacity", .integer(1)),
    ]
  }

  private func barStyle(_ style: Style, _ breadth: Double) -> [JSONValue.Member] {
    let pitch = plot.isSideways ? y.pitch : x.pitch
    return [
      .init(plot.isSideways ? "height" : "width", .rounded(pitch * breadth)),
      .init("fillOpacity", .number(style.isFilled ? 1 : Style.hollowBarOpacity)),
      .init("strokeWidth", .integer(1)),
    ]
  }

  private func wordStyle(_ style: Style) -> [JSONValue.Member] {
    [
      .init("align", .text("left")), .init("dx", .rounded(style.radius + 3)),
      .init("fontSize", .number(ChartLayout.labelSize)),
    ]
  }

  private func pointStyle(_ style: Style) -> [JSONValue.Member] {
    [
      .init("size", .rounded(4 * style.radius * style.radius)), .init("opacity", .integer(1)),
      .init("filled", .boolean(true)),
    ]
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
        if !mark.label.isEmpty { row.append(.init("label", .text(mark.label))) }
        if !mark.isRange { row.append(.init("value", .rounded(datum.value))) }
        if datum.hasRange {
          row += [.init("lower", .rounded(datum.lower)), .init("upper", .rounded(datum.upper))]
        }
        if mark.geometry == .text { row.append(.init("text", .text(datum.text))) }
        if mark.geometry == .line || mark.geometry == .band {
          row.append(.init("run", .integer(run)))
        }
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
          ? [number("lower", mark.isRange ? "\(label): from" : "from"), number("upper", "to")] : [])
    )
  }
}
