internal import CFarrell
internal import Tables

/// A table of results as columns that stay where they are.
final class ResultTable: Sendable {
  let name: String
  let rowCount: Int
  let keyCount: Int
  private let columns: [ResultColumn]
  private let places: [String: Int]
  private let nameText: StoredText

  init(_ table: ReportTable) {
    name = table.name
    rowCount = table.rowCount
    keyCount = table.keyCount
    let names = table.fullNames
    var columns = names.map { ColumnBuilder($0, rowCount: table.rowCount) }
    for row in table.rows {
      for (position, cell) in row.enumerated() { columns[position].append(cell) }
    }
    self.columns = columns.map { $0.column }
    places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    nameText = StoredText(table.name)
  }

  var description: farrell_table {
    unsafe farrell_table(
      size: MemoryLayout<farrell_table>.size, name: nameText.pointer, row_count: UInt64(rowCount),
      column_count: UInt64(columns.count), key_count: UInt64(keyCount))
  }

  func column(_ index: UInt64) throws(Failure) -> farrell_column {
    guard let index = Int(exactly: index), columns.indices.contains(index) else {
      throw .name("table \(name.quoted): found column \(index); expected one of \(columns.count)")
    }
    return unsafe columns[index].description
  }

  func column(_ column: String) throws(Failure) -> farrell_column {
    guard let index = places[column] else {
      let names = columns.map { $0.name }
      let near = NearMatch.best(for: column, among: names).map { [$0] } ?? names
      throw .name(
        "table \(name.quoted): found no column \(column.quoted); expected one of \(NearMatch.list(near))"
      )
    }
    return unsafe columns[index].description
  }
}
