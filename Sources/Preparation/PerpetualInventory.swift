internal import Tables

/// Capital stocks from investment (METHODS 4.1).
///
/// - Note: OECD (2009), Measuring Capital, 2nd edition, for the patterns of retirement.
package enum PerpetualInventory {
  /// Stocks at the ends of years with part of the initial stock that is left in each.
  package struct Stocks: Sendable, Hashable {
    /// Stock at the end of each year.
    package var stocks: [Double] = []
    /// What is left of the initial stock in it.
    package var survivors: [Double] = []
  }

  /// Declining balance: K_t = (1 − δ_t) K_{t−1} + I_t, formula (8).
  ///
  /// - Parameters:
  ///   - initial: K_0, at the end of the year before the first of `investment`.
  ///   - investment: I_t, in constant prices.
  ///   - rates: δ_t, as many, at most 1; negative ones are revaluations, which the caller flags.
  /// - Returns: as many stocks.
  /// - Throws: ``SeriesFault`` where a number is missing, a rate exceeds 1, or a stock is not positive.
  package static func decliningBalance(
    initial: Double, investment: [Double?], rates: [Double?]
  ) throws(SeriesFault) -> Stocks {
    var result = Stocks()
    var (stock, survivor) = (initial, initial)
    for position in investment.indices {
      let added = try SeriesFault.present(
        investment[position], position, "investment", expected: "investment of every year")
      let rate = try SeriesFault.present(
        rates[position], position, "depreciation rate",
        expected: "a depreciation rate of every year")
      guard rate <= 1 else {
        throw SeriesFault(
          position: position, found: "the depreciation rate \(rate.shortest)",
          expected: "a fraction up to 1")
      }
      stock = (1 - rate) * stock + added
      survivor *= 1 - rate
      try check(stock, position)
      result.stocks.append(stock)
      result.survivors.append(survivor)
    }
    return result
  }

  /// One-hoss shay: every vintage serves in full for L years, and then not at all.
  ///
  /// - Parameters:
  ///   - vintages: investment of the L years before the first of `investment`, oldest first; together
  ///     they are the initial stock.
  ///   - investment: I_t, in constant prices.
  /// - Returns: as many stocks, K_t = I_t + … + I_{t−L+1}.
  /// - Throws: ``SeriesFault`` where investment is missing or a stock is not positive.
  package static func oneHossShay(
    vintages: [Double], investment: [Double?]
  ) throws(SeriesFault) -> Stocks {
    let life = vintages.count
    var result = Stocks()
    var inUse = vintages
    for position in investment.indices {
      inUse.append(
        try SeriesFault.present(
          investment[position], position, "investment", expected: "investment of every year"))
      inUse.removeFirst()
      // Added up anew each year: a running total would keep the rounding of vintages long gone.
      let stock = inUse.reduce(0, +)
      try check(stock, position)
      result.stocks.append(stock)
      result.survivors.append(inUse.prefix(max(0, life - position - 1)).reduce(0, +))
    }
    return result
  }

  private static func check(_ stock: Double, _ position: Int) throws(SeriesFault) {
    guard stock.isFinite else { throw SeriesFault.overflow(position) }
    guard stock > 0 else {
      throw SeriesFault(
        position: position, found: "a capital stock of \(stock.shortest)",
        expected: "a positive one (other rates, another initial stock, or floor = true)")
    }
  }

  /// When in a year the stock is counted.
  package enum Timing: String, Sendable, CaseIterable {
    /// K_t, at the end of the year.
    case end = "end"
    /// K_{t−1}, at the start of the year.
    case start = "start"
    /// Mean of both, at mid-year.
    case middle = "middle"
  }

  /// Stocks as counted in each year.
  ///
  /// - Parameters:
  ///   - ends: stocks at the ends of years.
  ///   - before: stock at the end of the year before the first; nil where it is not known.
  ///   - timing: when in the year.
  /// - Returns: as many stocks; the first is nil where it needs `before` and that is nil.
  package static func counted(
    _ ends: [Double], before: Double?, _ timing: Timing
  ) -> [Double?] {
    let starts = [before] + ends.dropLast().map { Optional($0) }
    switch timing {
    case .end: return ends.map { $0 }
    case .start: return Array(starts.prefix(ends.count))
    case .middle:
      return zip(starts, ends).map { start, end in start.map { ($0 + end) / 2 } }
    }
  }
}
