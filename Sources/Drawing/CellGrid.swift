/// Coloured cells on two axes of categories.
package struct CellGrid: Sendable, Hashable {
  /// One cell.
  package struct Cell: Sendable, Hashable {
    /// Index of the category across.
    package var column: Int
    /// Index of the category down.
    package var row: Int
    /// What the colour shows; a value that is not finite is missing, drawn hatched with "?".
    package var value: Double
    /// A few letters printed in the cell; "" for none.
    package var text: String

    /// Cell at a place.
    ///
    /// - Parameters:
    ///   - column: index of the category across.
    ///   - row: index of the category down.
    ///   - value: what the colour shows; NaN if missing.
    ///   - text: a few letters printed in the cell.
    package init(column: Int, row: Int, value: Double, text: String = "") {
      self.column = column
      self.row = row
      self.value = value
      self.text = text
    }

    /// What is printed in the cell.
    var letters: String { text.isEmpty && !value.isFinite ? CellGrid.missingSign : text }
  }

  /// Cells in the order in which they are drawn; places without one stay white.
  package var cells: [Cell]
  /// What the colour shows.
  package var title: String
  /// What a value of 0 means.
  package var lowMeaning: String
  /// What a value of 1 means.
  package var highMeaning: String
  /// What a missing value means.
  package var missingMeaning: String

  /// Cells and what their colours mean.
  ///
  /// - Parameters:
  ///   - cells: cells in the order in which they are drawn.
  ///   - title: what the colour shows.
  ///   - lowMeaning: what a value of 0 means.
  ///   - highMeaning: what a value of 1 means.
  ///   - missingMeaning: what a missing value means.
  package init(
    cells: [Cell], title: String, lowMeaning: String, highMeaning: String, missingMeaning: String
  ) {
    self.cells = cells
    self.title = title
    self.lowMeaning = lowMeaning
    self.highMeaning = highMeaning
    self.missingMeaning = missingMeaning
  }

  static let missingSign = "?"
  /// Printed at the left of cells below ½: without colour, both ends of the scale are dark.
  static let lowSign = "−"
  static let lowSignInset = 3.0
  /// What the sign takes of a cell, and as much on the other side, since letters are centred.
  static let signRoom = 11.0
  static let letterSize = 10.0
  /// Decimals of values in tooltips.
  static let decimalCount = 3

  /// Letters read well on the colour of a value.
  static func inkColour(on value: Double) -> Colour {
    value.isFinite && ColourScale.colour(of: value).isDark ? .white : .ink
  }

  /// Whether some cell has no value, so that the legend has to explain those.
  var hasMissing: Bool { cells.contains { !$0.value.isFinite } }
}
