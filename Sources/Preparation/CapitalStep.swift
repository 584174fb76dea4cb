internal import Tables

/// `capital`: stocks by perpetual inventory.
struct CapitalStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let investment: String
  private let depreciation: Depreciation
  private let initial: InitialStock
  private let timing: PerpetualInventory.Timing
  private let retirement: Retirement
  private let floorsAtZero: Bool
  private let into: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    investment = try keys.requiredText("investment", "a column with investment")
    timing = try keys.choice("timing") ?? .end
    floorsAtZero = try keys.truth("floor") ?? false
    into = try keys.requiredText("into", "the name of the stocks")
    retirement = try Retirement(&keys)
    depreciation = try Depreciation(&keys, isNeeded: retirement == .decliningBalance)
    initial = try InitialStock(&keys)
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let flows = try table.numbers(investment, site, key: "investment", table: name)
    if !flows.variable.isReal {
      work.warn(
        site,
        "\(investment) is not known to be in constant prices; stocks of different years' "
          + "prices cannot be added (deflate it, or list it as real where it is read)")
    }
    let added = floored(flows.numbers, table, &work)
    let rates = try depreciation.rates(table, name, site)
    flagNegative(rates.numbers, table, &work)
    let start = try initial.column(table, name, site)
    if let start, flows.variable.isReal, !start.variable.isReal {
      work.warn(
        site,
        "\(start.variable.name) of the initial stock is not known to be in constant prices, as "
          + "\(investment) is")
    }
    var stocks = [Double?](repeating: nil, count: table.rowCount)
    var survivor = (kept: 0.0, total: 0.0)
    for series in try table.seriesWithoutGaps(site) {
      let first = try initial.firstPosition(in: series, table, site)
      do {
        let account = try account(series, added, rates.numbers, start?.numbers, first)
        let counted = PerpetualInventory.counted(
          account.ends.stocks, before: account.before, timing)
        for (row, stock) in zip(series.rows.dropFirst(account.offset), counted) {
          stocks[row] = stock
        }
        survivor.kept += account.ends.survivors.last ?? 0
        survivor.total += account.ends.stocks.last ?? 0
      } catch {
        throw site.fault(error, table, rows: series.rows)
      }
    }
    let histories = work.histories.cumulative(
      [flows.variable] + [rates.variable, start?.variable].compactMap(\.self), table,
      step: site.number)
    let isReal = flows.variable.isReal
    try table.add(
      Variable(name: into, numbers: stocks, isReal: isReal, histories: histories), site)
    name = tables.to ?? name
    work.put(table, as: name)
    let share = survivor.total > 0 ? survivor.kept / survivor.total : 0
    work.report(
      site,
      "capital from \(investment), \(retirement.words(depreciation)), initial stock "
        + "\(initial.words), \(timing.rawValue) of year -> \(into): "
        + "\(stocks.count { $0 != nil }) of \(stocks.count) rows, total \(Words.total(stocks)); "
        + "\((100 * share).fixed(1)) % of the last stocks is surviving initial stock")
  }

  /// The account of a unit: where in the series its stocks begin, the stock before if known.
  private func account(
    _ series: UnitSeries, _ added: [Double?], _ rates: [Double?], _ start: [Double?]?, _ first: Int
  ) throws(SeriesFault) -> (offset: Int, before: Double?, ends: PerpetualInventory.Stocks) {
    let opening = try initial.opening(
      investment: series.of(added), rates: series.of(rates), given: start.map(series.of), first,
      retirement)
    // With a stock of a year, that year's stock is the given one, and investment counts from the next.
    let offset = opening.isOfFirstYear ? first + 1 : first
    let flows = Array(series.of(added).dropFirst(offset))
    var ends: PerpetualInventory.Stocks
    do {
      switch retirement {
      case .decliningBalance:
        ends = try PerpetualInventory.decliningBalance(
          initial: opening.stock, investment: flows,
          rates: Array(series.of(rates).dropFirst(offset)))
      case .oneHossShay:
        ends = try PerpetualInventory.oneHossShay(vintages: opening.vintages, investment: flows)
      }
    } catch {
      throw SeriesFault(
        position: error.position + offset, found: error.found, expected: error.expected)
    }
    guard opening.isOfFirstYear else { return (first, opening.stock, ends) }
    ends.stocks.insert(opening.stock, at: 0)
    ends.survivors.insert(opening.stock, at: 0)
    return (first, nil, ends)
  }

  /// Investment with negative values raised to zero where that is asked for; flagged either way.
  private func floored(
    _ numbers: [Double?], _ table: LongTable, _ work: inout Workspace
  ) -> [Double?] {
    var result = numbers
    for (row, value) in numbers.enumerated() {
      guard let value, value < 0 else { continue }
      work.flag(
        site, column: investment, table.keys[row],
        "negative net investment \(value.brief)\(floorsAtZero ? " raised to 0" : " kept")")
      if floorsAtZero { result[row] = 0 }
    }
    return result
  }

  private func flagNegative(_ rates: [Double?], _ table: LongTable, _ work: inout Workspace) {
    for (row, rate) in rates.enumerated() {
      guard let rate, rate < 0 else { continue }
      work.flag(
        site, column: depreciation.words, table.keys[row],
        "negative depreciation rate \(rate.brief): the stock is revalued upwards")
    }
  }
}

