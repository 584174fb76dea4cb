internal import Tables

/// One row of a forest plot.
package struct ForestRow: Sendable, Hashable {
  /// The unit.
  package var name: String
  /// Its estimate, and the interval of the method in use.
  package var first: DrawnInterval
  /// A second estimate or interval to compare with, just below; nil for none.
  package var second: DrawnInterval?
  /// Whether the row sums up others.
  package var isSummary: Bool

  /// Row of a unit.
  ///
  /// - Parameters:
  ///   - name: the unit.
  ///   - first: its estimate and interval.
  ///   - second: estimate and interval to compare with.
  ///   - isSummary: whether the row sums up others.
  package init(
    name: String, first: DrawnInterval, second: DrawnInterval? = nil, isSummary: Bool = false
  ) {
    self.name = name
    self.first = first
    self.second = second
    self.isSummary = isSummary
  }
}

/// What the marks of a forest plot mean, in its legend; "" leaves a mark out of it.
package struct ForestLabels: Sendable, Hashable {
  /// The filled dots.
  package var estimate: String
  /// The strong lines.
  package var interval: String
  /// The hollow diamonds.
  package var secondEstimate: String
  /// The dashed lines.
  package var secondInterval: String
  /// The bold diamonds of rows that sum up.
  package var summary: String

  /// Meanings of the marks.
  ///
  /// - Parameters:
  ///   - estimate: meaning of the filled dots.
  ///   - interval: meaning of the strong lines.
  ///   - secondEstimate: meaning of the hollow diamonds.
  ///   - secondInterval: meaning of the dashed lines.
  ///   - summary: meaning of the bold diamonds.
  package init(
    estimate: String, interval: String, secondEstimate: String = "", secondInterval: String = "",
    summary: String = ""
  ) {
    self.estimate = estimate
    self.interval = interval
    self.secondEstimate = secondEstimate
    self.secondInterval = secondInterval
    self.summary = summary
  }
}

extension Plot {
  /// Height of a row with one interval, and with two, in pixels.
  private static let rowHeights = (one: 19.0, two: 26.0)

  /// Forest plot: a row for each unit with its estimate and interval, the numbers on the right.
  ///
  /// - Parameters:
  ///   - rows: from top to bottom.
  ///   - units: what a row is, such as "Industry".
  ///   - measure: what is estimated, on an axis of equal ratios.
  ///   - labels: what the marks mean.
  ///   - reference: value to compare with.
  ///   - decimalCount: decimals of the numbers on the right.
  /// - Returns: a plot as high as its rows.
  package static func forest(
    _ rows: [ForestRow], units: String, measure: String, labels: ForestLabels,
    reference: Rule = Rule(1), decimalCount: Int = 3
  ) -> Plot {
    let hasSecond = rows.contains { $0.second != nil }
    let categories = rows.map { row in
      Category(
        row.name, remark: row.first.words(decimalCount: decimalCount), isSummary: row.isSummary)
    }
    let remarks = [labels.estimate, labels.interval.isEmpty ? "" : "[\(labels.interval)]"]
    return Plot(
      x: Axis(measure, scale: .logarithmic, decimalCount: decimalCount),
      y: Axis(
        units, scale: .categories(categories),
        remarkTitle: remarks.filter { !$0.isEmpty }.joined(separator: " ")),
      width: 480,
      height: Double(max(rows.count, 3)) * (hasSecond ? rowHeights.two : rowHeights.one),
      rules: [reference],
      marks: forestMarks(rows, labels, shift: hasSecond ? 0.2 : 0).filter { !$0.data.isEmpty })
  }

  private static func forestMarks(
    _ rows: [ForestRow], _ labels: ForestLabels, shift: Double
  ) -> [Mark] {
    func data(isSummary: Bool) -> [Datum] {
      rows.enumerated().compactMap { index, row in
        row.isSummary == isSummary ? row.first.datum(at: index) : nil
      }
    }
    let seconds = rows.enumerated().compactMap { $1.second?.datum(at: $0) }
    let units = data(isSummary: false)
    let summaries = data(isSummary: true)
    let first = Style(colour: Colour.series[0])
    let second = Style(
      colour: Colour.series[1], symbol: .diamond, isFilled: false, dash: .dashed, weight: .thin)
    let summary = Style(colour: .ink, symbol: .diamond, weight: .bold)
    return [
      Mark(.interval, units, label: labels.interval, style: first, shift: -shift),
      Mark(.point, units, label: labels.estimate, style: first, shift: -shift),
      Mark(
        .interval, seconds.filter(\.hasRange), label: labels.secondInterval, style: second,
        shift: shift),
      Mark(
        .point, seconds.filter(\.value.isFinite), label: labels.secondEstimate, style: second,
        shift: shift),
      Mark(.interval, summaries, style: summary, shift: -shift),
      Mark(.point, summaries, label: labels.summary, style: summary, shift: -shift),
    ]
  }
}

extension DrawnInterval {
  /// The numbers as a table prints them.
  fileprivate func words(decimalCount: Int) -> String {
    let estimate = self.estimate.isFinite ? self.estimate.fixed(decimalCount) : "–"
    guard lower.isFinite, upper.isFinite else { return estimate }
    return "\(estimate) [\(lower.fixed(decimalCount)), \(upper.fixed(decimalCount))]"
  }
}
