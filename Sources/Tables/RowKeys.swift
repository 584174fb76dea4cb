/// Unit, period and place of every row of a table that satisfies the conditions.
struct RowKeys {
  private(set) var places: [RowPlace] = []
  /// Unit of each row, an index into `unitNames`.
  private(set) var units: [Int] = []
  /// Period of each row, an index into `periodsByAppearance`.
  private(set) var periods: [Int] = []

  private let text: DelimitedText
  private let columns: ColumnSelection
  private var unitIndex = NameIndex()
  private var periodIndex = NameIndex()

  /// Names of the units in order of appearance, known after ``finish()``.
  private(set) var unitNames: [String] = []
  /// Names of the periods, known after ``finish()``; a single one without a name where no column has
  /// them.
  private(set) var periodsByAppearance: [String] = []

  /// No rows yet, but room for some.
  init(_ text: DelimitedText, _ columns: ColumnSelection, rowCount: Int) {
    self.text = text
    self.columns = columns
    places.reserveCapacity(rowCount)
    units.reserveCapacity(rowCount)
    periods.reserveCapacity(rowCount)
  }

  /// Adds a row, and returns its number.
  mutating func append(_ place: RowPlace, _ fields: [Field]) throws(TableError) -> Int {
    places.append(place)
    units.append(try Self.key(fields[columns.unit], "unit", text, &unitIndex))
    if let time = columns.time {
      periods.append(try Self.key(fields[time], "period", text, &periodIndex))
    } else {
      periods.append(0)
    }
    return places.count - 1
  }

  /// After the last row, keeps the names and gives back what found them, as much memory as the keys.
  mutating func finish() {
    unitNames = unitIndex.names
    periodsByAppearance = columns.time == nil ? [""] : periodIndex.names
    unitIndex = NameIndex()
    periodIndex = NameIndex()
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
    return index.number(of: field, in: text.bytes)
  }
}
