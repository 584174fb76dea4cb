internal import Tables

/// `concordance`: old units to new ones by merging, splitting, subtracting, dropping and renaming.
struct ConcordanceStep: RecipeStep {
  private struct Split {
    let unit: String
    let parts: [String]
    /// Given shares; nil where a reference year tells them.
    let shares: [Double]?
  }

  private enum Subtraction {
    case share(Double)
    /// The first of some reference units, as a share of all of them.
    case reference([String])
  }

  let site: StepSite
  private let tables: TableChoice
  private let merges: [(name: String, texts: [String])]
  private let splits: [Split]
  private let subtractions: [(unit: String, what: Subtraction)]
  private let drops: [String]
  private let renames: [(name: String, text: String)]
  private let weights: [(name: String, text: String)]
  private let shares: ShareReference?

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    merges = try keys.namedLists("merge") ?? []
    drops = try keys.texts("drop") ?? []
    renames = try keys.namedTexts("rename") ?? []
    weights = try keys.namedTexts("weights") ?? []
    splits = try Self.splits(&keys)
    subtractions = try Self.subtractions(&keys)
    shares = try ShareReference(&keys)
    let needsShares =
      splits.contains { $0.shares == nil }
      || subtractions.contains { if case .reference = $0.what { true } else { false } }
    if needsShares && shares == nil {
      throw keys.missing("shares_from", "a table, and shares_year")
    }
    if !needsShares && shares != nil {
      throw site.refusal(
        "shares_from", found: "a reference for shares that are given", expected: "one of both")
    }
    if merges.isEmpty && splits.isEmpty && subtractions.isEmpty && drops.isEmpty
      && renames.isEmpty
    {
      throw site.refusal(
        found: "no operation", expected: "merge, split, subtract, drop or rename")
    }
  }

  private static func splits(_ keys: inout StepKeys) throws(TableError) -> [Split] {
    var splits: [Split] = []
    for entry in try keys.table("split") ?? [] {
      guard case .table(let parts) = entry.node.value else {
        let names = try keys.texts(in: entry, "split")
        splits.append(Split(unit: entry.key, parts: names, shares: nil))
        continue
      }
      var shares: [Double] = []
      for part in parts { shares.append(try keys.number(in: part, "split")) }
      guard IndexCombination.sumToOne(shares) else {
        throw keys.site.refusal(
          at: entry.node.position,
          found: "shares of \(entry.key.quoted) with the sum \(shares.reduce(0, +).shortest)",
          expected: "shares that are not negative and sum to 1")
      }
      splits.append(Split(unit: entry.key, parts: parts.map(\.key), shares: shares))
    }
    return splits
  }

  private static func subtractions(
    _ keys: inout StepKeys
  ) throws(TableError) -> [(unit: String, what: Subtraction)] {
    var result: [(unit: String, what: Subtraction)] = []
    for entry in try keys.table("subtract") ?? [] {
      if case .list = entry.node.value {
        let units = try keys.texts(in: entry, "subtract")
        guard units.count > 1 else {
          throw keys.site.refusal(
            at: entry.node.position, found: "one reference unit",
            expected: "the unit to subtract, and those that make the rest of the whole")
        }
        result.append((entry.key, .reference(units)))
        continue
      }
      let share = try keys.number(in: entry, "subtract")
      guard (0..<1).contains(share) else {
        throw keys.site.refusal(
          at: entry.node.position, found: "the share \(share.shortest)",
          expected: "a fraction from 0 up to, but not including 1")
      }
      result.append((entry.key, .share(share)))
    }
    return result
  }

  func run(_ work: inout Workspace) throws(TableError) {
    let (name, table) = try work.table(tables.from, site)
    let oldUnits = table.units
    var targets = try targets(oldUnits)
    try checkNames(oldUnits, targets)
    for (unit, what) in subtractions {
      guard let old = oldUnits.firstIndex(of: unit), targets[old].count == 1 else {
        throw site.refusal(
          "subtract", found: "\(unit.quoted), which is dropped or split as well",
          expected: "one of the operations")
      }
      switch what {
      case .share(let share): targets[old][0].share = .fixed(1 - share)
      case .reference(let units):
        targets[old][0].share = .reference(parts: Array(units.dropFirst()), of: units)
      }
    }
    var newUnits: [String] = []
    for target in targets.joined() where !newUnits.contains(target.name) {
      newUnits.append(target.name)
    }
    guard !newUnits.isEmpty else {
      throw site.refusal("drop", found: "every unit dropped", expected: "at least one left")
    }
    let parts = targets.enumerated().flatMap { old, parts in
      parts.map { part in
        UnitRegrouping.Part(
          old: old, new: newUnits.firstIndex(of: part.name) ?? 0, share: part.share)
      }
    }
    let reference = try shares?.values(work, site)
    let regrouping = UnitRegrouping(
      site: site, oldUnits: oldUnits, newUnits: newUnits, parts: parts, weights: weights,
      reference: reference)
    let (result, coverage) = try regrouping.apply(to: table, &work)
    work.put(result, as: tables.to ?? name)
    let counts = [
      (merges.count, "merged"), (splits.count, "split"), (subtractions.count, "reduced"),
      (drops.count, "dropped"), (renames.count, "renamed"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    work.report(
      site,
      "concordance of \(name): \(oldUnits.count) units -> \(newUnits.count) "
        + "(\(Words.names(counts))); coverage "
        + Words.names(coverage.compactMap(\.words)))
  }

  private typealias Target = (name: String, share: UnitRegrouping.Share)

  /// Where each old unit goes.
  private func targets(_ oldUnits: [String]) throws(TableError) -> [[Target]] {
    var targets: [[Target]] = oldUnits.map { [(name: $0, share: .fixed(1))] }
    var used: Set<String> = []
    func place(_ unit: String, _ key: String) throws(TableError) -> Int {
      guard let old = oldUnits.firstIndex(of: unit) else {
        let hint = NearMatch.best(for: unit, among: oldUnits)
        throw site.refusal(
          key,
          found: "no unit \(unit.quoted)\(hint.map { " (did you mean \($0.quoted)?)" } ?? "")",
          expected: "one of \(NearMatch.list(oldUnits))")
      }
      guard used.insert(unit).inserted else {
        throw site.refusal(
          key, found: "\(unit.quoted) in two operations",
          expected: "every old unit in one (subtract may go with merge and rename)")
      }
      return old
    }
    for (new, members) in merges {
      for member in members { targets[try place(member, "merge")] = [(new, .fixed(1))] }
    }
    for split in splits {
      targets[try place(split.unit, "split")] = split.parts.enumerated().map { index, part in
        (part, split.shares.map { .fixed($0[index]) } ?? .reference(parts: [part], of: split.parts))
      }
    }
    for unit in drops { targets[try place(unit, "drop")] = [] }
    for (old, new) in renames { targets[try place(old, "rename")] = [(new, .fixed(1))] }
    for (unit, _) in subtractions where !oldUnits.contains(unit) {
      used.remove(unit)
      _ = try place(unit, "subtract")
    }
    return targets
  }

  /// Refuses a new name that two operations make, or that a unit outside of them has.
  private func checkNames(_ oldUnits: [String], _ targets: [[Target]]) throws(TableError) {
    let merged = Set(merges.map(\.name))
    var owners: [String: Int] = [:]
    for (old, parts) in targets.enumerated() {
      for part in parts {
        guard let other = owners.updateValue(old, forKey: part.name) else { continue }
        let isMember = { (unit: Int) in
          merges.contains { $0.name == part.name && $0.texts.contains(oldUnits[unit]) }
        }
        if merged.contains(part.name) && isMember(old) && isMember(other) { continue }
        throw site.refusal(
          found: "\(oldUnits[other].quoted) and \(oldUnits[old].quoted) both as "
            + part.name.quoted, expected: "them in one merge, or different names")
      }
    }
  }
}
