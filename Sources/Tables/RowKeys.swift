/// Unit, period and place of every row of a table that satisfies the conditions.
struct RowKeys {
  private(set) var places: [RowPlace] = []
  /// Unit of each row, an index into `unitNames`.
  private(set) var units: [Int] = []
  private(set) var unitNames: [String] = []
  /// Period of each row, an index into `periodsByAppearance`.
  private(set) var periods: [Int] = []
  private(set) var periodsByAppearance: [String] = []

  init(_ text: DelimitedText, _ columns: ColumnSelection) throws(TableError) {
    var unitIndex = NameIndex()
    var periodIndex = NameIndex()
    var rows = text.rows()
    var fields: [Field] = []
    while let place = try rows.next(into: &fields) {
      guard columns.selects(fields, in: text.bytes) else { continue }
      places.append(place)
      units.append(try Self.key(fields[columns.unit], "unit", text, &unitIndex))
      if let time = columns.time {
        periods.append(try Self.key(fields[time], "period", text, &periodIndex))
      } else {
        periods.append(periodIndex.index(of: ""))
      }
    }
    unitNames = unitIndex.names
    periodsByAppearance = periodIndex.names
  }

  /// Rows whose period is one of `kept`, in the order of the file.
  func rows(in kept: [String]) -> [Int] {
    let names = Set(kept)
    let isKept = periodsByAppearance.map(names.contains)
    return places.indices.filter { isKept[periods[$0]] }
  }

  private static func key(
    _ field: Field, _ what: String, _ text: DelimitedText, _ index: inout NameIndex
  ) throws(TableError) -> Int {
    guard !field.isEmpty else {
      throw text.error(at: field.offset, found: "an empty cell", expected: "the name of a \(what)")
    }
    return index.index(of: field.text(in: text.bytes))
  }
}

/// Numbers distinct names in order of first appearance.
private struct NameIndex {
  private(set) var names: [String] = []
  private var indices: [String: Int] = [:]

  mutating func index(of name: String) -> Int {
    if let known = indices[name] { return known }
    indices[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
