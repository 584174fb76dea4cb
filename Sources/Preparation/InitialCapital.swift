internal import Glibc
internal import Tables

/// The stock that a perpetual inventory begins with, where no statistics give it.
package enum InitialCapital {
  /// Mean yearly growth of investment over its first years, geometric.
  ///
  /// - Parameters:
  ///   - investment: I_1, I_2, … of consecutive years.
  ///   - years: number m of yearly changes taken, at least 1.
  /// - Returns: g = (I_{1+m} / I_1)^{1/m} − 1.
  /// - Throws: ``SeriesFault`` where there are too few years or an end is not positive.
  package static func growth(
    of investment: [Double?], years: Int
  ) throws(SeriesFault) -> Double {
    guard investment.count > years else {
      throw SeriesFault(
        position: 0, found: "\(investment.count) years of investment",
        expected: "at least \(years + 1) for growth over \(years) years")
    }
    let first = try positive(investment, 0)
    let last = try positive(investment, years)
    return pow(last / first, 1 / Double(years)) - 1
  }

  /// Steady state under declining balance, K_0 = I_1 / (g + δ) (METHODS 4.1 b).
  ///
  /// - Parameters:
  ///   - investment: I_1, I_2, ….
  ///   - rate: δ of the first year.
  ///   - growthYears: years that g is the mean of.
  /// - Returns: the stock at the end of the year before the first.
  /// - Throws: ``SeriesFault`` where g + δ is not positive, or as ``growth(of:years:)``.
  /// - Note: Harberger (1978); g + δ is what the stock must grow by and loses.
  package static func steadyState(
    _ investment: [Double?], rate: Double, growthYears: Int
  ) throws(SeriesFault) -> Double {
    let g = try growth(of: investment, years: growthYears)
    guard g + rate > 0 else {
      throw SeriesFault(
        position: 0,
        found: "growth of investment \(g.shortest) and depreciation \(rate.shortest)",
        expected: "a positive sum for a steady state")
    }
    return try positive(investment, 0) / (g + rate)
  }

  /// Steady state under one-hoss shay: the vintages of L years, each 1 + g times the one before.
  ///
  /// - Parameters:
  ///   - investment: I_1, I_2, ….
  ///   - life: L, the years that a vintage serves.
  ///   - growthYears: years that g is the mean of.
  /// - Returns: I_1 (1 + g)^{−L}, …, I_1 (1 + g)^{−1}, oldest first.
  /// - Throws: ``SeriesFault`` as ``growth(of:years:)``.
  package static func steadyVintages(
    _ investment: [Double?], life: Int, growthYears: Int
  ) throws(SeriesFault) -> [Double] {
    let g = try growth(of: investment, years: growthYears)
    let first = try positive(investment, 0)
    var vintages: [Double] = []
    var vintage = first
    for _ in 0..<life {
      vintage /= 1 + g
      vintages.append(vintage)
    }
    return try SeriesFault.checkFinite(vintages.reversed())
  }

  /// A given stock under one-hoss shay, of all ages alike: an L-th of it goes out of use every year.
  package static func evenVintages(_ stock: Double, life: Int) -> [Double] {
    [Double](repeating: stock / Double(life), count: life)
  }

  private static func positive(
    _ investment: [Double?], _ position: Int
  ) throws(SeriesFault) -> Double {
    let value = try SeriesFault.present(
      investment[position], position, "investment", expected: "investment of every year")
    guard value > 0 else {
      throw SeriesFault(
        position: position, found: "investment of \(value.shortest)",
        expected: "a positive one where growth is measured")
    }
    return value
  }
}
