internal import Tables

/// Where a row of data was read, for messages.
package struct DataPlace: Sendable, Hashable {
  /// File as the recipe names it.
  package let file: String
  /// Line, counted from 1.
  package let line: Int

  /// A line of a file.
  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// `file:line`.
  package var text: String { "\(file):\(line)" }
}

/// What a row is about.
package struct RowKey: Sendable, Hashable {
  /// Unit; "" in a table without units.
  package var unit: String
  /// Year; nil in a table without years.
  package var year: Int?

  /// Key of a unit in a year.
  package init(unit: String, year: Int?) {
    self.unit = unit
    self.year = year
  }
}

/// What may be done with a variable when units are put together.
package enum VariableKind: String, Sendable, Hashable {
  /// Flows, stocks, persons, tonnes: the value of a group is the sum of its members'.
  case additive
  /// Index numbers: combined by weights, never summed.
  case index
  /// Rates and ratios: combined by weights, never summed.
  case rate
}

/// A named column of a table.
package struct Variable: Sendable {
  /// The entries of a column, one for each row.
  package enum Values: Sendable {
    /// Numbers; nil where there is none.
    case numbers([Double?])
    /// Texts.
    case texts([String])
  }

  /// Name of the column.
  package var name: String
  /// One entry for each row.
  package var values: Values
  /// What may be done with it.
  package var kind: VariableKind
  /// Whether it is known to be in constant prices, so that deflating it would do so twice.
  package var isReal: Bool
  /// For each row, where its entry came from: numbers of ``HistoryLog``.
  package var histories: [Int]

  /// Column of numbers.
  package init(
    name: String, numbers: [Double?], kind: VariableKind = .additive, isReal: Bool = false,
    histories: [Int]
  ) {
    self.name = name
    values = .numbers(numbers)
    self.kind = kind
    self.isReal = isReal
    self.histories = histories
  }

  /// Column of texts.
  package init(name: String, texts: [String], histories: [Int]) {
    self.name = name
    values = .texts(texts)
    kind = .additive
    isReal = false
    self.histories = histories
  }

  /// The numbers; nil for a column of texts.
  package var numbers: [Double?]? {
    if case .numbers(let numbers) = values { numbers } else { nil }
  }

  /// The texts; nil for a column of numbers.
  package var texts: [String]? {
    if case .texts(let texts) = values { texts } else { nil }
  }

  /// The entries of some rows, in the order given.
  func selecting(_ rows: [Int]) -> Variable {
    var copy = self
    switch values {
    case .numbers(let numbers): copy.values = .numbers(rows.map { numbers[$0] })
    case .texts(let texts): copy.values = .texts(rows.map { texts[$0] })
    }
    copy.histories = rows.map { histories[$0] }
    return copy
  }
}

/// A long table: a row for each unit and year, named columns of numbers and texts.
///
/// No two rows have one key. A table may lack units or years: prices of a year, say, that hold for all.
package struct LongTable: Sendable {
  /// What each row is about, all different.
  package var keys: [RowKey]
  /// Where each row was read; that of the first where several made it.
  package var places: [DataPlace]
  /// The columns, each with one entry for each row.
  package var variables: [Variable]

  /// Table of some rows.
  package init(keys: [RowKey], places: [DataPlace], variables: [Variable] = []) {
    precondition(keys.count == places.count, "\(keys.count) keys, \(places.count) places")
    self.keys = keys
    self.places = places
    self.variables = variables
  }

  /// Number of rows.
  package var rowCount: Int { keys.count }

  /// The column of a name.
  package func variable(_ name: String) -> Variable? { variables.first { $0.name == name } }

  /// Units in order of first appearance.
  package var units: [String] {
    var seen: Set<String> = []
    return keys.compactMap { seen.insert($0.unit).inserted ? $0.unit : nil }
  }

  /// Years in order.
  package var years: [Int] { Set(keys.compactMap(\.year)).sorted() }

  /// Rows by key.
  package var rowOfKey: [RowKey: Int] {
    Dictionary(zip(keys, keys.indices)) { first, _ in first }
  }

  /// Some of the rows, in the order given.
  package func selecting(_ rows: [Int]) -> LongTable {
    LongTable(
      keys: rows.map { keys[$0] }, places: rows.map { places[$0] },
      variables: variables.map { $0.selecting(rows) })
  }

  /// The rows of each unit in the order of years, units in order of first appearance.
  package var series: [UnitSeries] {
    var rowsOfUnit: [String: [Int]] = [:]
    for (row, key) in keys.enumerated() { rowsOfUnit[key.unit, default: []].append(row) }
    return units.map { unit in
      let rows = (rowsOfUnit[unit] ?? []).sorted { (keys[$0].year ?? 0) < (keys[$1].year ?? 0) }
      return UnitSeries(unit: unit, rows: rows, years: rows.map { keys[$0].year ?? 0 })
    }
  }
}

/// The rows of a unit in the order of years.
package struct UnitSeries: Sendable {
  /// Unit.
  package let unit: String
  /// Rows of the table.
  package let rows: [Int]
  /// Year of each.
  package let years: [Int]

  /// The first position whose year does not follow the one before; nil where there is no gap.
  package var firstGap: Int? {
    years.indices.dropFirst().first { years[$0] != years[$0 - 1] + 1 }
  }
}
