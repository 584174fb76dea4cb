package import Drawing

/// Charts under one caption, with their numbers one click away.
package struct PageFigure: Sendable {
  /// Charts from top to bottom, whose titles, subtitles and notes the page prints.
  package var charts: [Chart]
  /// What the figure shows, in a line.
  package var caption: String
  /// Name of the pictures to save, without its ending.
  package var name: String
  /// The numbers that are drawn; nil where a table of the page holds them.
  package var numbers: PageTable?

  /// Figure of charts.
  ///
  /// - Parameters:
  ///   - charts: charts from top to bottom.
  ///   - caption: what the figure shows, or nil for the title of the first chart.
  ///   - name: name of the pictures to save, without its ending.
  ///   - numbers: the numbers that are drawn.
  package init(
    _ charts: [Chart], caption: String? = nil, name: String, numbers: PageTable? = nil
  ) {
    self.charts = charts
    self.caption = caption ?? charts.first?.title ?? ""
    self.name = name
    self.numbers = numbers
  }
}
