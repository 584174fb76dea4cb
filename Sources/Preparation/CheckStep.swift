internal import Tables

/// `check`: what a panel should satisfy before anyone estimates with it.
struct CheckStep: RecipeStep {
  private enum Requirement: String, CaseIterable {
    case balanced = "balanced"
    case complete = "complete"
    case gapless = "gapless"
    case positive = "positive"
  }

  let site: StepSite
  private let tables: TableChoice
  private let inputs: [String]
  private let outputs: [String]
  private let requirements: Set<Requirement>

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    inputs = try keys.requiredTexts("inputs", "the columns of the inputs")
    outputs = try keys.requiredTexts("outputs", "the columns of the outputs")
    var requirements: Set<Requirement> = []
    for word in try keys.texts("require") ?? [] {
      guard let requirement = Requirement(rawValue: word) else {
        throw keys.site.refusal(
          "require", found: word.quoted,
          expected: "some of \(Requirement.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      requirements.insert(requirement)
    }
    self.requirements = requirements
    if tables.to != nil {
      throw site.refusal("as", found: "a name for the result", expected: "none: nothing changes")
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    let (name, table) = try work.table(tables.from, site)
    var columns: [(variable: Variable, numbers: [Double?])] = []
    for column in inputs {
      columns.append(try table.numbers(column, site, key: "inputs", table: name))
    }
    for column in outputs {
      columns.append(try table.numbers(column, site, key: "outputs", table: name))
    }
    work.put(table, as: name)
    let flagCount = work.lines.count
    try checkRows(table, &work)
    for column in columns { try checkNumbers(column.numbers, column.variable.name, table, &work) }
    checkCorrelations(Array(columns.prefix(inputs.count)), &work)
    remarkOnSize(table, &work)
    cautionOnValueAdded(columns.suffix(outputs.count).map(\.variable), table, name, &work)
    let found = work.lines.dropFirst(flagCount).count { $0.kind == .flag || $0.kind == .warning }
    work.report(
      site,
      "check \(name): \(table.rowCount) rows, \(Words.count(table.units.count, "unit")), "
        + "\(Words.count(table.years.count, "year")); inputs \(Words.names(inputs)); outputs "
        + "\(Words.names(outputs)); \(Words.count(found, "finding"))")
  }

  /// Says what is wrong, and stops where that was asked for.
  private func note(
    _ requirement: Requirement, _ found: String, at row: DataPlace?, expected: String,
    _ work: inout Workspace
  ) throws(TableError) {
    guard requirements.contains(requirement) else {
      work.warn(site, "\(found)\(row.map { " (\($0.text))" } ?? "")")
      return
    }
    throw site.fault(found: found, at: row, expected: expected)
  }

  private func checkRows(_ table: LongTable, _ work: inout Workspace) throws(TableError) {
    let years = table.years
    let series = table.series
    if let short = series.first(where: { $0.years != years }) {
      let missing = years.first { !short.years.contains($0) }
      try note(
        .balanced, "no row\(RowKey(unit: short.unit, year: missing).description)",
        at: table.places[short.rows[0]], expected: "every unit in every year", &work)
    }
    for unit in series {
      guard let gap = unit.firstGap else { continue }
      try note(
        .gapless,
        "a gap before\(RowKey(unit: unit.unit, year: unit.years[gap]).description)",
        at: table.places[unit.rows[gap]], expected: "years without gaps", &work)
    }
  }

  private func checkNumbers(
    _ numbers: [Double?], _ name: String, _ table: LongTable, _ work: inout Workspace
  ) throws(TableError) {
    if let row = numbers.firstIndex(where: { $0 == nil }) {
      try note(
        .complete, "no \(name)\(table.keys[row].description)", at: table.places[row],
        expected: "a number in every row", &work)
    }
    if let row = numbers.firstIndex(where: { ($0 ?? 1) <= 0 }) {
      try note(
        .positive, "\(name) of \((numbers[row] ?? 0).shortest)\(table.keys[row].description)",
        at: table.places[row], expected: "positive numbers", &work)
    }
    for unit in table.series {
      for jump in PanelChecks.jumps(in: unit.of(numbers)) {
        work.flag(
          site, column: name, table.keys[unit.rows[jump.position]],
          "log change \(jump.logChange.fixed(2)) from the year before")
      }
    }
  }

  private func checkCorrelations(
    _ columns: [(variable: Variable, numbers: [Double?])], _ work: inout Workspace
  ) {
    for (index, first) in columns.enumerated() {
      for second in columns.dropFirst(index + 1) {
        guard let correlation = PanelChecks.correlation(first.numbers, second.numbers),
          correlation > PanelChecks.largestCorrelation
        else { continue }
        work.warn(
          site,
          "\(first.variable.name) and \(second.variable.name) have correlation "
            + "\(correlation.fixed(5)): to a frontier they are nearly one input")
      }
    }
  }

  private func remarkOnSize(_ table: LongTable, _ work: inout Workspace) {
    let advisable = PanelChecks.advisableUnitCount(inputs: inputs.count, outputs: outputs.count)
    let count = table.units.count
    work.remark(
      site,
      "\(count) units; the rule of thumb max(p q, 3 (p + q)) asks for \(advisable)"
        + (count < advisable ? ", and with fewer most look efficient" : ""))
  }

  /// Intermediate inputs beside value added as the output count twice.
  private func cautionOnValueAdded(
    _ outputs: [Variable], _ table: LongTable, _ name: String, _ work: inout Workspace
  ) {
    for output in outputs {
      let sources = Set(Set(output.histories).flatMap { work.histories.sources(of: $0) })
      guard !sources.isDisjoint(with: work.valueAddedSources) else { continue }
      work.warn(
        site,
        "the output \(output.name) is value added, made of "
          + "\(Words.names(sources.intersection(work.valueAddedSources).map(\.column).sorted())); "
          + "intermediate inputs beside it count twice")
    }
  }
}
