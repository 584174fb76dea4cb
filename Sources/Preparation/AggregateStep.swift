internal import Tables

/// `aggregate`: sums over groups of units.
struct AggregateStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let groups: [(name: String, texts: [String])]
  private let by: String?
  private let weights: [(name: String, text: String)]

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    groups = try keys.namedLists("groups") ?? []
    by = try keys.text("by")
    weights = try keys.namedTexts("weights") ?? []
    guard groups.isEmpty != (by == nil) else {
      throw site.refusal(
        found: by == nil ? "no groups" : "groups in two ways",
        expected: "either groups = { name = [units] } or by = \"column of texts\"")
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    let (name, table) = try work.table(tables.from, site)
    let units = table.units
    let groupOfUnit =
      if let by { try named(by: by, table, name) } else { try named(table, name) }
    var names: [String] = []
    var parts: [UnitRegrouping.Part] = []
    for (old, unit) in units.enumerated() {
      guard let group = groupOfUnit[unit], !group.isEmpty else { continue }
      let new = names.firstIndex(of: group) ?? names.count
      if new == names.count { names.append(group) }
      parts.append(UnitRegrouping.Part(old: old, new: new, share: .fixed(1)))
    }
    guard !names.isEmpty else {
      throw site.refusal(found: "no unit in any group", expected: "at least one")
    }
    var grouped = table
    grouped.variables.removeAll { $0.name == by }
    let regrouping = UnitRegrouping(
      site: site, oldUnits: units, newUnits: names, parts: parts, weights: weights,
      reference: nil)
    let (result, coverage) = try regrouping.apply(to: grouped, &work)
    work.put(result, as: tables.to ?? name)
    work.report(
      site,
      "aggregate \(name): \(parts.count) of \(units.count) units -> "
        + "\(Words.count(names.count, "group")); coverage "
        + Words.names(coverage.compactMap(\.words)))
  }

  /// The group of each unit that is listed in one.
  private func named(
    _ table: LongTable, _ name: String
  ) throws(TableError) -> [String: String] {
    var groupOfUnit: [String: String] = [:]
    for (group, members) in groups {
      for unit in members {
        try table.requireUnit(unit, site, key: "groups", table: name)
        if groupOfUnit.updateValue(group, forKey: unit) != nil {
          throw site.refusal(
            "groups", found: "\(unit.quoted) in two groups", expected: "every unit in one at most")
        }
      }
    }
    return groupOfUnit
  }

  /// The group of each unit in a column of texts.
  private func named(
    by column: String, _ table: LongTable, _ name: String
  ) throws(TableError) -> [String: String] {
    guard let texts = try table.column(column, site, key: "by", table: name).texts else {
      throw site.refusal(
        "by", found: "the column \(column.quoted) of numbers", expected: "a column of texts")
    }
    var groupOfUnit: [String: String] = [:]
    for (row, key) in table.keys.enumerated() {
      if let other = groupOfUnit.updateValue(texts[row], forKey: key.unit), other != texts[row] {
        throw site.fault(
          found: "the group \(texts[row].quoted)\(key.description) after \(other.quoted)",
          at: table.places[row], expected: "one group for a unit")
      }
    }
    return groupOfUnit
  }
}
