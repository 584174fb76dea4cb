import DenseKernels
import Frontier
import Testing

@testable import Tables

/// Panels from columns in memory, as data frames hand them over.
@Suite struct PanelColumnsTests {
  private static let labels = ["A", "B"]

  /// Two units in two years, not in order of time; nothing missing.
  private static func columns(
    units: PanelColumns.Names = .init(column: "unit", labels: labels, codes: [0, 0, 1, 1]),
    times: PanelColumns.Names? = .init(
      column: "year", labels: ["2002", "2001"], codes: [0, 1, 1, 0]),
    inputs: [Double] = [1, 2, 3, 4, 5, 6, 7, 8], outputs: [Double] = [10, 11, 12, 13],
    prices: PanelColumns.Numbers = .init(columns: [], values: [])
  ) -> PanelColumns {
    PanelColumns(
      name: "frame", rowCount: units.codes.count, units: units, times: times,
      inputs: .init(columns: ["k", "l"], values: inputs),
      outputs: .init(columns: ["y"], values: outputs), prices: prices, roundedNumbers: 0)
  }

  private func message(
    _ columns: PanelColumns, zeros: ZeroPolicy = .reject, missing: MissingPolicy = .reject
  ) throws -> String {
    try refusal { () throws(TableError) in try columns.panel(zeros: zeros, missing: missing) }
      .message
  }

  @Test("rows keep their order, periods are put in order by their names")
  func order() throws {
    let loaded = try Self.columns().panel(zeros: .reject, missing: .reject)
    let panel = loaded.panel
    #expect(panel.units == ["A", "B"] && panel.periods == ["2001", "2002"])
    #expect(panel.unitOfObservation == [0, 0, 1, 1])
    #expect(panel.periodOfObservation == [1, 0, 0, 1])
    #expect(panel.inputs.elements == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(panel.outputs.elements == [10, 11, 12, 13])
    #expect(loaded.warnings.allSatisfy { !$0.contains("order") })
  }

  @Test("periods whose names do not tell keep the order of their rows, with a warning")
  func namedPeriods() throws {
    let times = PanelColumns.Names(
      column: "year", labels: ["autumn", "spring"], codes: [1, 0, 1, 0])
    let loaded = try Self.columns(times: times).panel(zeros: .reject, missing: .reject)
    #expect(loaded.panel.periods == ["spring", "autumn"])
    #expect(loaded.warnings.contains { $0.contains("order") })
  }

  @Test("labels that no row has are no units")
  func unusedLabels() throws {
    let units = PanelColumns.Names(
      column: "unit", labels: ["none", "B", "A"], codes: [2, 2, 1, 1])
    let panel = try Self.columns(units: units).panel(zeros: .reject, missing: .reject).panel
    #expect(panel.units == ["A", "B"] && panel.unitOfObservation == [0, 0, 1, 1])
  }

  @Test("as text it is read to the same panel")
  func roundTrip() throws {
    let units = PanelColumns.Names(
      column: "unit", labels: ["5\" pipe", "coal, hard"], codes: [0, 0, 1, 1])
    let numbers = [0.1, 2, 3, 1e-300, 5, 6, 1e300, 0.30000000000000004]
    let loaded = try Self.columns(units: units, inputs: numbers)
      .panel(zeros: .reject, missing: .reject)
    let options = PanelReadOptions(
      unitColumn: "unit", timeColumn: "year", inputColumns: ["k", "l"], outputColumns: ["y"])
    let again = try PanelReader(options: options).read(
      bytes: loaded.text(unit: "unit", time: "year", priceNames: []), file: "f.csv")
    #expect(again.panel.units == ["5\" pipe", "coal, hard"])
    #expect(again.panel.periods == loaded.panel.periods)
    #expect(again.panel.inputs.elements == numbers)
    #expect(again.panel.periodOfObservation == loaded.panel.periodOfObservation)
  }

  @Test("rows with missing numbers go as the policy says, and are counted")
  func missing() throws {
    let gap = Self.columns(inputs: [1, 2, 3, .nan, 5, 6, 7, 8])
    #expect(
      try message(gap) == "frame: row 2, column \"l\": found NaN; expected a number "
        + "(missing drop-row or drop-unit leaves such rows out)")
    let rows = try gap.panel(zeros: .reject, missing: .dropRow)
    #expect(rows.counts.droppedRows == 1 && rows.counts.droppedUnits == 0)
    #expect(rows.panel.outputs.elements == [10, 12, 13])
    let units = try gap.panel(zeros: .reject, missing: .dropUnit)
    #expect(units.counts.droppedRows == 2 && units.counts.droppedUnits == 1)
    #expect(units.panel.units == ["B"] && units.panel.inputs.elements == [5, 6, 7, 8])
    let none = Self.columns(outputs: [.nan, .nan, .nan, .nan])
    #expect(
      try message(none, missing: .dropRow)
        == "frame: found no complete row; expected at least one")
  }

  @Test("a refusal names the row and the column of the frame, not of what is left of it")
  func places() throws {
    let negative = Self.columns(inputs: [.nan, 2, 3, 4, 5, 6, 7, -8])
    #expect(
      try message(negative, missing: .dropRow) == "frame: row 4, column \"l\": found -8.0; "
        + "expected a finite number that is not negative")
    let twice = Self.columns(
      times: .init(column: "year", labels: ["2001"], codes: [0, 0, 0, 0]))
    #expect(
      try message(twice) == "frame: row 2, column \"unit\": found unit \"A\" in period \"2001\" "
        + "again (first in row 1); expected one row for each unit and period")
    let infinite = Self.columns(outputs: [10, .infinity, 12, 13])
    #expect(try message(infinite, missing: .dropRow).contains("row 2, column \"y\": found inf"))
    let zero = Self.columns(inputs: [1, 2, 3, 4, 0, 6, 7, 8])
    #expect(try message(zero).hasPrefix("frame: row 3, column \"k\": found a zero; expected"))
    #expect(try zero.panel(zeros: .allow, missing: .reject).panel.inputs.elements[4] == 0)
    let price = Self.columns(prices: .init(columns: ["w"], values: [1, 1, 0, 1]))
    #expect(
      try message(price)
        == "frame: row 3, column \"w\": found 0.0; expected a positive price")
  }

  @Test("names are refused that a table could not have either")
  func names() throws {
    let twice = PanelColumns.Names(column: "k", labels: Self.labels, codes: [0, 0, 1, 1])
    #expect(
      try message(Self.columns(units: twice))
        == "frame: found column \"k\" twice; expected each column once")
    let same = PanelColumns.Names(column: "unit", labels: ["A", "A"], codes: [0, 0, 1, 1])
    #expect(try message(Self.columns(units: same)).contains("found the label \"A\" twice"))
    let broken = PanelColumns.Names(column: "unit", labels: ["A", "B\n"], codes: [0, 0, 1, 1])
    #expect(try message(Self.columns(units: broken)).contains("without control characters"))
    let empty = PanelColumns.Names(column: "unit", labels: [], codes: [])
    #expect(
      try message(Self.columns(units: empty, times: nil, inputs: [], outputs: []))
        == "frame: found no row; expected at least one")
  }
}
