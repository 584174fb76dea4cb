internal import Tables

/// Which shares of old units make the new ones, and how a table follows them.
struct UnitRegrouping {
  /// A share of an old unit, the same for all variables or for each its own.
  enum Share {
    /// A number.
    case fixed(Double)
    /// The share of some units in the sum of others, in a reference year.
    case reference(parts: [String], of: [String])
  }

  /// A part of an old unit on its way to a new one.
  struct Part {
    let old: Int
    let new: Int
    let share: Share
  }

  let site: StepSite
  let oldUnits: [String]
  let newUnits: [String]
  let parts: [Part]
  /// For each index number or rate, the variable whose size weights it.
  let weights: [(name: String, text: String)]
  /// Values of the reference year that shares are measured by.
  let reference: ShareReference.Values?

  /// Coverage of a variable.
  struct Coverage {
    let variable: String
    var before = 0.0
    var after = 0.0

    /// In words; nothing for a variable without numbers.
    var words: String? {
      guard before != 0 else { return nil }
      let share = (100 * after / before).fixed(2)
      return "\(variable) \(before.brief) -> \(after.brief) (\(share) %)"
    }
  }

  /// A row of the new table.
  struct NewRow {
    let new: Int
    let year: Int?
    /// Rows of the members, in the order of the parts.
    let rows: [Int]
  }

  /// The table of the new units, with the coverage of each additive variable.
  func apply(
    to table: LongTable, _ work: inout Workspace
  ) throws(TableError) -> (table: LongTable, coverage: [Coverage]) {
    let rows = try newRows(table)
    var result = LongTable(
      keys: rows.map { RowKey(unit: newUnits[$0.new], year: $0.year) },
      places: rows.map { table.places[$0.rows[0]] })
    var coverage: [Coverage] = []
    var unclearTexts = 0
    for variable in table.variables {
      var column = variable
      switch variable.values {
      case .texts(let texts):
        let merged = rows.map { row in Set(row.rows.map { texts[$0] }) }
        unclearTexts += merged.count { $0.count > 1 }
        column.values = .texts(merged.map { $0.count == 1 ? $0.first ?? "" : "" })
      case .numbers(let numbers):
        if variable.kind == .additive {
          let sums = try sums(numbers, table, rows, variable.name)
          column.values = .numbers(sums)
          coverage.append(
            Coverage(
              variable: variable.name, before: numbers.reduce(0) { $0 + ($1 ?? 0) },
              after: sums.reduce(0) { $0 + ($1 ?? 0) }))
        } else {
          column.values = .numbers(try means(numbers, table, rows, variable))
        }
      }
      column.histories = try histories(variable, table, rows, &work)
      result.variables.append(column)
    }
    if unclearTexts > 0 {
      work.remark(
        site, "\(Words.count(unclearTexts, "text")) of merged units left empty: members differ")
    }
    return (result, coverage)
  }

  /// The rows of the new table: all members of a new unit have a row in a year, or none has.
  private func newRows(_ table: LongTable) throws(TableError) -> [NewRow] {
    let rowOfKey = table.rowOfKey
    let years: [Int?] = table.keys.contains { $0.year == nil } ? [nil] : table.years.map { $0 }
    var rows: [NewRow] = []
    for new in newUnits.indices {
      let members = parts.filter { $0.new == new }.map(\.old)
      for year in years {
        let found = members.map { rowOfKey[RowKey(unit: oldUnits[$0], year: year)] }
        let there = found.compactMap(\.self)
        if there.isEmpty { continue }
        if let gap = found.firstIndex(where: { $0 == nil }) {
          throw site.fault(
            found: "no row\(RowKey(unit: oldUnits[members[gap]], year: year).description) for "
              + newUnits[new].quoted, at: table.places[there[0]],
            expected: "one of every member, or of none")
        }
        rows.append(NewRow(new: new, year: year, rows: there))
      }
    }
    return rows
  }

  /// The shares as they are for an additive variable.
  private func concordance(of variable: String) throws(TableError) -> Concordance {
    var entries: [Concordance.Entry] = []
    for part in parts {
      let weight: Double
      switch part.share {
      case .fixed(let share): weight = share
      case .reference(let units, let all): weight = try share(of: units, in: all, variable)
      }
      entries.append(Concordance.Entry(old: part.old, new: part.new, weight: weight))
    }
    do {
      return try Concordance(entries, oldCount: oldUnits.count, newCount: newUnits.count)
    } catch {
      switch error {
      case .weight(let old, let value):
        throw site.refusal(
          found: "the share \(value.shortest) of \(oldUnits[old].quoted)",
          expected: "shares from 0 to 1")
      case .usedTwice(let old, let total):
        throw site.refusal(
          found: "\(total.shortest) times \(oldUnits[old].quoted) in use",
          expected: "every old unit at most once")
      }
    }
  }

