internal import Tables

extension SVGText {
  /// Coloured cells and their legend.
  mutating func cells(_ grid: CellGrid, _ frame: PlotFrame) {
    if let legend = frame.gridLegend { self.legend(of: grid, legend, left: frame.outerLeft) }
    let (width, height) = (frame.x.pitch, frame.y.pitch)
    for cell in grid.cells {
      guard let x = frame.x(Double(cell.column)), let y = frame.y(Double(cell.row)) else {
        continue
      }
      let corner = (x: x - width / 2, y: y - height / 2)
      open("g", ["text-anchor": "middle"])
      element("title", [:], words: frame.words(cell, of: grid))
      self.cell(cell.value, corner, width: width, height: height)
      let ink = CellGrid.inkColour(on: cell.value)
      words(
        cell.letters, x: x, baseline: y + 3.5, size: CellGrid.letterSize, anchor: .middle,
        colour: ink)
      if cell.value < 0.5 {
        words(
          CellGrid.lowSign, x: corner.x + CellGrid.lowSignInset, baseline: y + 3.5,
          size: CellGrid.letterSize,
          colour: ink)
      }
      close("g")
    }
  }

  /// A coloured rectangle; a hatched one for a missing value.
  private mutating func cell(
    _ value: Double, _ corner: (x: Double, y: Double), width: Double, height: Double
  ) {
    let colour = value.isFinite ? ColourScale.colour(of: value) : .missing
    element(
      "rect",
      [
        "x": .length(corner.x), "y": .length(corner.y), "width": .length(width),
        "height": .length(height), "fill": colour.value, "stroke": Colour.white.value,
      ])
    guard !value.isFinite else { return }
    // A pattern would need an identifier, which two pictures on one page might share.
    let strokes = stride(from: 0.25, to: 1, by: 0.25).map { share in
      "M\((corner.x + share * width).pixels) \((corner.y + 1).pixels)"
        + "L\((corner.x + (share - 0.25) * width + 1).pixels) \((corner.y + height - 1).pixels)"
    }
    element(
      "path",
      ["d": .words(strokes.joined()), "stroke": Colour.white.value, "stroke-width": 1.2])
  }

  private mutating func legend(of grid: CellGrid, _ legend: GridLegend, left outer: Double) {
    let (left, top) = (legend.barLeft, legend.barTop)
    let baseline = top + GridLegend.barHeight - 2
    words(grid.title, x: outer, baseline: legend.titleBaseline)
    words(grid.lowMeaning, x: left - ChartLayout.gap, baseline: baseline, anchor: .end)
    let step = GridLegend.barWidth / Double(GridLegend.barSteps)
    for index in 0..<GridLegend.barSteps {
      let share = (Double(index) + 0.5) / Double(GridLegend.barSteps)
      element(
        "rect",
        [
          "x": .length(left + Double(index) * step), "y": .length(top),
          "width": .length(step + 0.3),  // no hairline between neighbours
          "height": .length(GridLegend.barHeight),
          "fill": ColourScale.colour(of: share).value,
        ])
    }
    words(
      CellGrid.lowSign, x: left + CellGrid.lowSignInset, baseline: baseline,
      size: CellGrid.letterSize,
      colour: CellGrid.inkColour(on: 0))
    for share in GridLegend.shares {
      words(
        share.fixed(2), x: left + share * GridLegend.barWidth,
        baseline: top + GridLegend.barHeight + 12, size: 10, anchor: .middle, colour: .paleInk)
    }
    words(
      grid.highMeaning, x: left + GridLegend.barWidth + ChartLayout.gap, baseline: baseline)
    guard grid.hasMissing else { return }
    cell(
      .nan, (legend.missingLeft, top), width: GridLegend.missingWidth,
      height: GridLegend.barHeight)
    words(
      CellGrid.missingSign, x: legend.missingLeft + GridLegend.missingWidth / 2, baseline: baseline,
      size: 10, anchor: .middle)
    words(
      grid.missingMeaning, x: legend.missingLeft + GridLegend.missingWidth + ChartLayout.gap,
      baseline: baseline)
  }
}
