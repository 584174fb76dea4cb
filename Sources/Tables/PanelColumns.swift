internal import DenseKernels
package import Frontier

/// A panel as columns in memory: what a data frame holds.
///
/// Rows are counted from 0 here and from 1 in messages.
package struct PanelColumns {
  /// Names by number.
  package struct Names {
    /// Name of the column.
    package let column: String
    /// Names; those that no row has are left out.
    package let labels: [String]
    /// Position among the labels for each row.
    package var codes: [Int]

    /// Names of rows.
    package init(column: String, labels: [String], codes: [Int]) {
      (self.column, self.labels, self.codes) = (column, labels, codes)
    }
  }

  /// Columns of numbers, N × their count, row after row.
  package struct Numbers {
    /// Names of the columns.
    package let columns: [String]
    /// Values, NaN where one is missing.
    package var values: [Double]

    /// Numbers of rows.
    package init(columns: [String], values: [Double]) {
      (self.columns, self.values) = (columns, values)
    }

    fileprivate func row(_ row: Int) -> ArraySlice<Double> {
      values[row * columns.count..<(row + 1) * columns.count]
    }

    fileprivate mutating func keep(_ rows: [Int]) { values = rows.flatMap(row) }
  }

  /// Name of the data in messages.
  package let name: String
  private let rowCount: Int
  private var units: Names
  private var times: Names?
  private var inputs: Numbers
  private var outputs: Numbers
  private var prices: Numbers
  private var counts = LoadedPanel.Counts()

  /// Columns of N rows; every code is that of a label.
  package init(
    name: String, rowCount: Int, units: Names, times: Names?, inputs: Numbers, outputs: Numbers,
    prices: Numbers, roundedNumbers: Int
  ) {
    (self.name, self.rowCount, self.units, self.times) = (name, rowCount, units, times)
    (self.inputs, self.outputs, self.prices) = (inputs, outputs, prices)
    counts.roundedNumbers = roundedNumbers
  }

  /// The panel.
  ///
  /// - Parameters:
  ///   - zeros: what to do with zeros.
  ///   - missing: what to do with rows that lack a number.
  /// - Returns: the panel with what was accepted.
  /// - Throws: ``TableError`` that names row and column.
  package consuming func panel(
    zeros: ZeroPolicy, missing: MissingPolicy
  ) throws(TableError) -> LoadedPanel {
    try checkNames()
    let kept = try keptRows(missing)
    if kept.count < rowCount {
      counts.droppedRows = rowCount - kept.count
      counts.droppedUnits = Set(units.codes).count - Set(kept.map { units.codes[$0] }).count
      units = Names(
        column: units.column, labels: units.labels, codes: Self.rows(kept, of: units))
      times = times.map {
        Names(column: $0.column, labels: $0.labels, codes: Self.rows(kept, of: $0))
      }
      inputs.keep(kept)
      outputs.keep(kept)
      prices.keep(kept)
    }
    guard !kept.isEmpty else {
      throw TableError(.data, "\(name): found no complete row; expected at least one")
    }
    let (unitNumbers, unitOfRow) = Renumbering.byAppearance(units.codes, below: units.labels.count)
    let (periodLabels, periodOfRow, areTelling) = periods(kept.count)
    do {
      let panel = try Panel(
        units: unitNumbers.map { units.labels[$0] }, periods: periodLabels,
        unitOfObservation: unitOfRow, periodOfObservation: periodOfRow,
        inputNames: inputs.columns, outputNames: outputs.columns,
        inputs: Matrix(
          rowCount: kept.count, columnCount: inputs.columns.count, elements: inputs.values),
        outputs: Matrix(
          rowCount: kept.count, columnCount: outputs.columns.count, elements: outputs.values),
        zeroPolicy: zeros)
      return LoadedPanel(
        panel: panel, lines: [],
        environment: Matrix(rowCount: kept.count, columnCount: 0),
        prices: Matrix(
          rowCount: kept.count, columnCount: prices.columns.count, elements: prices.values),
        groups: [],
        byteCount: 8 * kept.count * (inputs.columns.count + outputs.columns.count),
        counts: counts, periodsByAppearance: !areTelling && periodLabels.count > 1, name: name)
    } catch {
      throw describe(error, kept)
    }
  }

  private static func rows(_ rows: [Int], of names: Names) -> [Int] { rows.map { names.codes[$0] } }

  /// Labels of the periods in time order, the period of each row, and whether the labels tell the order.
  private func periods(_ count: Int) -> (labels: [String], ofRow: [Int], areTelling: Bool) {
    guard let times else { return ([""], [Int](repeating: 0, count: count), true) }
    let (numbers, ofRow) = Renumbering.byAppearance(times.codes, below: times.labels.count)
    let appearing = numbers.map { times.labels[$0] }
    let (ordered, areTelling) = PeriodOrder.sorted(appearing)
    let places = Dictionary(uniqueKeysWithValues: zip(ordered, ordered.indices))
    let place = appearing.map { places[$0] ?? 0 }
    return (ordered, ofRow.map { place[$0] }, areTelling)
  }

  /// Refuses names that a table could not have either.
  private func checkNames() throws(TableError) {
    guard rowCount > 0 else {
      throw TableError(.data, "\(name): found no row; expected at least one")
    }
    var seen: Set<String> = []
    let columns =
      [units.column] + (times.map { [$0.column] } ?? []) + inputs.columns + outputs.columns
      + prices.columns
    for column in columns {
      try Self.check(column, "\(name): column name")
      guard seen.insert(column).inserted else {
        throw TableError(
          .usage, "\(name): found column \(column.quoted) twice; expected each column once")
      }
    }
    for names in [units] + (times.map { [$0] } ?? []) {
      var seen: Set<String> = []
      for label in names.labels {
        try Self.check(label, "\(name): column \(names.column.quoted)")
        guard seen.insert(label).inserted else {
          throw TableError(
            .data,
            "\(name): column \(names.column.quoted): found the label \(label.quoted) twice; "
              + "expected each label once")
        }
      }
    }
  }

  private static func check(_ text: String, _ place: String) throws(TableError) {
    guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\u{7F}" })
    else {
      throw TableError(
        .data, "\(place): found \(text.quoted); expected a name without control characters")
    }
  }

  /// The rows that the policy keeps; infinite numbers are never missing ones.
  private func keptRows(_ policy: MissingPolicy) throws(TableError) -> [Int] {
    var incomplete: [Int] = []
    for row in 0..<rowCount {
      for numbers in [inputs, outputs] where numbers.row(row).contains(where: \.isNaN) {
        guard policy != .reject else {
          let column = numbers.columns[
            numbers.row(row).enumerated().first { $1.isNaN }?.offset ?? 0]
          throw cell(
            row, column, "NaN", "a number (missing drop-row or drop-unit leaves such rows out)")
        }
        if incomplete.last != row { incomplete.append(row) }
      }
      if let position = prices.row(row).enumerated().first(where: { !($1 > 0 && $1.isFinite) }) {
        throw cell(row, prices.columns[position.offset], "\(position.element)", "a positive price")
      }
    }
    guard !incomplete.isEmpty else { return Array(0..<rowCount) }
    let units = policy == .dropUnit ? Set(incomplete.map { self.units.codes[$0] }) : []
    let rows = Set(incomplete)
    return (0..<rowCount).filter { !rows.contains($0) && !units.contains(self.units.codes[$0]) }
  }

  private func cell(
    _ row: Int, _ column: String, _ found: String, _ expected: String
  ) -> TableError {
    TableError(
      .data,
      "\(name): row \(row + 1), column \(column.quoted): found \(found); expected \(expected)")
  }

  /// The refusal of a panel as one line with its place.
  private func describe(_ error: PanelError, _ kept: [Int]) -> TableError {
    switch error {
    case .notFinite(let observation, let variable, let value),
      .negative(let observation, let variable, let value):
      return cell(kept[observation], variable, "\(value)", "a finite number that is not negative")
    case .zero(let observation, let variable):
      return cell(
        kept[observation], variable, "a zero", "a positive number (zeros allow accepts zeros)")
    case .allZero(let observation, let side):
      return TableError(
        .data,
        "\(name): row \(kept[observation] + 1): found zero in all \(side); "
          + "expected a positive number in at least one of them")
    case .zeroVariable(let variable):
      return TableError(
        .data,
        "\(name): column \(variable.quoted): found zeros only; expected at least one positive number"
      )
    case .duplicateKey(let observation, let first, let unit, let period):
      let key = period.isEmpty ? unit.quoted : "\(unit.quoted) in period \(period.quoted)"
      return cell(
        kept[observation], units.column, "unit \(key) again (first in row \(kept[first] + 1))",
        period.isEmpty
          ? "one row for each unit (time names the column of the periods)"
          : "one row for each unit and period")
    case .shapeMismatch(let what, let found, let expected):
      return TableError(.data, "\(name): found \(found) \(what); expected \(expected)")
    case .empty(let what):
      return TableError(.usage, "\(name): found no \(what); expected at least one")
    case .duplicateVariable(let variable):
      return TableError(
        .usage, "\(name): found column \(variable.quoted) twice; expected each column once")
    case .invalidFloor(let floor):
      return TableError(.usage, "zeros: found the floor \(floor); expected a positive number")
    }
  }
}

