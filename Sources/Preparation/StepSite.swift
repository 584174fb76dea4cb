internal import Tables

/// The step of a recipe that is at work, and how it says what is wrong.
struct StepSite: Sendable {
  /// Name of the recipe in messages.
  let recipe: String
  /// Position in the recipe, counted from 0.
  let number: Int
  /// What the step does, the value of `do`.
  let name: String
  /// Where the step begins.
  let position: TextPosition
  /// Where the value of each of its keys begins.
  let places: [String: TextPosition]

  /// Error in what the recipe asks for, at the value of a key.
  func refusal(
    _ key: String? = nil, found: String, expected: String
  ) -> TableError {
    refusal(at: key.flatMap { places[$0] } ?? position, found: found, expected: expected)
  }

  /// Error in what the recipe asks for, at a place.
  func refusal(at place: TextPosition, found: String, expected: String) -> TableError {
    TableError(
      .usage, file: recipe, at: place, found: found, expected: expected, prefix: "\(name): ")
  }

  /// Error in the data, with the row that is at fault.
  func fault(found: String, at row: DataPlace?, expected: String) -> TableError {
    TableError(
      .data, file: recipe, at: position, found: found + (row.map { " (\($0.text))" } ?? ""),
      expected: expected, prefix: "\(name): ")
  }

  /// Error in a series of a table.
  func fault(_ fault: SeriesFault, _ table: LongTable, rows: [Int]) -> TableError {
    let row = rows.indices.contains(fault.position) ? rows[fault.position] : nil
    let about = row.map { table.keys[$0].description } ?? ""
    return self.fault(
      found: fault.found + about, at: row.map { table.places[$0] }, expected: fault.expected)
  }

  /// An error of reading, under the step's place.
  func wrapping(_ error: TableError) -> TableError {
    TableError(
      error.category,
      "\(recipe):\(position.line):\(position.column): \(name): \(error.message)")
  }
}

extension RowKey {
  /// What a row is about, behind the name of a number.
  var description: String {
    (unit.isEmpty ? "" : " of unit \(unit.quoted)") + (year.map { " in \($0)" } ?? "")
  }
}
