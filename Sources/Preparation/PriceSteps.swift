internal import Tables

/// `price-index`: levels with base year = 1 from yearly indices.
struct PriceIndexStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let column: String
  private let base: Int
  private let previous: Double
  private let into: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    column = try keys.requiredText("column", "a column with the previous year = 100")
    guard let base = try keys.year("base") else { throw keys.missing("base", "the base year") }
    self.base = base
    previous = try keys.number("previous") ?? 100
    into = try keys.requiredText("into", "the name of the levels")
    guard previous > 0 else {
      throw site.refusal(
        "previous", found: previous.shortest, expected: "the value of no change, such as 100")
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let (variable, yearly) = try table.numbers(column, site, key: "column", table: name)
    var bases: [String: Int] = [:]
    for series in try table.seriesWithoutGaps(site) {
      bases[series.unit] = try table.position(of: base, in: series, site, what: "base year")
    }
    let levels = try table.numbersBySeries(site) { (series) throws(SeriesFault) in
      try PriceIndex.chained(
        series.of(yearly), base: bases[series.unit] ?? 0, previous: previous)
    }
    let histories = work.histories.cumulative(
      [variable], table, step: site.number, from: { bases[$0.unit] ?? 0 })
    try table.add(
      Variable(name: into, numbers: levels, kind: .index, histories: histories), site)
    name = tables.to ?? name
    work.put(table, as: name)
    work.report(
      site,
      "chain \(column) (previous year = \(previous.shortest)) -> \(into) with \(base) = 1: "
        + "\(levels.count) rows, \(Words.range(levels))")
  }
}

/// `rebase`: index numbers with another base year.
struct RebaseStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let columns: [String]
  private let base: Int
  private let into: [String]

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    columns = try keys.requiredTexts("columns", "columns with index numbers")
    guard let base = try keys.year("base") else { throw keys.missing("base", "the base year") }
    self.base = base
    into = try keys.results(for: columns)
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    var bases: [String: Int] = [:]
    for series in try table.seriesWithoutGaps(site) {
      bases[series.unit] = try table.position(of: base, in: series, site, what: "base year")
    }
    for (column, result) in zip(columns, into) {
      let (variable, levels) = try table.numbers(column, site, key: "columns", table: name)
      guard variable.kind == .index else {
        throw site.refusal(
          "columns", found: "\(column.quoted), which is no index number",
          expected: "an index (indices = [...] of a read step, or price-index)")
      }
      let rebased = try table.numbersBySeries(site) { (series) throws(SeriesFault) in
        try PriceIndex.rebased(series.of(levels), base: bases[series.unit] ?? 0)
      }
      let histories = work.histories.pointwise(
        [variable], rowCount: table.rowCount, step: site.number)
      try table.add(
        Variable(name: result, numbers: rebased, kind: .index, histories: histories), site)
      work.report(
        site, "rebase \(column) -> \(result) with \(base) = 1: \(Words.range(rebased))")
    }
    name = tables.to ?? name
    work.put(table, as: name)
  }
}

/// `deflate`: values at current prices to constant prices.
struct DeflateStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let columns: [String]
  private let price: String
  private let base: Int?
  private let into: [String]

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    columns = try keys.requiredTexts("columns", "columns at current prices")
    price = try keys.requiredText("by", "a column with price levels")
    base = try keys.year("base")
    into = try keys.results(for: columns)
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let priceColumn = try table.numbers(price, site, key: "by", table: name)
    guard priceColumn.variable.kind == .index else {
      throw site.refusal(
        "by", found: "\(price.quoted), which is no index number",
        expected: "price levels (indices = [...] of a read step, or price-index)")
    }
    let prices = try based(priceColumn.numbers, table)
    for (column, result) in zip(columns, into) {
      let (variable, nominal) = try table.numbers(column, site, key: "columns", table: name)
      guard !variable.isReal else {
        throw site.refusal(
          "columns", found: "\(column.quoted), which is in constant prices already",
          expected: "a column at current prices; deflating twice would count inflation twice")
      }
      guard variable.kind == .additive else {
        throw site.refusal(
          "columns", found: "\(column.quoted), which is an \(variable.kind.rawValue)",
          expected: "values at current prices")
      }
      let real: [Double?]
      do {
        real = try Deflation.real(nominal, prices: prices)
      } catch {
        throw site.fault(error, table, rows: Array(0..<table.rowCount))
      }
      let histories = work.histories.pointwise(
        [variable, priceColumn.variable], rowCount: table.rowCount, step: site.number)
      try table.add(
        Variable(name: result, numbers: real, isReal: true, histories: histories), site)
      work.report(
        site,
        "deflate \(column) by \(price)\(base.map { " (\($0) = 1)" } ?? "") -> \(result): "
          + "\(table.rowCount) rows, total \(Words.total(nominal)) -> \(Words.total(real))")
    }
    name = tables.to ?? name
    work.put(table, as: name)
  }

  /// The prices with the base year asked for.
  private func based(_ prices: [Double?], _ table: LongTable) throws(TableError) -> [Double?] {
    guard let base else { return prices }
    var bases: [String: Int] = [:]
    for series in try table.seriesWithoutGaps(site) {
      bases[series.unit] = try table.position(of: base, in: series, site, what: "base year")
    }
    return try table.numbersBySeries(site) { (series) throws(SeriesFault) in
      try PriceIndex.rebased(series.of(prices), base: bases[series.unit] ?? 0)
    }
  }
}

extension StepKeys {
  /// The names of the results, one for each column.
  mutating func results(for columns: [String]) throws(TableError) -> [String] {
    let names = try requiredTexts("into", "the names of the results")
    guard names.count == columns.count else {
      throw site.refusal(
        "into", found: Words.count(names.count, "name"),
        expected: "\(columns.count), one for each column")
    }
    return names
  }
}

extension Words {
  /// Smallest and largest of some numbers.
  static func range(_ numbers: [Double?]) -> String {
    let known = numbers.compactMap(\.self)
    guard let least = known.min(), let most = known.max() else { return "no numbers" }
    return "\(least.brief) to \(most.brief)"
  }
}
