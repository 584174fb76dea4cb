internal import Frontier

/// Finds the cell of a file that a panel refused.
struct PanelErrorPlace {
  private let text: DelimitedText
  private let columns: ColumnSelection
  private let places: [RowPlace]

  /// - Parameters:
  ///   - text: the table.
  ///   - columns: the columns read.
  ///   - places: where each observation stands.
  init(_ text: DelimitedText, _ columns: ColumnSelection, _ places: [RowPlace]) {
    self.text = text
    self.columns = columns
    self.places = places
  }

  /// The refusal as one line with its place.
  func describe(_ error: PanelError) -> TableError {
    switch error {
    case .notFinite(let observation, let variable, let value),
      .negative(let observation, let variable, let value):
      return cell(
        observation, column(variable), "\(value) in \(variable.quoted)",
        "a number that is not negative")
    case .zero(let observation, let variable):
      return cell(
        observation, column(variable), "a zero in \(variable.quoted)",
        "a positive number (--zeros allow accepts zeros)")
    case .allZero(let observation, let side):
      let first = side == "inputs" ? columns.inputs.first : columns.outputs.first
      return cell(
        observation, first, "zero in all \(side)", "a positive number in at least one of them")
    case .zeroVariable(let variable):
      return text.error(
        atColumn: column(variable) ?? 0, found: "column \(variable.quoted) with zeros only",
        expected: "at least one positive number")
    case .duplicateKey(let observation, let first, let unit, let period):
      let key = period.isEmpty ? unit.quoted : "\(unit.quoted) in period \(period.quoted)"
      return cell(
        observation, columns.unit, "unit \(key) again (first on line \(places[first].line))",
        period.isEmpty
          ? "one row for each unit (--time names the column of the periods)"
          : "one row for each unit and period")
    case .shapeMismatch(let what, let found, let expected):
      return TableError(.data, "\(text.file): found \(found) \(what); expected \(expected)")
    case .empty(let what):
      return TableError(.data, "\(text.file): found no \(what); expected at least one")
    case .duplicateVariable(let variable):
      return TableError(
        .usage, "found column \(variable.quoted) twice; expected each column once")
    case .invalidFloor(let floor):
      return TableError(.usage, "found the floor \(floor); expected a positive number")
    }
  }

  private func column(_ variable: String) -> Int? { text.header.firstIndex(of: variable) }

  private func cell(
    _ observation: Int, _ column: Int?, _ found: String, _ expected: String
  ) -> TableError {
    let fields = (try? text.row(at: places[observation].offset)) ?? []
    let offset = column.flatMap { fields.indices.contains($0) ? fields[$0].offset : nil }
    return text.error(
      at: offset ?? places[observation].offset, found: found, expected: expected)
  }
}
