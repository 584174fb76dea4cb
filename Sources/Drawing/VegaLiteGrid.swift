internal import Tables

extension PlotFrame {
  /// Layers of cells: those with a value, those without, and the words in them.
  func gridLayers(_ grid: CellGrid) -> [JSONValue] {
    let known = grid.cells.filter { $0.value.isFinite }
    let missing = grid.cells.filter { !$0.value.isFinite }
    let dark = known.filter { !$0.text.isEmpty && ColourScale.colour(of: $0.value).isDark }
    let pale = known.filter { !$0.text.isEmpty && !ColourScale.colour(of: $0.value).isDark }
    func words(_ cells: [CellGrid.Cell], _ colour: Colour) -> JSONValue? {
      layer(
        cells, grid,
        mark: [
          .init("type", .text("text")), .init("fontSize", .integer(10)),
          .init("color", .text(colour.hex)),
        ], extra: [.init("text", .object([.init("field", .text("text"))]))])
    }
    let rectangle: [JSONValue.Member] = [
      .init("type", .text("rect")), .init("stroke", .text(Colour.white.hex)),
    ]
    return [
      layer(known, grid, mark: rectangle, extra: [.init("color", colour(of: grid))]),
      layer(
        missing, grid, mark: rectangle + [.init("color", .text(Colour.missing.hex))], extra: []),
      words(dark, .white), words(pale, .ink), words(missing, .ink),
    ].compactMap(\.self)
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
    let isMissing = !cell.value.isFinite
    let text = isMissing && cell.text.isEmpty ? CellGrid.missingSign : cell.text
    return .object([
      .init("column", .integer(cell.column)), .init("row", .integer(cell.row)),
      .init("heading", .text(plot.x.heading(at: cell.column))),
      .init("across", .text(plot.x.name(at: Double(cell.column)))),
      .init("name", .text(plot.y.name(at: Double(cell.row)))),
      .init("value", isMissing ? .null : .rounded(cell.value)), .init("text", .text(text)),
    ])
  }

  private func colour(of grid: CellGrid) -> JSONValue {
    let last = Double(ColourScale.stops.count - 1)
    let meanings =
      ["0: \(grid.lowMeaning)", "1: \(grid.highMeaning)"]
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
