internal import Tables

/// How a `capital` step begins.
enum InitialStock: Sendable {
  /// A given stock of a year, in constant prices.
  case given(column: String, year: Int)
  /// I_1 / (g + δ) at the end of the year before the first, g over so many years.
  case steadyState(growthYears: Int)
  /// κ times the output of the first year.
  case outputRatio(Double, output: String)

  /// The opening of an account.
  struct Opening {
    /// K_0.
    let stock: Double
    /// K_0 by age, oldest first, where assets retire by age.
    let vintages: [Double]
    /// Whether it is the stock of the first year, rather than of the year before.
    let isOfFirstYear: Bool
  }

  private enum Word: String, CaseIterable {
    case given = "given"
    case steadyState = "steady-state"
    case outputRatio = "output-ratio"
  }

  init(_ keys: inout StepKeys) throws(TableError) {
    let word = try keys.choice("initial", Word.self)
    let stock = try keys.text("stock")
    let year = try keys.year("stock_year")
    let growthYears = try keys.whole("growth_years", 1...100)
    let ratio = try keys.number("ratio")
    let output = try keys.text("output")
    let used: [(key: String, isThere: Bool, word: Word)] = [
      ("stock", stock != nil, .given), ("stock_year", year != nil, .given),
      ("growth_years", growthYears != nil, .steadyState),
      ("ratio", ratio != nil, .outputRatio), ("output", output != nil, .outputRatio),
    ]
    guard let word else {
      throw keys.missing("initial", "one of given, steady-state, output-ratio")
    }
    if let other = used.first(where: { $0.isThere && $0.word != word }) {
      throw keys.site.refusal(
        other.key, found: "\(other.key.quoted) with initial = \(word.rawValue.quoted)",
        expected: "it with \(other.word.rawValue.quoted) only")
    }
    switch word {
    case .given:
      guard let stock else { throw keys.missing("stock", "a column with stocks") }
      guard let year else { throw keys.missing("stock_year", "the year of the stock") }
      self = .given(column: stock, year: year)
    case .steadyState:
      self = .steadyState(growthYears: growthYears ?? 5)
    case .outputRatio:
      guard let ratio, ratio > 0 else {
        throw keys.missing("ratio", "a positive ratio of capital to output")
      }
      guard let output else { throw keys.missing("output", "a column with output") }
      self = .outputRatio(ratio, output: output)
    }
  }

  /// In words.
  var words: String {
    switch self {
    case .given(let column, let year): "\(column) of \(year)"
    case .steadyState(let years): "I/(g + rate) with g over \(Words.count(years, "year"))"
    case .outputRatio(let ratio, let output): "\(ratio.shortest) x \(output)"
    }
  }

  /// The column that the stock is taken from.
  func column(
    _ table: LongTable, _ name: String, _ site: StepSite
  ) throws(TableError) -> (variable: Variable, numbers: [Double?])? {
    switch self {
    case .given(let column, _): return try table.numbers(column, site, key: "stock", table: name)
    case .outputRatio(_, let output):
      return try table.numbers(output, site, key: "output", table: name)
    case .steadyState: return nil
    }
  }

  /// Position of the first year with a stock.
  func firstPosition(
    in series: UnitSeries, _ table: LongTable, _ site: StepSite
  ) throws(TableError) -> Int {
    guard case .given(_, let year) = self else { return 0 }
    return try table.position(of: year, in: series, site, what: "initial stock")
  }

  /// The opening of a unit's account.
  ///
  /// - Parameters:
  ///   - investment: I of all years of the series.
  ///   - rates: δ of all years.
  ///   - given: stocks or output of all years, where the stock is made of them.
  ///   - first: position of the first year with a stock.
  ///   - retirement: pattern of retirement.
  /// - Returns: the opening.
  /// - Throws: ``SeriesFault`` where there is no positive stock.
  func opening(
    investment: [Double?], rates: [Double?], given: [Double?]?, _ first: Int,
    _ retirement: Retirement
  ) throws(SeriesFault) -> Opening {
    let stock: Double
    switch self {
    case .steadyState(let years):
      if case .oneHossShay(let life) = retirement {
        let vintages = try InitialCapital.steadyVintages(
          investment, life: life, growthYears: years)
        return Opening(
          stock: vintages.reduce(0, +), vintages: vintages, isOfFirstYear: false)
      }
      let rate = try SeriesFault.present(
        rates[0], 0, "depreciation rate", expected: "one of the first year")
      stock = try InitialCapital.steadyState(investment, rate: rate, growthYears: years)
      return Opening(stock: stock, vintages: [], isOfFirstYear: false)
    case .given:
      stock = try positive(given?[first], first, "initial stock")
    case .outputRatio(let ratio, _):
      stock = ratio * (try positive(given?[first], first, "output"))
    }
    guard case .oneHossShay(let life) = retirement else {
      return Opening(stock: stock, vintages: [], isOfFirstYear: true)
    }
    return Opening(
      stock: stock, vintages: InitialCapital.evenVintages(stock, life: life), isOfFirstYear: true)
  }

  private func positive(
    _ value: Double?, _ position: Int, _ what: String
  ) throws(SeriesFault) -> Double {
    let value = try SeriesFault.present(value, position, what, expected: "a positive one")
    guard value > 0 else {
      throw SeriesFault(
        position: position, found: "the \(what) \(value.shortest)", expected: "a positive one")
    }
    return value
  }
}
