internal import Tables

/// One direction of a plot: what is measured, and how numbers become lengths.
package struct Axis: Sendable, Hashable {
  /// How places on the axis follow from numbers.
  package enum Scale: Sendable, Hashable {
    /// Equal differences are equal lengths.
    case linear
    /// Equal ratios are equal lengths; numbers that are not positive are missing.
    case logarithmic
    /// Place i belongs to category i, from left to right or from top to bottom.
    case categories([Category])
  }

  /// What is measured, with its unit.
  package var title: String
  /// How places follow from numbers.
  package var scale: Scale
  /// Decimals of numbers in tooltips; labels of the axis have as many as they need.
  package var decimalCount: Int
  /// Heading of the remarks of its categories.
  package var remarkTitle: String

  /// Axis with a title.
  ///
  /// - Parameters:
  ///   - title: what is measured, with its unit.
  ///   - scale: how places follow from numbers.
  ///   - decimalCount: decimals of numbers in tooltips.
  ///   - remarkTitle: heading of the remarks of its categories.
  package init(
    _ title: String, scale: Scale, decimalCount: Int = 4, remarkTitle: String = ""
  ) {
    self.title = title
    self.scale = scale
    self.decimalCount = decimalCount
    self.remarkTitle = remarkTitle
  }

  /// Categories, where the axis has some instead of numbers.
  var categories: [Category]? {
    if case .categories(let categories) = scale { categories } else { nil }
  }

  /// A number of this axis in words.
  func words(_ value: Double) -> String { value.fixed(decimalCount) }

  /// What stands at a place: the name of the category, or the number.
  func name(at place: Double) -> String {
    guard let categories else { return words(place) }
    guard let index = Int(exactly: place.rounded()), categories.indices.contains(index) else {
      return ""
    }
    return categories[index].name
  }

  /// Heading of a category; "" where there is none.
  func heading(at index: Int) -> String {
    guard let categories, categories.indices.contains(index) else { return "" }
    return categories[index].heading
  }
}

/// One place of an axis without numbers: a unit, a year, a pair of inputs.
package struct Category: Sendable, Hashable {
  /// What it is called; names may repeat.
  package var name: String
  /// Heading that neighbours share, printed above columns; a line parts unequal neighbours.
  package var heading: String
  /// Words at the other end of a row, such as its numbers.
  package var remark: String
  /// Whether it sums up others: in bold, parted from them by a line.
  package var isSummary: Bool

  /// Category with a name.
  ///
  /// - Parameters:
  ///   - name: what it is called.
  ///   - heading: heading that neighbours share, "" for none.
  ///   - remark: words at the other end of a row.
  ///   - isSummary: whether it sums up others.
  package init(
    _ name: String, heading: String = "", remark: String = "", isSummary: Bool = false
  ) {
    self.name = name
    self.heading = heading
    self.remark = remark
    self.isSummary = isSummary
  }

  /// Whether a line parts this category from the next.
  func isParted(from next: Category) -> Bool {
    heading != next.heading || isSummary != next.isSummary
  }
}
