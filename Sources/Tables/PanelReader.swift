internal import DenseKernels
internal import Frontier

/// Reads a panel from delimited text: every number checked, every refusal with its place.
///
/// Where a range of periods is asked for, the keys of all rows are read first, since only they tell the
/// order of the periods, and the numbers of the rows in that range second.
package struct PanelReader: Sendable {
  /// What to read.
  package let options: PanelReadOptions

  /// Reader of the given columns.
  package init(options: PanelReadOptions) {
    self.options = options
  }

  /// Panel in a file.
  package func read(path: String) throws(TableError) -> LoadedPanel {
    try options.validate()
    return try read(DelimitedText(path: path, options: options.text))
  }

  /// Panel in memory; `file` is its name in messages.
  package func read(bytes: [UInt8], file: String) throws(TableError) -> LoadedPanel {
    try options.validate()
    return try read(DelimitedText(bytes: bytes, file: file, options: options.text))
  }

  private func read(_ text: DelimitedText) throws(TableError) -> LoadedPanel {
    let columns = try ColumnSelection(options, in: text)
    let rowCount = text.expectedRowCount
    var keys = RowKeys(text, columns, rowCount: rowCount)
    var values = ObservedValues(text, columns, options.missingPolicy, rowCount: rowCount)
    let readsAll = options.firstPeriod == nil && options.lastPeriod == nil
    var rows = text.rows()
    var fields: [Field] = []
    while let place = try rows.next(into: &fields) {
      guard columns.selects(fields, in: text.bytes) else { continue }
      let row = try keys.append(place, fields)
      if readsAll { try values.append(row: row, fields) }
    }
    keys.finish()
    guard !keys.places.isEmpty else {
      let conditions = options.conditions.map { "\($0.column.quoted) is \($0.text.quoted)" }
      throw TableError(
        .data,
        "\(text.file): found no row where \(conditions.joined(separator: " and ")); "
          + "expected at least one")
    }
    let range = try PeriodRange(keys.periodsByAppearance, options, text, columns)
    for row in readsAll ? [] : keys.rows(in: range.periods) {
      rows.move(to: keys.places[row].offset)
      _ = try rows.next(into: &fields)
      try values.append(row: row, fields)
    }
    values.finish(keys)
    guard !values.rows.isEmpty else {
      throw TableError(.data, "\(text.file): found no complete row; expected at least one")
    }
    return try loadedPanel(text, columns, keys, values, range)
  }

  private func loadedPanel(
    _ text: DelimitedText, _ columns: ColumnSelection, _ keys: RowKeys, _ values: ObservedValues,
    _ range: PeriodRange
  ) throws(TableError) -> LoadedPanel {
    do {
      let (units, unitOfRow) = Renumbering.byAppearance(
        values.rows.lazy.map { keys.units[$0] }, below: keys.unitNames.count)
      let periods = values.observedPeriods(range.periods, keys)
      let positions = Dictionary(uniqueKeysWithValues: zip(periods, periods.indices))
      let periodPositions = keys.periodsByAppearance.map { positions[$0] ?? -1 }  // -1: not read
      let isEveryUnit = units.elementsEqual(keys.unitNames.indices)  // the names need no copy then
      let panel = try Panel(
        units: isEveryUnit ? keys.unitNames : units.map { keys.unitNames[$0] }, periods: periods,
        unitOfObservation: unitOfRow,
        periodOfObservation: values.rows.map { periodPositions[keys.periods[$0]] },
        inputNames: options.inputColumns, outputNames: options.outputColumns,
        inputs: Matrix(
          rowCount: values.rows.count, columnCount: columns.inputs.count, elements: values.inputs),
        outputs: Matrix(
          rowCount: values.rows.count, columnCount: columns.outputs.count, elements: values.outputs),
        zeroPolicy: options.zeroPolicy)
      return LoadedPanel(
        panel: panel, values: values, lines: values.rows.map { keys.places[$0].line },
        columns: columns, periodsByAppearance: range.isByAppearance, text: text)
    } catch {
      throw PanelErrorPlace(text, columns, values.rows.map { keys.places[$0] }).describe(error)
    }
  }
}
