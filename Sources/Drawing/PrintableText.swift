internal import Tables

extension String {
  /// The text on one line of characters that every format and renderer takes.
  ///
  /// Controls are written out; the two code points that XML forbids beside them become U+FFFD.
  var printable: String {
    var text = ""
    for scalar in escapingControls.unicodeScalars {
      text.unicodeScalars.append(scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : scalar)
    }
    return text
  }
}

extension Chart {
  /// The chart with all its words printable, and a plot: done once, so that no renderer has to ask.
  var printable: Chart {
    Chart(
      title: title.printable, subtitle: subtitle.map(\.printable), notes: notes.map(\.printable),
      plots: plots.isEmpty ? [.blank] : plots.map(\.printable))
  }
}

extension Plot {
  /// Says that there are no data, in a chart that has no plots.
  fileprivate static let blank = Plot(
    x: Axis("", scale: .linear), y: Axis("", scale: .linear), height: 60)

  fileprivate var printable: Plot {
    var plot = self
    plot.title = title.printable
    plot.x = x.printable
    plot.y = y.printable
    for index in rules.indices { plot.rules[index].label = rules[index].label.printable }
    for (index, mark) in marks.enumerated() {
      plot.marks[index].label = mark.label.printable
      for (place, datum) in mark.data.enumerated() where !datum.text.isEmpty {
        plot.marks[index].data[place].text = datum.text.printable
      }
    }
    plot.grid = grid?.printable
    return plot
  }
}

extension Axis {
  fileprivate var printable: Axis {
    var axis = self
    axis.title = title.printable
    axis.remarkTitle = remarkTitle.printable
    if let categories {
      axis.scale = .categories(
        categories.map {
          Category(
            $0.name.printable, heading: $0.heading.printable, remark: $0.remark.printable,
            isSummary: $0.isSummary)
        })
    }
    return axis
  }
}

extension CellGrid {
  fileprivate var printable: CellGrid {
    CellGrid(
      cells: cells.map { cell in
        CellGrid.Cell(
          column: cell.column, row: cell.row, value: cell.value, text: cell.text.printable)
      }, title: title.printable, lowMeaning: lowMeaning.printable,
      highMeaning: highMeaning.printable, missingMeaning: missingMeaning.printable)
  }
}
