internal import Tables

/// Colours, shapes and dashes of marks: by label where the legend has one, else as they are.
extension PlotFrame {
  private var entries: [LegendEntry] { legend.map(\.entry) }

  /// How a mark looks.
  func look(of mark: Mark, isStroke: Bool) -> [JSONValue.Member] {
    var look = self.look(label: mark.label, style: mark.style, isStroke: isStroke)
    if mark.geometry == .point {
      look.append(
        channel("shape", label: mark.label, entries.map(\.shape), else: mark.style.symbol.shape))
    }
    return look
  }

  /// How something with a label and a style looks.
  func look(label: String, style: Style, isStroke: Bool) -> [JSONValue.Member] {
    // Where several colours share a label, its entry is grey, and the marks keep theirs.
    let isShared = entries.contains { $0.label == label && $0.style.colour != style.colour }
    let colour = channel(
      "color", label: isShared ? "" : label, entries.map { .text($0.style.colour.hex) },
      else: .text(style.colour.hex))
    guard isStroke else { return [colour] }
    return [
      colour,
      channel("strokeDash", label: label, entries.map(\.style.dashes), else: style.dashes),
    ]
  }

  private func channel(
    _ name: String, label: String, _ range: [JSONValue], else value: JSONValue
  ) -> JSONValue.Member {
    guard entries.contains(where: { $0.label == label }) else {
      return .init(name, .object([.init("value", value)]))
    }
    return .init(
      name,
      .object([
        .init("datum", .text(label)), .init("type", .text("nominal")),
        .init(
          "scale",
          .object([
            .init("domain", .texts(entries.map(\.label))), .init("range", .array(range)),
          ])),
        .init(
          "legend",
          .object([
            .init("title", .null), .init("orient", .text("top")),
            .init("columns", .integer(legendColumns)), .init("symbolOpacity", .integer(1)),
          ])),
      ]))
  }

  /// Entries side by side on the first line of the legend.
  private var legendColumns: Int { legend.count { $0.y == legend.first?.y } }
}

extension LegendEntry {
  /// Form of the symbol in the legend.
  fileprivate var shape: JSONValue {
    if let point = keys.first(where: { $0.geometry == .point }) { return point.style.symbol.shape }
    return .text(keys.contains(where: \.isStroke) ? "stroke" : "square")
  }
}

extension Style {
  fileprivate var dashes: JSONValue { .numbers(dashLengths.isEmpty ? [1, 0] : dashLengths) }
}

extension Style.Symbol {
  fileprivate var shape: JSONValue {
    switch self {
    case .disc: .text("circle")
    case .diamond: .text("diamond")
    case .square: .text("square")
    case .triangle: .text("triangle-up")
    }
  }
}
