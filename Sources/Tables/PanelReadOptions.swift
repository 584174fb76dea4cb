package import Frontier

/// What to do with a row that lacks a number: an empty cell, or `NA`.
package enum MissingPolicy: String, Sendable, Hashable, CaseIterable {
  /// Missing numbers are an error.
  case reject = "reject"
  /// The row is left out.
  case dropRow = "drop-row"
  /// Every row of its unit is left out.
  case dropUnit = "drop-unit"
}

/// A row is read only where a column holds a text.
package struct RowCondition: Sendable, Hashable {
  /// Name of the column.
  package let column: String
  /// What its field must be, quotes around it removed.
  package let text: String

  /// Condition on one column.
  package init(column: String, text: String) {
    self.column = column
    self.text = text
  }
}

/// Which columns of a table make a panel, and how strictly.
package struct PanelReadOptions: Sendable, Hashable {
  /// Column with the names of the units.
  package var unitColumn: String
  /// Column with the names of the periods; nil for a single period named "".
  package var timeColumn: String?
  /// Columns with the inputs, in the order of the panel.
  package var inputColumns: [String]
  /// Columns with the outputs, in the order of the panel.
  package var outputColumns: [String]
  /// Columns with other numbers of an observation, of any sign.
  package var environmentColumns: [String] = []
  /// Columns with prices, positive numbers; they never decide which rows are read.
  package var priceColumns: [String] = []
  /// Column with the name of the group of an observation.
  package var groupColumn: String?
  /// What a row must satisfy to be read; the others are not looked at any further.
  package var conditions: [RowCondition] = []
  /// Encoding, delimiter and decimal mark.
  package var text = DelimitedTextOptions()
  /// What to do with zeros.
  package var zeroPolicy = ZeroPolicy.reject
  /// What to do with missing numbers.
  package var missingPolicy = MissingPolicy.reject
  /// First period kept; nil for the first of the file.
  package var firstPeriod: String?
  /// Last period kept; nil for the last of the file.
  package var lastPeriod: String?

  /// Strict reading of the given columns, all periods.
  package init(
    unitColumn: String, timeColumn: String? = nil, inputColumns: [String], outputColumns: [String]
  ) {
    self.unitColumn = unitColumn
    self.timeColumn = timeColumn
    self.inputColumns = inputColumns
    self.outputColumns = outputColumns
  }

  /// Rejects requests that no file can satisfy.
  func validate() throws(TableError) {
    for (columns, what) in [(inputColumns, "input"), (outputColumns, "output")]
    where columns.isEmpty {
      throw TableError(.usage, "found no \(what) column; expected at least one")
    }
    var roles: [String: String] = [:]
    let uses =
      [("unit", unitColumn)] + (timeColumn.map { [("time", $0)] } ?? [])
      + inputColumns.map { ("inputs", $0) } + outputColumns.map { ("outputs", $0) }
      + environmentColumns.map { ("environment", $0) }
      + (groupColumn.map { [("group", $0)] } ?? [])
    for (role, column) in uses {
      guard let earlier = roles.updateValue(role, forKey: column) else { continue }
      let places = earlier == role ? "twice in \(role)" : "in \(earlier) and in \(role)"
      throw TableError(
        .usage, "found column \(column.quoted) \(places); expected each column once")
    }
    if timeColumn == nil && (firstPeriod != nil || lastPeriod != nil) {
      throw TableError(.usage, "found a range of periods; expected a time column with it")
    }
    if case .floor(let floor) = zeroPolicy, !(floor > 0 && floor.isFinite) {
      throw TableError(.usage, "found the floor \(floor); expected a positive number")
    }
  }
}
