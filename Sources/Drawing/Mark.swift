/// Data drawn in one way: a line, a band, intervals, points, bars or words.
package struct Mark: Sendable, Hashable {
  /// The way data are drawn.
  package enum Geometry: Sendable, Hashable {
    /// Values joined; a missing value breaks the line.
    case line
    /// The area from lower to upper, pale; a missing end breaks it.
    case band
    /// From lower to upper with a cap at each end.
    case interval
    /// A symbol at each value.
    case point
    /// A bar from lower to upper that takes the given share of its category.
    case bar(breadth: Double)
    /// The words of each datum at its value.
    case text
  }

  /// The way data are drawn.
  package var geometry: Geometry
  /// What is drawn, in the order in which lines join it.
  package var data: [Datum]
  /// What it means, in the legend; "" keeps it out, equal labels share one entry.
  package var label: String
  /// Colour, symbol, stroke.
  package var style: Style
  /// How far beside the middle of its category it stands, as a share of the category.
  package var shift: Double

  /// Data drawn in one way.
  ///
  /// - Parameters:
  ///   - geometry: the way data are drawn.
  ///   - data: what is drawn.
  ///   - label: what it means, in the legend.
  ///   - style: colour, symbol, stroke.
  ///   - shift: how far beside the middle of its category it stands, as a share of the category.
  package init(
    _ geometry: Geometry, _ data: [Datum], label: String = "", style: Style, shift: Double = 0
  ) {
    self.geometry = geometry
    self.data = data
    self.label = label
    self.style = style
    self.shift = shift
  }
}

/// One observation of a mark; numbers that are not finite are missing.
package struct Datum: Sendable, Hashable {
  /// Where it stands on the base axis: a number, or the index of a category.
  package var at: Double
  /// The value, for lines, points and words.
  package var value: Double
  /// Lower end, for bands, intervals and bars.
  package var lower: Double
  /// Upper end, for bands, intervals and bars.
  package var upper: Double
  /// Words, for marks that write.
  package var text: String

  /// Observation.
  ///
  /// - Parameters:
  ///   - at: where it stands on the base axis.
  ///   - value: the value; NaN for none.
  ///   - lower: lower end; NaN for none.
  ///   - upper: upper end; NaN for none.
  ///   - text: words, for marks that write.
  package init(
    at: Double, value: Double = .nan, lower: Double = .nan, upper: Double = .nan, text: String = ""
  ) {
    self.at = at
    self.value = value
    self.lower = lower
    self.upper = upper
    self.text = text
  }
}

extension Datum {
  /// Whether both ends are known.
  var hasRange: Bool { lower.isFinite && upper.isFinite }
}

extension Mark {
  /// Whether the mark reaches from lower to upper, rather than to a value.
  var isRange: Bool {
    switch geometry {
    case .band, .interval, .bar: true
    case .line, .point, .text: false
    }
  }

  /// Whether a stroke is what the reader sees of it, so that dashes tell it apart.
  var isStroke: Bool { geometry == .line || geometry == .interval }

  /// The numbers a datum needs to be drawn, along the axis of values.
  func extent(of datum: Datum) -> [Double] {
    isRange ? [datum.lower, datum.upper] : [datum.value]
  }
}
