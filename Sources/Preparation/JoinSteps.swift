internal import Tables

/// `join`: columns of another table.
struct JoinStep: RecipeStep {
  private enum Match: String, CaseIterable {
    case unitAndYear = "unit-year"
    case unit = "unit"
    case year = "year"

    func key(of key: RowKey) -> RowKey {
      switch self {
      case .unitAndYear: key
      case .unit: RowKey(unit: key.unit, year: nil)
      case .year: RowKey(unit: "", year: key.year)
      }
    }
  }

  private enum Missing: String, CaseIterable {
    case reject = "reject"
    case keep = "keep"
    /// Rows of the other table that have no match are added as well.
    case add = "add"
  }

  let site: StepSite
  private let tables: TableChoice
  private let with: String
  private let columns: [String]
  private let match: Match
  private let missing: Missing

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    with = try keys.requiredText("with", "another table")
    columns = try keys.requiredTexts("columns", "columns of that table")
    match = try keys.choice("on") ?? .unitAndYear
    missing = try keys.choice("missing") ?? .reject
    if missing == .add && match != .unitAndYear {
      throw site.refusal(
        "missing", found: "rows to add by \(match.rawValue)", expected: "on = \"unit-year\"")
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let other = try work.table(with, site, key: "with")
    var rowOfKey: [RowKey: Int] = [:]
    for (row, key) in other.table.keys.enumerated() {
      let key = match.key(of: key)
      if rowOfKey.updateValue(row, forKey: key) != nil {
        throw site.fault(
          found: "a second row\(key.description) in table \(with.quoted)",
          at: other.table.places[row], expected: "one for each \(match.rawValue)")
      }
    }
    var rows: [Int?] = []
    for (row, key) in table.keys.enumerated() {
      let found = rowOfKey[match.key(of: key)]
      guard found != nil || missing != .reject else {
        throw site.fault(
          found: "no row\(match.key(of: key).description) in table \(with.quoted)",
          at: table.places[row], expected: "one for every row (or missing = \"keep\")")
      }
      rows.append(found)
    }
    let added = missing == .add ? unmatched(rows, other.table) : []
    table.addRows(added, of: other.table)
    rows += added.map { $0 }
    for column in columns {
      let variable = try other.table.column(column, site, key: "columns", table: with)
      try table.add(variable.matching(rows), site, key: "columns")
    }
    name = tables.to ?? name
    work.put(table, as: name)
    let unmatched = rows.count { $0 == nil }
    work.report(
      site,
      "join \(Words.names(columns)) of \(with) to \(name) on \(match.rawValue): "
        + "\(rows.count - unmatched - added.count) rows matched, \(unmatched) not, "
        + "\(added.count) added")
  }

  /// Rows of the other table that nothing was matched with.
  private func unmatched(_ rows: [Int?], _ other: LongTable) -> [Int] {
    let matched = Set(rows.compactMap(\.self))
    return other.keys.indices.filter { !matched.contains($0) }
  }
}

extension LongTable {
  /// Adds rows about the units and years of another table, without entries.
  fileprivate mutating func addRows(_ rows: [Int], of other: LongTable) {
    keys += rows.map { other.keys[$0] }
    places += rows.map { other.places[$0] }
    for index in variables.indices {
      switch variables[index].values {
      case .numbers(let numbers):
        variables[index].values = .numbers(numbers + rows.map { _ in nil })
      case .texts(let texts): variables[index].values = .texts(texts + rows.map { _ in "" })
      }
      variables[index].histories += rows.map { _ in 0 }
    }
  }
}

extension Variable {
  /// The entries of some rows; none where there is no row.
  fileprivate func matching(_ rows: [Int?]) -> Variable {
    var copy = self
    switch values {
    case .numbers(let numbers): copy.values = .numbers(rows.map { $0.flatMap { numbers[$0] } })
    case .texts(let texts): copy.values = .texts(rows.map { $0.map { texts[$0] } ?? "" })
    }
    copy.histories = rows.map { $0.map { histories[$0] } ?? 0 }
    return copy
  }
}

/// `append`: the rows of several tables below each other.
struct AppendStep: RecipeStep {
  let site: StepSite
  private let tables: [String]
  private let columns: [String]?
  private let result: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try keys.requiredTexts("tables", "names of tables")
    columns = try keys.texts("columns")
    result = try keys.requiredText("as", "the name of the result")
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var parts: [(name: String, table: LongTable)] = []
    for name in tables { parts.append(try work.table(name, site, key: "tables")) }
    let names = columns ?? parts[0].table.variables.map(\.name)
    var stacked = LongTable(
      keys: parts.flatMap(\.table.keys), places: parts.flatMap(\.table.places))
    try refuseRepeated(stacked)
    for name in names {
      var column: Variable?
      for part in parts {
        let next = try part.table.column(name, site, key: "columns", table: part.name)
        guard let above = column else {
          column = next
          continue
        }
        column = try joined(above, next)
      }
      if let column { stacked.variables.append(column) }
    }
    work.put(stacked, as: result)
    let sizes = parts.map { "\($0.name) (\($0.table.rowCount))" }
    work.report(
      site,
      "append \(Words.names(sizes)) as \(result): \(stacked.rowCount) rows, "
        + Words.count(names.count, "column"))
  }

  private func refuseRepeated(_ table: LongTable) throws(TableError) {
    var first: [RowKey: Int] = [:]
    for (row, key) in table.keys.enumerated() {
      guard let earlier = first.updateValue(row, forKey: key) else { continue }
      throw site.fault(
        found: "a second row\(key.description) (the first is \(table.places[earlier].text))",
        at: table.places[row], expected: "each unit and year in one table")
    }
  }

  private func joined(_ first: Variable, _ second: Variable) throws(TableError) -> Variable {
    guard first.kind == second.kind, first.isReal == second.isReal else {
      throw site.refusal(
        "columns",
        found: "the column \(first.name.quoted) of different kinds or prices in the tables",
        expected: "the same (indices, rates and real of the read steps)")
    }
    var result = first
    switch (first.values, second.values) {
    case (.numbers(let above), .numbers(let below)): result.values = .numbers(above + below)
    case (.texts(let above), .texts(let below)): result.values = .texts(above + below)
    default:
      throw site.refusal(
        "columns", found: "the column \(first.name.quoted) with texts and with numbers",
        expected: "one of them")
    }
    result.histories = first.histories + second.histories
    return result
  }
}
