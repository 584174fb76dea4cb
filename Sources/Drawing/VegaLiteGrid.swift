internal import Tables

extension PlotFrame {
  /// Layers of cells: those with a value, those without, and the words in them.
  func gridLayers(_ grid: CellGrid) -> [JSONValue] {
    let known = grid.cells.filter { $0.value.isFinite }
    let missing = grid.cells.filter { !$0.value.isFinite }
    let rectangle: [JSONValue.Member] = [
      .init("type", .text("rect")), .init("stroke", .text(Colour.white.hex)),
    ]
    let areas = [
      layer(known, grid, mark: rectangle, extra: [.init("color", colour(of: grid))]),
      layer(
        missing, grid, mark: rectangle + [.init("color", .text(Colour.missing.hex))], extra: []),
    ]
    let words = [Colour.white, .ink].flatMap { ink in
      let cells = grid.cells.filter { CellGrid.inkColour(on: $0.value) == ink }
      let style: [JSONValue.Member] = [
        .init("type", .text("text")), .init("fontSize", .number(CellGrid.letterSize)),
        .init("color", .text(ink.hex)),
      ]
      let sign: [JSONValue.Member] = [
        .init("text", .text(CellGrid.lowSign)), .init("align", .text("left")),
        .init("xOffset", .rounded(CellGrid.lowSignInset - x.pitch / 2)),
      ]
      return [
        layer(
          cells.filter { !$0.letters.isEmpty }, grid, mark: style,
          extra: [.init("text", .object([.init("field", .text("text"))]))]),
        layer(cells.filter { $0.value < 0.5 }, grid, mark: style + sign, extra: []),
      ]
    }
    return (areas + words).compactMap(\.self)
  }

  private func layer(
    _ cells: [CellGrid.Cell], _ grid: CellGrid, mark: [JSONValue.Member],
    extra: [JSONValue.Member]
  ) -> JSONValue? {
    guard !cells.isEmpty else { return nil }
    return .object([
      .init("data", .object([.init("values", .array(cells.map(row)))])),
      .init("mark", .object(mark)),
      .init(
        "encoding",
        .object(
          [
            .init("x", position("column", .horizontal)), .init("y", position("row", .vertical)),
          ] + extra + [.init("tooltip", tooltip(of: grid))])),
    ])
  }

  private func row(of cell: CellGrid.Cell) -> JSONValue {
    .object([
      .init("column", .integer(cell.column)), .init("row", .integer(cell.row)),
      .init("heading", .text(plot.x.heading(at: cell.column))),
      .init("across", .text(plot.x.name(at: Double(cell.column)))),
      .init("name", .text(plot.y.name(at: Double(cell.row)))),
      .init("value", cell.value.isFinite ? .rounded(cell.value) : .null),
      .init("text", .text(cell.letters)),
    ])
  }

  private func colour(of grid: CellGrid) -> JSONValue {
    let last = Double(ColourScale.stops.count - 1)
    let meanings =
      ["0, \(CellGrid.lowSign): \(grid.lowMeaning)", "1: \(grid.highMeaning)"]
      + (grid.hasMissing ? ["\(CellGrid.missingSign): \(grid.missingMeaning)"] : [])
    return .object([
      .init("field", .text("value")), .init("type", .text("quantitative")),
      .init(
        "scale",
        .object([
          .init("domain", .numbers(ColourScale.stops.indices.map { Double($0) / last })),
          .init("range", .texts(ColourScale.stops.map(\.hex))),
          .init("interpolate", .text("rgb")), .init("clamp", .boolean(true)),
        ])),
      .init(
        "legend",
        .object([
          .init("title", .text("\(grid.title) (\(meanings.joined(separator: ", ")))")),
          .init("orient", .text("bottom")),  // headings of columns stand on top
          .init("gradientLength", .number(GridLegend.barWidth)),
          .init("values", .numbers(GridLegend.shares)), .init("format", .text(".2f")),
        ])),
    ])
  }

  private func tooltip(of grid: CellGrid) -> JSONValue {
    func words(_ field: String, _ title: String) -> JSONValue {
      .object([
        .init("field", .text(field)), .init("type", .text("nominal")), .init("title", .text(title)),
      ])
    }
    let value = JSONValue.object([
      .init("field", .text("value")), .init("type", .text("quantitative")),
      .init("title", .text(grid.title)), .init("format", .text(".\(CellGrid.decimalCount)f")),
    ])
    let hasHeadings = plot.x.categories?.contains { !$0.heading.isEmpty } ?? false
    return .array(
      [words("name", plot.y.title)] + (hasHeadings ? [words("heading", "")] : [])
        + [words("across", plot.x.title), value, words("text", "")])
  }
}