  private func share(
    of units: [String], in all: [String], _ variable: String
  ) throws(TableError) -> Double {
    var (part, whole) = (0.0, 0.0)
    for unit in all {
      let value = try reference?.value(variable, unit).number ?? 0
      whole += value
      if units.contains(unit) { part += value }
    }
    guard whole > 0, part >= 0 else {
      throw site.fault(
        found: "the reference \(part.shortest) of \(whole.shortest) for \(variable)", at: nil,
        expected: "a share of a positive total")
    }
    return part / whole
  }

  private func sums(
    _ numbers: [Double?], _ table: LongTable, _ rows: [NewRow], _ name: String
  ) throws(TableError) -> [Double?] {
    // Without numbers there is nothing to share, and the reference year may have none either.
    if numbers.allSatisfy({ $0 == nil }) { return rows.map { _ in nil } }
    let concordance = try concordance(of: name)
    let sumsOfYear = try byYear(numbers, table) { (values) throws(TableError) in
      let sums = concordance.sums(values)
      let error = concordance.conservationError(of: values, sums: sums)
      guard error <= Concordance.tolerance else {
        throw site.fault(
          found: "a total of \(name) that changes by \(error.rough)", at: nil,
          expected: "at most \(Concordance.tolerance.rough)")
      }
      return sums.map { $0 }
    }
    var result: [Double?] = []
    for row in rows {
      let present = try isPresent(numbers, table, row, name)
      let sum = present ? sumsOfYear[row.year]?[row.new] ?? nil : nil
      if let sum, !sum.isFinite {
        throw site.fault(
          found: "a sum of \(name) beyond the numbers", at: table.places[row.rows[0]],
          expected: "other units of measurement")
      }
      result.append(sum)
    }
    return result
  }

  private func means(
    _ numbers: [Double?], _ table: LongTable, _ rows: [NewRow], _ variable: Variable
  ) throws(TableError) -> [Double?] {
    guard let weight = weights.first(where: { $0.name == variable.name })?.text else {
      if let row = rows.first(where: { $0.rows.count > 1 }) {
        throw site.refusal(
          found: "the \(variable.kind.rawValue) \(variable.name.quoted) of the merged unit "
            + newUnits[row.new].quoted,
          expected: "weights = { \(variable.name) = \"an additive column\" }, since it has no sum")
      }
      return rows.map { numbers[$0.rows[0]] }
    }
    let sizes = try table.numbers(weight, site, key: "weights", table: "weighted")
    guard sizes.variable.kind == .additive else {
      throw site.refusal(
        "weights", found: "\(weight.quoted), which is an \(sizes.variable.kind.rawValue)",
        expected: "an additive column")
    }
    let concordance = try concordance(of: weight)
    var result: [Double?] = []
    for row in rows {
      guard try isPresent(numbers, table, row, variable.name) else {
        result.append(nil)
        continue
      }
      guard try isPresent(sizes.numbers, table, row, weight) else {
        throw site.fault(
          found: "no \(weight)\(RowKey(unit: newUnits[row.new], year: row.year).description)",
          at: table.places[row.rows[0]], expected: "a weight of every member")
      }
      var (values, members) = (
        [Double](repeating: 0, count: oldUnits.count), [Double](repeating: 0, count: oldUnits.count)
      )
      for (part, member) in zip(parts.filter { $0.new == row.new }, row.rows) {
        values[part.old] = numbers[member] ?? 0
        members[part.old] = sizes.numbers[member] ?? 0
      }
      guard members.allSatisfy({ $0 >= 0 }),
        let mean = concordance.means(values, weights: members)[row.new], mean.isFinite
      else {
        throw site.fault(
          found: "weights \(weight) that are negative, all zero or too large",
          at: table.places[row.rows[0]],
          expected: "positive ones")
      }
      result.append(mean)
    }
    return result
  }

  /// Whether the members of a row have numbers: all of them, or none.
  private func isPresent(
    _ numbers: [Double?], _ table: LongTable, _ row: NewRow, _ name: String
  ) throws(TableError) -> Bool {
    let missing = row.rows.filter { numbers[$0] == nil }
    if missing.isEmpty { return true }
    guard missing.count < row.rows.count else { return false }
    throw site.fault(
      found: "no \(name)\(table.keys[missing[0]].description) for \(newUnits[row.new].quoted)",
      at: table.places[missing[0]], expected: "a number of every member, or of none")
  }

  /// What `body` makes of the old units' values of each year, missing ones as 0.
  private func byYear(
    _ numbers: [Double?], _ table: LongTable,
    _ body: ([Double]) throws(TableError) -> [Double?]
  ) throws(TableError) -> [Int?: [Double?]] {
    let positions = Dictionary(uniqueKeysWithValues: zip(oldUnits, oldUnits.indices))
    var valuesOfYear: [Int?: [Double]] = [:]
    for (row, key) in table.keys.enumerated() {
      guard let position = positions[key.unit] else { continue }
      valuesOfYear[key.year, default: [Double](repeating: 0, count: oldUnits.count)][position] =
        numbers[row] ?? 0
    }
    var result: [Int?: [Double?]] = [:]
    for (year, values) in valuesOfYear { result[year] = try body(values) }
    return result
  }
}