/// How assets leave a stock.
enum Retirement: Sendable, Equatable {
  /// A fraction of what is left every year.
  case decliningBalance
  /// All of a vintage at the end of its service life, in years.
  case oneHossShay(life: Int)

  init(_ keys: inout StepKeys) throws(TableError) {
    let word = try keys.choice("retirement", Word.self) ?? .decliningBalance
    let life = try keys.whole("service_life", 1...200)
    switch word {
    case .decliningBalance:
      if life != nil {
        throw keys.site.refusal(
          "service_life", found: "a service life with declining balance",
          expected: "it with retirement = \"one-hoss-shay\" only")
      }
      self = .decliningBalance
    case .oneHossShay:
      guard let life else { throw keys.missing("service_life", "years that an asset serves") }
      self = .oneHossShay(life: life)
    }
  }

  private enum Word: String, CaseIterable {
    case decliningBalance = "declining-balance"
    case oneHossShay = "one-hoss-shay"
  }

  /// The pattern in words.
  func words(_ depreciation: Depreciation) -> String {
    switch self {
    case .decliningBalance: "declining balance at \(depreciation.words)"
    case .oneHossShay(let life): "one-hoss shay over \(life) years"
    }
  }
}

/// Where depreciation rates come from.
enum Depreciation: Sendable {
  /// One rate for all.
  case constant(Double)
  /// A rate for each unit.
  case byUnit([(name: String, number: Double)])
  /// A column with a rate for each row.
  case column(String)
  /// None, since assets retire by age.
  case none

  init(_ keys: inout StepKeys, isNeeded: Bool) throws(TableError) {
    let constant = try keys.number("rate")
    let byUnit = try keys.namedNumbers("rates")
    let column = try keys.text("rate_column")
    let found: [Depreciation] = [
      constant.map { .constant($0) }, byUnit.map { .byUnit($0) }, column.map { .column($0) },
    ].compactMap(\.self)
    guard isNeeded else {
      guard found.isEmpty else {
        throw keys.site.refusal(
          found: "a depreciation rate with one-hoss-shay", expected: "service_life only")
      }
      self = .none
      return
    }
    guard let only = found.first, found.count == 1 else {
      throw keys.site.refusal(
        found: Words.count(found.count, "source") + " of depreciation rates",
        expected: "one of rate, rates and rate_column")
    }
    for rate in [constant].compactMap(\.self) + (byUnit ?? []).map(\.number)
    where !(0...1).contains(rate) {
      throw keys.site.refusal(
        constant == nil ? "rates" : "rate", found: "the rate \(rate.shortest)",
        expected: "a fraction from 0 to 1")
    }
    self = only
  }

  /// In words.
  var words: String {
    switch self {
    case .constant(let rate): rate.shortest
    case .byUnit: "rates by unit"
    case .column(let name): name
    case .none: "no rate"
    }
  }

  /// A rate for each row, and the column they come from.
  func rates(
    _ table: LongTable, _ name: String, _ site: StepSite
  ) throws(TableError) -> (variable: Variable?, numbers: [Double?]) {
    switch self {
    case .none: return (nil, [Double?](repeating: nil, count: table.rowCount))
    case .constant(let rate): return (nil, [Double?](repeating: rate, count: table.rowCount))
    case .column(let column):
      let (variable, numbers) = try table.numbers(column, site, key: "rate_column", table: name)
      return (variable, numbers)
    case .byUnit(let rates):
      for (unit, _) in rates { try table.requireUnit(unit, site, key: "rates", table: name) }
      let rateOfUnit = Dictionary(uniqueKeysWithValues: rates.map { ($0.name, $0.number) })
      if let unit = table.units.first(where: { rateOfUnit[$0] == nil }) {
        throw site.refusal(
          "rates", found: "no rate of unit \(unit.quoted)", expected: "one of every unit")
      }
      return (nil, table.keys.map { rateOfUnit[$0.unit] })
    }
  }
}
