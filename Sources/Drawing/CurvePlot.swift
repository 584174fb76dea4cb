/// A series over ordered categories, such as years.
package struct Curve: Sendable, Hashable {
  /// What it is, in the legend.
  package var name: String
  /// One estimate for each category; NaN where there is none.
  package var estimates: [DrawnInterval]

  /// Series with a name.
  package init(_ name: String, _ estimates: [DrawnInterval]) {
    self.name = name
    self.estimates = estimates
  }

  fileprivate var data: [Datum] { estimates.enumerated().map { $1.datum(at: $0) } }
}

extension Plot {
  /// Share of a category that bars beside each other take.
  private static let barShare = 0.76
  /// From more categories on, points touch: they become small.
  private static let crowd = 60

  /// Lines with points over ordered categories, each in its band.
  ///
  /// - Parameters:
  ///   - curves: the series, at most a few.
  ///   - title: what the plot shows, "" for none.
  ///   - categories: the years, in order.
  ///   - across: what the categories are, such as "Year".
  ///   - measure: what is drawn, with its unit.
  ///   - bandLabel: what the bands are, in the legend; "" keeps them out.
  ///   - scale: linear, or logarithmic for indices.
  ///   - reference: value to compare with.
  /// - Returns: a plot to be put above or below others with the same categories.
  package static func curves(
    _ curves: [Curve], title: String = "", over categories: [String], across: String,
    measure: String, bandLabel: String = "", scale: Axis.Scale = .logarithmic,
    reference: Rule = Rule(1)
  ) -> Plot {
    let styles = curves.indices.map { index in
      var style = Style.series(index)
      if categories.count > crowd { style.weight = .thin }
      return style
    }
    let bands = zip(curves, styles).map { Mark(.band, $0.data, label: bandLabel, style: $1) }
    let lines = zip(curves, styles).flatMap { curve, style in
      [
        Mark(.line, curve.data, label: curve.name, style: style),
        Mark(.point, curve.data, label: curve.name, style: style),
      ]
    }
    return Plot(
      title: title, x: Axis(across, scale: .categories(categories.map { Category($0) })),
      y: Axis(measure, scale: scale), height: 260, rules: [reference],
      marks: bands.filter { band in band.data.contains { !$0.lower.isNaN } } + lines)
  }

  /// Bars from 0 over ordered categories, those of one category beside each other.
  ///
  /// - Parameters:
  ///   - curves: the series, at most a few; their intervals are not drawn.
  ///   - title: what the plot shows, "" for none.
  ///   - categories: the years, in order.
  ///   - across: what the categories are, such as "Year".
  ///   - measure: what is drawn, with its unit.
  ///   - firstStyle: number of the first style, to go on from the curves of another plot.
  /// - Returns: a plot to be put above or below others with the same categories.
  package static func bars(
    _ curves: [Curve], title: String = "", over categories: [String], across: String,
    measure: String, firstStyle: Int = 0
  ) -> Plot {
    let breadth = barShare / Double(max(curves.count, 1))
    let marks = curves.enumerated().map { index, curve in
      let data = curve.data.filter(\.value.isFinite).map { datum in
        Datum(at: datum.at, lower: min(0, datum.value), upper: max(0, datum.value))
      }
      var style = Style.series(firstStyle + index)
      style.isFilled = index % 2 == 0
      return Mark(
        .bar(breadth: breadth), data, label: curve.name, style: style,
        shift: (Double(index) - Double(curves.count - 1) / 2) * breadth)
    }
    return Plot(
      title: title, x: Axis(across, scale: .categories(categories.map { Category($0) })),
      y: Axis(measure, scale: .linear), height: 170, rules: [Rule(0)], marks: marks)
  }
}
