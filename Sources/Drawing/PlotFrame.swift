/// Where a plot stands on the page: its area, its axes and the room for their words.
struct PlotFrame: Sendable {
  let plot: Plot
  let x: Projection
  let y: Projection
  let left: Double
  let top: Double
  /// Baseline of the title of the plot.
  let titleBaseline: Double
  /// What the marks mean, and what the colours of cells mean.
  let legend: [PlacedEntry]
  let gridLegend: GridLegend?
  /// End of everything that belongs to the plot.
  let bottom: Double
  let isLabelledBelow: Bool
  /// The columns that have a label: all, or every n-th where labels would overlap.
  let labelStep: Int
  /// Whether labels of columns run upwards, since they are wider than columns.
  let isUpright: Bool

  var right: Double { left + plot.width }
  var base: Double { top + plot.height }
  /// Left edge of the labels of all plots.
  var outerLeft: Double { ChartLayout.margin }

  /// Room for labels of rows at most; longer names are cut.
  static let widestLabel = 300.0
  /// Room for labels of columns that run upwards at most.
  static let highestLabel = 240.0
  /// Height of a line of words at an axis.
  static let lineHeight = 17.0
  static let tickLength = 4.0
  /// Baseline of the words just above the plot, over its upper edge.
  static let titleRise = 9.0
  /// Numbers stand on top as well from this height on: the lower ones are a page away.
  private static let tall = 800.0

  /// Whether numbers stand above the plot as well as below.
  var isLabelledAbove: Bool { Self.isLabelledAbove(plot) }

  private static func isLabelledAbove(_ plot: Plot) -> Bool {
    plot.isSideways && plot.height > tall
  }

  init(_ plot: Plot, left: Double, top: Double, room: Double, isLabelledBelow: Bool) {
    self.plot = plot
    self.left = left
    self.isLabelledBelow = isLabelledBelow && !plot.isMatrix
    let columns = plot.x.categories ?? []
    let columnWidth = plot.width / Double(max(columns.count, 1))
    let widest = columns.map { Self.labelWidth($0) }.max() ?? 0
    isUpright = plot.isMatrix && widest + 4 > columnWidth
    labelStep = plot.isMatrix ? 1 : Self.step(for: widest + 12, pitch: columnWidth)

    var y = top
    if !plot.title.isEmpty { y += Self.lineHeight + 4 }
    titleBaseline = y - 6
    legend = PlacedEntry.placed(
      LegendEntry.entries(of: plot), left: ChartLayout.margin, top: y, room: room)
    if let last = legend.last { y = last.y + PlacedEntry.keySize.height + 4 }
    gridLegend = plot.grid.map { GridLegend($0, left: ChartLayout.margin, top: y) }
    if plot.grid != nil { y += GridLegend.height }
    y += Self.roomAbove(plot, labelHeight: isUpright ? min(widest, Self.highestLabel) : 0)
    self.top = y
    self.x = Projection(
      plot.x.scale, values: plot.isSideways ? plot.valueNumbers : plot.baseNumbers, from: left,
      to: left + plot.width, tickCount: max(2, Int(plot.width / 75)))
    let isDown = plot.y.categories != nil
    let (start, end) = isDown ? (y, y + plot.height) : (y + plot.height, y)
    self.y = Projection(
      plot.y.scale, values: plot.isSideways ? plot.baseNumbers : plot.valueNumbers, from: start,
      to: end, tickCount: max(2, Int(plot.height / 40)))
    y += plot.height
    if self.isLabelledBelow {
      y += Self.lineHeight + Self.tickLength + (plot.x.title.isEmpty ? 0 : Self.lineHeight)
    }
    bottom = y
  }

