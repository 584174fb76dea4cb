/// Where the parts of the legend of coloured cells stand, from the upper left corner of a plot.
struct GridLegend: Sendable {
  /// Left edge of the bar of colours: behind what its low end means.
  let barLeft: Double
  /// Left edge of the key of missing values: behind what the high end means.
  let missingLeft: Double
  /// Upper edge of the bar.
  let barTop: Double
  let titleBaseline: Double

  static let barWidth = 220.0
  static let barHeight = 12.0
  /// Colours that the bar is made of: few enough for the eye to see steps vanish.
  static let barSteps = 44
  /// Shares labelled below the bar.
  static let shares = [0, 0.25, 0.5, 0.75, 1]
  static let missingWidth = 22.0

  init(_ grid: CellGrid, left: Double, top: Double) {
    let size = ChartLayout.labelSize
    titleBaseline = top + 12
    barTop = top + 20
    barLeft =
      left + TextExtent.width(grid.lowMeaning, size: size) + ChartLayout.gap
    missingLeft =
      barLeft + Self.barWidth + 4 * ChartLayout.gap
      + TextExtent.width(grid.highMeaning, size: size)
  }

  /// Width of the legend, without room on either side.
  static func width(_ grid: CellGrid) -> Double {
    let legend = GridLegend(grid, left: 0, top: 0)
    let meaning = TextExtent.width(
      grid.missingMeaning, size: ChartLayout.labelSize)
    return grid.hasMissing
      ? legend.missingLeft + missingWidth + ChartLayout.gap + meaning
      : legend.missingLeft - 3 * ChartLayout.gap
  }

  static let height = 52.0
}
