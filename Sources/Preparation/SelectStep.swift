internal import Tables

/// `select`: some of the rows and columns of a table.
struct SelectStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let units: [String]?
  private let first: Int?
  private let last: Int?
  private let conditions: [RecipeEntry]
  private let columns: [String]?

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    units = try keys.texts("units")
    first = try keys.year("from")
    last = try keys.year("to")
    conditions = try keys.table("where") ?? []
    columns = try keys.texts("columns")
    if let first, let last, first > last {
      throw site.refusal(
        "from", found: "the years \(first) to \(last)", expected: "the first not after the last")
    }
    for entry in conditions {
      switch entry.node.value {
      case .text, .integer, .number: break
      default:
        throw site.refusal(
          at: entry.node.position, found: entry.node.description, expected: "a text or a number")
      }
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    let (name, table) = try work.table(tables.from, site)
    try checkUnits(table, name)
    let tests = try conditions.map { (entry) throws(TableError) in try test(entry, table, name) }
    let wanted = units.map(Set.init)
    let rows = table.keys.indices.filter { row in
      let key = table.keys[row]
      return wanted?.contains(key.unit) ?? true
        && first.map { key.year.map { [first = $0] in $0 >= first } ?? false } ?? true
        && last.map { key.year.map { [last = $0] in $0 <= last } ?? false } ?? true
        && tests.allSatisfy { $0(row) }
    }
    guard !rows.isEmpty else {
      throw site.fault(
        found: "no row of table \(name.quoted) that was asked for", at: nil,
        expected: "at least one")
    }
    var selected = table.selecting(rows)
    if let columns {
      var kept: [Variable] = []
      for column in columns {
        kept.append(try selected.column(column, site, key: "columns", table: name))
      }
      selected.variables = kept
    }
    let result = tables.to ?? name
    work.put(selected, as: result)
    work.report(
      site,
      "select from \(name)\(result == name ? "" : " as \(result)"): \(table.rowCount) rows and "
        + "\(Words.count(table.units.count, "unit")) -> \(selected.rowCount) rows and "
        + "\(Words.count(selected.units.count, "unit")), "
        + Words.count(selected.variables.count, "column"))
  }

  private func checkUnits(_ table: LongTable, _ name: String) throws(TableError) {
    guard let units else { return }
    for unit in units { try table.requireUnit(unit, site, key: "units", table: name) }
  }

  /// What a row must satisfy.
  private func test(
    _ entry: RecipeEntry, _ table: LongTable, _ name: String
  ) throws(TableError) -> (Int) -> Bool {
    let variable = try table.column(entry.key, site, key: "where", table: name)
    switch (variable.values, entry.node.value) {
    case (.texts(let texts), .text(let text)): return { texts[$0] == text }
    case (.numbers(let numbers), .integer(let number)): return { numbers[$0] == Double(number) }
    case (.numbers(let numbers), .number(let number)): return { numbers[$0] == number }
    default:
      throw site.refusal(
        at: entry.node.position,
        found: "\(entry.node.description) for the column \(entry.key.quoted)",
        expected: variable.texts == nil ? "a number" : "a text")
    }
  }
}

extension LongTable {
  /// Refuses a unit that the table does not have.
  func requireUnit(
    _ unit: String, _ site: StepSite, key: String, table: String
  ) throws(TableError) {
    let units = self.units
    guard !units.contains(unit) else { return }
    let hint = NearMatch.best(for: unit, among: units).map { " (did you mean \($0.quoted)?)" }
    throw site.refusal(
      key, found: "no unit \(unit.quoted) in table \(table.quoted)\(hint ?? "")",
      expected: "one of \(NearMatch.list(units))")
  }
}

/// `rename`: other names for columns and units.
struct RenameStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let columns: [(name: String, text: String)]
  private let units: [(name: String, text: String)]

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    columns = try keys.namedTexts("columns") ?? []
    units = try keys.namedTexts("units") ?? []
    guard !(columns.isEmpty && units.isEmpty) else {
      throw keys.missing("columns", "{ old = \"new\" }, or units = { … }")
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let newNames = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.text) })
    for (old, _) in columns { _ = try table.column(old, site, key: "columns", table: name) }
    for index in table.variables.indices {
      let old = table.variables[index].name
      table.variables[index].name = newNames[old] ?? old
    }
    let newUnits = Dictionary(uniqueKeysWithValues: units.map { ($0.name, $0.text) })
    for (old, _) in units { try table.requireUnit(old, site, key: "units", table: name) }
    for row in table.keys.indices {
      let old = table.keys[row].unit
      table.keys[row].unit = newUnits[old] ?? old
    }
    try requireDistinct(table)
    name = tables.to ?? name
    work.put(table, as: name)
    work.report(
      site,
      "rename in \(name): \(Words.count(columns.count, "column")), "
        + Words.count(units.count, "unit"))
  }

  private func requireDistinct(_ table: LongTable) throws(TableError) {
    var seen: Set<String> = []
    for variable in table.variables where !seen.insert(variable.name).inserted {
      throw site.refusal(
        "columns", found: "two columns \(variable.name.quoted)", expected: "different names")
    }
    var keys: Set<RowKey> = []
    for (row, key) in table.keys.enumerated() where !keys.insert(key).inserted {
      throw site.fault(
        found: "a second row\(key.description)", at: table.places[row],
        expected: "one (concordance merges units)")
    }
  }
}
