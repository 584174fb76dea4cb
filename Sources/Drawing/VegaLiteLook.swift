internal import Tables

/// Colours, shapes and dashes of marks: by label where the legend has one, else as they are.
extension PlotFrame {
  private var entries: [LegendEntry] { legend.map(\.entry) }

  /// How a mark looks.
  func look(of mark: Mark, isStroke: Bool) -> [JSONValue.Member] {
    var look = self.look(label: mark.label, style: mark.style, isStroke: isStroke)
    if case .bar = mark.geometry {  // a pale bar needs an outline
      let outline = entries.map { JSONValue.text($0.style.colour.hex) }
      look.append(
        channel("stroke", label: mark.label, outline, else: .text(mark.style.colour.hex)))
    }
    if mark.geometry == .point {
      look.append(
        channel("shape", label: mark.label, entries.map(\.shape), else: mark.style.shape))
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
      channel(
        "strokeDash", label: isSymbol(label) ? "" : label, entries.map(\.dashes),
        else: style.dashes),
    ]
  }

  /// Whether the legend shows a label by a symbol, whose outline must not be dashed.
  private func isSymbol(_ label: String) -> Bool {
    entries.contains { $0.label == label && $0.point != nil }
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
        .init("field", .text("label")), .init("type", .text("nominal")),
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
  fileprivate var point: Mark? { keys.first { $0.geometry == .point } }

  /// Form of the symbol in the legend.
  fileprivate var shape: JSONValue {
    if let point { return point.style.shape }
    return .text(keys.contains(where: \.isStroke) ? "stroke" : "square")
  }

  /// Dashes of the symbol in the legend.
  fileprivate var dashes: JSONValue { point == nil ? style.dashes : Style.solid }
}

extension Style {
  fileprivate static let solid = JSONValue.numbers([1, 0])

  fileprivate var dashes: JSONValue { dashLengths.isEmpty ? Self.solid : .numbers(dashLengths) }

  /// Name of a symbol, or a path with a hole: legends have no symbols that are not filled.
  fileprivate var shape: JSONValue { .text(shapeName) }

  private var shapeName: String {
    switch (symbol, isFilled) {
    case (.disc, true): "circle"
    case (.diamond, true): "diamond"
    case (.square, true): "square"
    case (.triangle, true): "triangle-up"
    case (.disc, false):
      "M-1,0A1,1,0,1,0,1,0A1,1,0,1,0,-1,0ZM-.6,0A.6,.6,0,1,1,.6,0A.6,.6,0,1,1,-.6,0Z"
    case (.diamond, false): "M0,-1L1,0L0,1L-1,0ZM0,-.55L-.55,0L0,.55L.55,0Z"
    case (.square, false): "M-1,-1L1,-1L1,1L-1,1ZM-.6,-.6L-.6,.6L.6,.6L.6,-.6Z"
    case (.triangle, false): "M0,-1L1,1L-1,1ZM0,-.4L-.5,.7L.5,.7Z"
    }
  }
}