extension LoadedPanel {
  /// The panel as a table of comma-separated values, from which a reader makes the same panel.
  ///
  /// - Parameters:
  ///   - unit: name of the column of units.
  ///   - time: name of the column of periods; nil for none.
  ///   - priceNames: names of the columns of prices.
  /// - Returns: a header line and a line for each observation.
  package func text(unit: String, time: String?, priceNames: [String]) -> [UInt8] {
    let names = panel.inputNames + panel.outputNames + priceNames
    var text = TextBuffer(capacity: panel.count * (names.count + 2) * 18)
    for (position, name) in ([unit] + (time.map { [$0] } ?? []) + names).enumerated() {
      if position > 0 { text.append(character: ",") }
      text.appendQuotingIfNeeded(name)
    }
    text.append(character: "\n")
    for row in 0..<panel.count {
      text.appendQuotingIfNeeded(panel.units[panel.unitOfObservation[row]])
      if time != nil {
        text.append(character: ",")
        text.appendQuotingIfNeeded(panel.periods[panel.periodOfObservation[row]])
      }
      for values in [panel.inputs.row(row), panel.outputs.row(row), prices.row(row)] {
        for value in values {
          text.append(character: ",")
          text.append(value)
        }
      }
      text.append(character: "\n")
    }
    return text.bytes
  }
}
