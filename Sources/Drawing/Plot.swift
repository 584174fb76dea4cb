/// Two axes with the marks between them.
///
/// Marks stand `at` a place of the base axis and reach to a `value` of the other one. The base is x,
/// unless y alone has categories: then rows run down the page and values run along x.
package struct Plot: Sendable, Hashable {
  /// What the plot shows, where a chart has several; "" for none.
  package var title: String
  /// The axis across.
  package var x: Axis
  /// The axis up, or down where it has categories.
  package var y: Axis
  /// Width of the area between the axes, in pixels.
  package var width: Double
  /// Height of the area between the axes, in pixels.
  package var height: Double
  /// Lines right across at a value, below the marks.
  package var rules: [Rule]
  /// What is drawn, from back to front.
  package var marks: [Mark]
  /// Coloured cells, where both axes have categories.
  package var grid: CellGrid?

  /// Width of a plot of which the data do not ask for another, in pixels.
  package static let usualWidth = 620.0

  /// Plot of marks, cells or both.
  ///
  /// - Parameters:
  ///   - title: what the plot shows, "" for none.
  ///   - x: the axis across.
  ///   - y: the axis up, or down where it has categories.
  ///   - width: width of the area between the axes, in pixels.
  ///   - height: height of the area between the axes, in pixels.
  ///   - rules: lines right across at a value.
  ///   - marks: what is drawn, from back to front.
  ///   - grid: coloured cells, where both axes have categories.
  package init(
    title: String = "", x: Axis, y: Axis, width: Double = Plot.usualWidth, height: Double,
    rules: [Rule] = [], marks: [Mark] = [], grid: CellGrid? = nil
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.rules = rules
    self.marks = marks
    self.grid = grid
  }

  /// Whether rows run down the page and values along x.
  var isSideways: Bool { y.categories != nil && x.categories == nil }
  /// Whether both axes have categories; x is then labelled on top, where the reader starts.
  var isMatrix: Bool { y.categories != nil && x.categories != nil }
  /// The axis on which marks stand.
  var base: Axis { isSideways ? y : x }
  /// The axis along which marks reach.
  var values: Axis { isSideways ? x : y }
}

/// A line right across a plot at one value, such as 1 for no change.
package struct Rule: Sendable, Hashable {
  /// Where it stands on the axis of values.
  package var value: Double
  /// What it means, in the legend; "" keeps it out.
  package var label: String

  /// Line at a value.
  package init(_ value: Double, label: String = "") {
    self.value = value
    self.label = label
  }

  /// Dark and solid, so that it is told from the pale grid.
  static let style = Style(colour: Colour(0x444444), weight: .thin)
}
