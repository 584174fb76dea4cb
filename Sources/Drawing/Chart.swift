/// A statistical picture: words above, plots one below the other, words below.
///
/// Two renderers read it: ``svg`` and ``vegaLite``. Both give the same bytes for the same chart.
package struct Chart: Sendable, Hashable {
  /// What the picture shows.
  package var title: String
  /// Lines below the title: measure, period, method.
  package var subtitle: [String]
  /// Lines below the plots: sources, warnings, how to read the marks.
  package var notes: [String]
  /// Plots from top to bottom; neighbours with an equal x axis print its labels once.
  package var plots: [Plot]

  /// Chart of plots.
  ///
  /// - Parameters:
  ///   - title: what the picture shows.
  ///   - subtitle: lines below the title.
  ///   - notes: lines below the plots.
  ///   - plots: from top to bottom.
  package init(title: String, subtitle: [String] = [], notes: [String] = [], plots: [Plot]) {
    self.title = title
    self.subtitle = subtitle
    self.notes = notes
    self.plots = plots
  }
}
