internal import Tables

/// Places that both renderers need beside those of the marks.
extension PlotFrame {
  /// Words above the columns that share them, and the middle of those columns.
  struct Heading: Sendable {
    let text: String
    let middle: Double
  }

  /// Height of the headings of columns, 0 where there are none.
  var headingHeight: Double { headings.isEmpty ? 0 : Self.lineHeight }

  /// Baseline of the headings, or of what stands in their place.
  var headingBaseline: Double {
    let columns = plot.x.categories ?? []
    let words = columns.map {
      TextExtent.width(
        $0.name, size: ChartLayout.labelSize, isBold: $0.isSummary)
    }
    let labels = isUpright ? min(words.max() ?? 0, Self.highestLabel) + 4 : Self.lineHeight
    return top - Self.titleRise - max(labels, Self.lineHeight)
  }

  /// Headings of the columns.
  var headings: [Heading] {
    let columns = plot.x.categories ?? []
    var headings: [Heading] = []
    var first = 0
    for index in columns.indices
    where index + 1 == columns.count || columns[index].heading != columns[index + 1].heading {
      defer { first = index + 1 }
      guard !columns[index].heading.isEmpty, let left = x(Double(first)),
        let right = x(Double(index))
      else { continue }
      let room = Double(index - first + 1) * x.pitch
      headings.append(
        Heading(
          text: TextExtent.cut(columns[index].heading, to: room, size: ChartLayout.labelSize),
          middle: (left + right) / 2))
    }
    return headings
  }

  /// Coordinates of the lines between categories that belong apart.
  func partings(of axis: Axis, _ projection: Projection) -> [Double] {
    let categories = axis.categories ?? []
    return categories.indices.dropLast().compactMap { index in
      guard categories[index].isParted(from: categories[index + 1]) else { return nil }
      return projection(Double(index), shift: 0.5)
    }
  }

  /// Rows that stand on grey.
  var stripes: [Int] {
    plot.isSideways ? Array(stride(from: 1, to: plot.y.categories?.count ?? 0, by: 2)) : []
  }

  /// Coordinate of a rule along the axis of values.
  func place(of rule: Rule) -> Double? {
    plot.isSideways ? x(rule.value) : y(rule.value)
  }

  /// A datum of a mark in words.
  func words(_ datum: Datum, of mark: Mark) -> String {
    let place = plot.base.categories == nil ? "\(plot.base.title) " : ""
    var words = place + plot.base.name(at: datum.at)
    if !mark.label.isEmpty { words += ", \(mark.label)" }
    words += ":"
    if !mark.isRange { words += " " + plot.values.words(datum.value) }
    if datum.hasRange {
      words += " [\(plot.values.words(datum.lower)), \(plot.values.words(datum.upper))]"
    }
    return words
  }

  /// A cell in words.
  func words(_ cell: CellGrid.Cell, of grid: CellGrid) -> String {
    let column = plot.x.name(at: Double(cell.column))
    let heading = plot.x.heading(at: cell.column)
    let value =
      cell.value.isFinite ? cell.value.fixed(CellGrid.decimalCount) : grid.missingMeaning
    let text = cell.text.isEmpty ? "" : " (\(cell.text))"
    return [plot.y.name(at: Double(cell.row)), heading, column].filter { !$0.isEmpty }
      .joined(separator: ", ") + ": \(value)\(text)"
  }
}

extension Plot {
  static let noData = "no data"
}