  private static func roomAbove(_ plot: Plot, labelHeight: Double) -> Double {
    let headings = plot.x.categories?.contains { !$0.heading.isEmpty } ?? false
    guard plot.isMatrix else {
      let hasWords = !plot.y.title.isEmpty || !plot.y.remarkTitle.isEmpty
      return (hasWords || isLabelledAbove(plot) ? lineHeight : 0) + titleRise
    }
    return max(labelHeight + 4, lineHeight) + titleRise + (headings ? lineHeight : 0)
      + (plot.x.title.isEmpty ? 0 : lineHeight)
  }

  /// The least of 1, 2, 5, 10 … columns that labels of a width fit into.
  private static func step(for width: Double, pitch: Double) -> Int {
    var power = 1
    while power < 1_000_000 {
      for factor in [1, 2, 5] where Double(factor * power) * pitch >= width {
        return factor * power
      }
      power *= 10
    }
    return power
  }

  private static func labelWidth(_ category: Category) -> Double {
    TextExtent.width(
      category.name, size: ChartLayout.labelSize, isBold: category.isSummary)
  }

  /// Room that a plot needs on its left.
  static func leftRoom(_ plot: Plot) -> Double {
    let words: Double
    if let rows = plot.y.categories {
      let title = TextExtent.width(plot.y.title, size: ChartLayout.labelSize)
      words = max(rows.map(labelWidth).max() ?? 0, title)
    } else {
      // The ticks do not depend on where the plot stands.
      let frame = PlotFrame(plot, left: 0, top: 0, room: .infinity, isLabelledBelow: true)
      words =
        frame.y.ticks.map { TextExtent.width($0.label, size: ChartLayout.labelSize) }.max() ?? 0
    }
    return (min(words, widestLabel) + tickLength + ChartLayout.gap).rounded(.up)
  }

  /// Room that a plot needs across.
  static func room(for plot: Plot, left: Double) -> Double {
    max(left + plot.width + rightRoom(plot), plot.grid.map(GridLegend.width) ?? 0)
  }

  /// Room that a plot needs on its right: remarks, and half of the last label below.
  private static func rightRoom(_ plot: Plot) -> Double {
    let remarks = (plot.y.categories ?? []).map { row in
      TextExtent.width(
        row.remark, size: ChartLayout.labelSize, isBold: row.isSummary)
    }
    let title = TextExtent.width(plot.y.remarkTitle, size: ChartLayout.labelSize)
    let widest = max(remarks.max() ?? 0, title)
    return (widest > 0 ? min(widest, widestLabel) + 2 * ChartLayout.gap : 24).rounded(.up)
  }

  /// Coordinates of a number of each axis: the base, and the values.
  func point(_ at: Double, _ value: Double, shift: Double = 0) -> (x: Double, y: Double)? {
    guard let along = plot.isSideways ? x(value) : y(value),
      let across = plot.isSideways ? y(at, shift: shift) : x(at, shift: shift)
    else { return nil }
    return plot.isSideways ? (along, across) : (across, along)
  }

  /// Whether a datum of a mark has all the numbers it needs, on the axes.
  func holds(_ datum: Datum, of mark: Mark) -> Bool {
    mark.extent(of: datum).allSatisfy { point(datum.at, $0) != nil }
  }

  /// Data of a mark that can be drawn, parted where one between them cannot.
  func runs(of mark: Mark) -> [[Datum]] {
    mark.data.split { !holds($0, of: mark) }.map(Array.init)
  }

  /// Whether there is nothing to draw.
  var isEmpty: Bool {
    let cells = plot.grid?.cells ?? []
    return cells.isEmpty
      && !plot.marks.contains { mark in mark.data.contains { holds($0, of: mark) } }
  }
}

extension Plot {
  /// All numbers that its axis of values shows.
  fileprivate var valueNumbers: [Double] {
    let numbers = marks.flatMap { mark in mark.data.flatMap { mark.extent(of: $0) } }
    return numbers.contains(where: \.isFinite) ? numbers + rules.map(\.value) : []
  }

  /// All numbers at which its marks stand.
  fileprivate var baseNumbers: [Double] { marks.flatMap { $0.data.map(\.at) } }
}
