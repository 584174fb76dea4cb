extension SVGText {
  /// A plot: grid and axes, rules, cells, marks.
  mutating func plot(_ frame: PlotFrame) {
    let plot = frame.plot
    open("g", [:])
    words(
      plot.title, x: frame.outerLeft, baseline: frame.titleBaseline, size: ChartLayout.headingSize,
      isBold: true)
    if frame.isEmpty {
      noData(frame)
      close("g")
      return
    }
    for placed in frame.legend { entry(placed) }
    stripes(frame)
    axisTitles(frame)
    horizontalAxis(frame)
    verticalAxis(frame)
    if let grid = plot.grid { cells(grid, frame) }
    partings(frame)
    for rule in plot.rules { line(at: rule, frame) }
    for mark in plot.marks { self.mark(mark, frame) }
    close("g")
  }

  private mutating func noData(_ frame: PlotFrame) {
    element(
      "rect",
      [
        "x": .length(frame.left), "y": .length(frame.top), "width": .length(frame.plot.width),
        "height": .length(frame.plot.height), "fill": "none", "stroke": Colour.gridline.value,
      ])
    words(
      Plot.noData, x: (frame.left + frame.right) / 2, baseline: (frame.top + frame.base) / 2,
      anchor: .middle, colour: .paleInk)
  }

  /// Every other row on grey, so that the eye finds from a name to its numbers.
  private mutating func stripes(_ frame: PlotFrame) {
    for index in frame.stripes {
      guard let y = frame.y(Double(index), shift: -0.5) else { continue }
      element(
        "rect",
        [
          "x": .length(frame.left), "y": .length(y), "width": .length(frame.plot.width),
          "height": .length(frame.y.pitch), "fill": Colour.stripe.value,
        ])
    }
  }

  private mutating func axisTitles(_ frame: PlotFrame) {
    let plot = frame.plot
    let baseline = frame.top - PlotFrame.titleRise
    func cut(_ words: String, _ width: Double) -> String {
      TextExtent.cut(words, to: width, size: ChartLayout.labelSize)
    }
    let room = (plot.y.categories == nil ? frame.right : frame.left) - frame.outerLeft
    words(cut(plot.y.title, room), x: frame.outerLeft, baseline: baseline, colour: .paleInk)
    words(
      cut(plot.y.remarkTitle, PlotFrame.widestLabel), x: frame.right + ChartLayout.gap,
      baseline: baseline, colour: .paleInk)
    guard plot.isMatrix || frame.isLabelledBelow else { return }
    words(
      plot.x.title, x: (frame.left + frame.right) / 2,
      baseline: plot.isMatrix ? frame.headingBaseline - frame.headingHeight : frame.bottom - 4,
      anchor: .middle, colour: .paleInk)
  }

  private mutating func horizontalAxis(_ frame: PlotFrame) {
    for tick in frame.x.ticks {
      guard let x = frame.x(tick.value) else { continue }
      stroke(from: (x, frame.top), to: (x, frame.base), colour: .gridline)
      if frame.isLabelledBelow {
        words(tick.label, x: x, baseline: frame.base + PlotFrame.lineHeight, anchor: .middle)
      }
      if frame.isLabelledAbove {
        words(tick.label, x: x, baseline: frame.top - PlotFrame.titleRise, anchor: .middle)
      }
    }
    let columns = frame.plot.x.categories ?? []
    for (index, column) in columns.enumerated() {
      guard let x = frame.x(Double(index)) else { continue }
      if frame.plot.isMatrix {
        columnLabel(column, x: x, frame)
      } else if index % frame.labelStep == 0 {
        stroke(
          from: (x, frame.base), to: (x, frame.base + PlotFrame.tickLength), colour: .axis)
        if frame.isLabelledBelow {
          words(
            column.name, x: x, baseline: frame.base + PlotFrame.lineHeight,
            isBold: column.isSummary, anchor: .middle)
        }
      }
    }
    if frame.plot.isMatrix { headings(frame) }
    stroke(from: (frame.left, frame.base), to: (frame.right, frame.base), colour: .axis)
  }

  private mutating func columnLabel(_ column: Category, x: Double, _ frame: PlotFrame) {
    let y = frame.top - PlotFrame.titleRise
    guard frame.isUpright else {
      words(
        column.name, x: x, baseline: y, isBold: column.isSummary, anchor: .middle)
      return
    }
    open("g", ["transform": .words("translate(\((x + 4).pixels) \(y.pixels)) rotate(-90)")])
    words(
      TextExtent.cut(column.name, to: PlotFrame.highestLabel, size: ChartLayout.labelSize), x: 0,
      baseline: 0, isBold: column.isSummary, tooltip: column.name)
    close("g")
  }

  /// Headings, each above the middle of the columns that share it.
  private mutating func headings(_ frame: PlotFrame) {
    for heading in frame.headings {
      words(
        heading.text, x: heading.middle, baseline: frame.headingBaseline, isBold: true,
        anchor: .middle)
    }
  }

  private mutating func verticalAxis(_ frame: PlotFrame) {
    for tick in frame.y.ticks {
      guard let y = frame.y(tick.value) else { continue }
      stroke(from: (frame.left, y), to: (frame.right, y), colour: .gridline)
      words(tick.label, x: frame.left - ChartLayout.gap, baseline: y + 4, anchor: .end)
    }
    for (index, row) in (frame.plot.y.categories ?? []).enumerated() {
      guard let y = frame.y(Double(index)) else { continue }
      let label = TextExtent.cut(row.name, to: PlotFrame.widestLabel, size: ChartLayout.labelSize)
      words(
        label, x: frame.left - ChartLayout.gap, baseline: y + 4, isBold: row.isSummary,
        anchor: .end, tooltip: label == row.name ? "" : row.name)
      words(
        TextExtent.cut(row.remark, to: PlotFrame.widestLabel, size: ChartLayout.labelSize),
        x: frame.right + ChartLayout.gap, baseline: y + 4, isBold: row.isSummary)
    }
    stroke(from: (frame.left, frame.top), to: (frame.left, frame.base), colour: .axis)
  }

  /// Lines between categories of different headings, and before and after those that sum up.
  private mutating func partings(_ frame: PlotFrame) {
    for x in frame.partings(of: frame.plot.x, frame.x) {
      stroke(from: (x, frame.top), to: (x, frame.base), colour: .paleInk, width: 1.5)
    }
    for y in frame.partings(of: frame.plot.y, frame.y) {
      stroke(from: (frame.left, y), to: (frame.right, y), colour: .paleInk)
    }
  }

  private mutating func line(at rule: Rule, _ frame: PlotFrame) {
    guard let place = frame.place(of: rule) else { return }
    let (start, end) =
      frame.plot.isSideways
      ? ((place, frame.top), (place, frame.base)) : ((frame.left, place), (frame.right, place))
    stroke(
      from: start, to: end, colour: Rule.style.colour, width: Rule.style.strokeWidth)
  }
}
