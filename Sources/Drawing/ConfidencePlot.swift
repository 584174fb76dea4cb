extension Plot {
  /// Least and greatest width of a column of cells, and height of a row, in pixels.
  private static let cellWidths = (least: 34.0, greatest: 76.0)
  private static let cellHeight = 18.0

  /// Cells coloured by confidence, rows down and columns across.
  ///
  /// - Parameters:
  ///   - grid: the cells and what their colours mean.
  ///   - rows: names of the units, from top to bottom.
  ///   - units: what a row is, such as "Industry".
  ///   - columns: pairs of inputs from left to right, under headings such as periods.
  ///   - across: what a column is, such as "Pair of inputs".
  ///   - title: what the plot shows, "" for none.
  /// - Returns: a plot as large as its cells.
  package static func confidence(
    _ grid: CellGrid, rows: [String], units: String, columns: [Category], across: String,
    title: String = ""
  ) -> Plot {
    let names = columns.map { TextExtent.width($0.name, size: ChartLayout.labelSize) + 8 }
    let widest = names.max() ?? 0
    let letters = grid.cells.map { TextExtent.width($0.letters, size: CellGrid.letterSize) }
    let least = max(cellWidths.least, (letters.max() ?? 0) + 2 * CellGrid.signRoom)
    let width = widest <= cellWidths.greatest ? max(least, widest) : least
    return Plot(
      title: title, x: Axis(across, scale: .categories(columns)),
      y: Axis(units, scale: .categories(rows.map { Category($0) })),
      width: columns.isEmpty ? usualWidth : Double(columns.count) * width.rounded(.up),
      height: Double(max(rows.count, 3)) * cellHeight, grid: grid)
  }
}
