/// How a mark looks: colour, and what tells it apart where print has no colour.
package struct Style: Sendable, Hashable {
  /// Form of a point.
  package enum Symbol: Sendable, Hashable, CaseIterable {
    /// Disc.
    case disc
    /// Square standing on a corner.
    case diamond
    /// Square.
    case square
    /// Triangle.
    case triangle
  }

  /// Form of a stroke.
  package enum Dash: Sendable, Hashable, CaseIterable {
    /// Without gaps.
    case solid
    /// Long dashes.
    case dashed
    /// Dots.
    case dotted
    /// Dashes and dots.
    case mixed
  }

  /// Size of strokes and points.
  package enum Weight: Sendable, Hashable {
    /// For what stands behind.
    case thin
    /// For most.
    case regular
    /// For what sums up.
    case bold
  }

  /// Colour of strokes and areas.
  package var colour: Colour
  /// Form of points.
  package var symbol: Symbol
  /// Whether points are filled.
  package var isFilled: Bool
  /// Form of strokes.
  package var dash: Dash
  /// Size of strokes and points.
  package var weight: Weight

  /// Style of a mark.
  ///
  /// - Parameters:
  ///   - colour: colour of strokes and areas.
  ///   - symbol: form of points.
  ///   - isFilled: whether points are filled.
  ///   - dash: form of strokes.
  ///   - weight: size of strokes and points.
  package init(
    colour: Colour, symbol: Symbol = .disc, isFilled: Bool = true, dash: Dash = .solid,
    weight: Weight = .regular
  ) {
    self.colour = colour
    self.symbol = symbol
    self.isFilled = isFilled
    self.dash = dash
    self.weight = weight
  }

  /// Style of one of several series: no two of the first 28 look alike.
  package static func series(_ index: Int) -> Style {
    let symbols = Symbol.allCases
    let dashes = Dash.allCases
    return Style(
      colour: Colour.series[index % Colour.series.count], symbol: symbols[index % symbols.count],
      isFilled: index / symbols.count % 2 == 0, dash: dashes[index % dashes.count])
  }

  /// Opacity of bands: two above each other still let the grid through.
  static let bandOpacity = 0.18

  /// Opacity of bars that are not filled.
  static let hollowBarOpacity = 0.35

  /// Width of strokes, in pixels.
  var strokeWidth: Double {
    switch weight {
    case .thin: 1
    case .regular: 1.8
    case .bold: 2.6
    }
  }

  /// Half the length of a cap, and width of its stroke, in pixels.
  var capLength: Double { 2 + strokeWidth }
  var capWidth: Double { min(strokeWidth, 1.4) }

  /// Half the width of a point, in pixels.
  var radius: Double {
    let size =
      switch weight {
      case .thin: 2.4
      case .regular: 3.4
      case .bold: 4.6
      }
    return symbol == .diamond ? size * 1.3 : size  // equal areas look equal
  }

  /// Lengths of dashes and gaps, in pixels.
  var dashLengths: [Double] {
    switch dash {
    case .solid: []
    case .dashed: [6, 3]
    case .dotted: [1.5, 2.5]
    case .mixed: [7, 2.5, 1.5, 2.5]
    }
  }
}
