internal import Tables

/// The cells of a panel in groups that came from the same columns of files by the same steps.
struct CellGroups {
  /// Cells of a column: some units in a range of years.
  struct Group: Hashable {
    let column: String
    let history: Int
    let firstYear: Int
    let lastYear: Int
    var units: [String] = []
    var rowCount = 0
  }

  /// Groups in the order of columns, years and units.
  let groups: [Group]

  /// Groups of a panel whose rows are ordered by unit and year.
  init(_ panel: LongTable) {
    let series = panel.series
    groups = panel.variables.flatMap { Self.groups($0, series) }
  }

  /// Ranges of years with one history, units with the same range and history together.
  private static func groups(_ variable: Variable, _ series: [UnitSeries]) -> [Group] {
    struct Range: Hashable {
      let history: Int
      let first: Int
      let last: Int
    }
    var unitsOfRange: [Range: (units: [String], rowCount: Int)] = [:]
    var order: [Range] = []
    for unit in series {
      let histories = unit.of(variable.histories)
      var start = 0
      for position in histories.indices {
        let isLast = position == histories.count - 1
        if !isLast && histories[position + 1] == histories[position] { continue }
        let range = Range(
          history: histories[position], first: unit.years[start], last: unit.years[position])
        if unitsOfRange[range] == nil { order.append(range) }
        unitsOfRange[range, default: ([], 0)].units.append(unit.unit)
        unitsOfRange[range, default: ([], 0)].rowCount += position - start + 1
        start = position + 1
      }
    }
    let sorted = order.enumerated().sorted {
      ($0.element.first, $0.element.last, $0.offset) < (
        $1.element.first, $1.element.last, $1.offset
      )
    }
    return sorted.map(\.element).compactMap { range in
      unitsOfRange[range].map {
        Group(
          column: variable.name, history: range.history, firstYear: range.first,
          lastYear: range.last, units: $0.units, rowCount: $0.rowCount)
      }
    }
  }
}
