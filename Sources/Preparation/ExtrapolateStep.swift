internal import Tables

/// `extrapolate`: levels after the last known year from published rates of growth.
struct ExtrapolateStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let column: String
  private let growth: String
  private let last: Int
  private let form: GrowthExtrapolation.Form
  private let growthIsReal: Bool
  private let into: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    column = try keys.requiredText("column", "a column with known levels")
    growth = try keys.requiredText("growth", "a column with rates of growth")
    guard let last = try keys.year("after") else {
      throw keys.missing("after", "the last year whose level is known")
    }
    self.last = last
    form = try keys.choice("growth_in") ?? .fraction
    into = try keys.requiredText("into", "the name of the result")
    guard let growthIsReal = try keys.truth("growth_is_real") else {
      throw keys.missing(
        "growth_is_real",
        "true or false (published Chinese industrial value-added growth is real)")
    }
    self.growthIsReal = growthIsReal
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let (variable, levels) = try table.numbers(column, site, key: "column", table: name)
    let (rates, written) = try table.numbers(growth, site, key: "growth", table: name)
    try checkPrices(variable, levels, table)
    var starts: [String: Int] = [:]
    for series in try table.seriesWithoutGaps(site) {
      starts[series.unit] = try table.position(of: last, in: series, site, what: "level")
    }
    let extended = try table.numbersBySeries(site) { (series) throws(SeriesFault) in
      try GrowthExtrapolation.extended(
        series.of(levels), growth: series.of(written), form: form, last: starts[series.unit] ?? 0)
    }
    let histories = histories(variable, rates, table, starts, &work)
    try table.add(
      Variable(
        name: into, numbers: extended, isReal: growthIsReal || variable.isReal,
        histories: histories), site)
    name = tables.to ?? name
    work.put(table, as: name)
    let known = table.keys.count { $0.year ?? 0 <= last }
    work.report(
      site,
      "extrapolate \(column) after \(last) by \(growthIsReal ? "real" : "nominal") \(growth) -> "
        + "\(into): \(known) rows known, \(table.rowCount - known) by growth, total "
        + Words.total(extended))
  }

  /// Known years keep their history; later ones are made of the last level and the rates since.
  private func histories(
    _ variable: Variable, _ rates: Variable, _ table: LongTable, _ starts: [String: Int],
    _ work: inout Workspace
  ) -> [Int] {
    var histories = variable.histories
    for series in table.series {
      let start = starts[series.unit] ?? 0
      var parents: Set<Int> = [variable.histories[series.rows[start]]]
      for row in series.rows.dropFirst(start + 1) {
        parents.insert(rates.histories[row])
        histories[row] = work.histories.derive(from: parents, step: site.number)
      }
    }
    return histories
  }

  /// Real growth carries on levels in constant prices, or one level in the prices of its year; nominal
  /// growth carries on levels at current prices.
  private func checkPrices(
    _ variable: Variable, _ levels: [Double?], _ table: LongTable
  ) throws(TableError) {
    if variable.isReal && !growthIsReal {
      throw site.refusal(
        "growth_is_real", found: "nominal growth on \(column.quoted), which is in constant prices",
        expected: "real growth, or a column at current prices")
    }
    guard growthIsReal && !variable.isReal else { return }
    guard
      let row = table.keys.indices.first(where: { row in
        levels[row] != nil && table.keys[row].year.map { $0 < last } ?? false
      })
    else { return }
    throw site.refusal(
      "growth_is_real",
      found: "real growth on \(column.quoted), which is not known to be in constant prices and has "
        + "a level\(table.keys[row].description) (\(table.places[row].text))",
      expected: "levels that were deflated (or are listed as real where they are read), or none "
        + "before \(last)")
  }
}
