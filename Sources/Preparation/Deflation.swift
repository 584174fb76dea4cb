internal import Tables

/// Values at current prices to values at constant prices.
package enum Deflation {
  /// Nominal values divided by price levels, real = nominal / P (METHODS 4.2).
  ///
  /// - Parameters:
  ///   - nominal: values at the prices of their years; where there is none, the result has none.
  ///   - prices: levels with base year = 1, as many, positive.
  /// - Returns: values at the prices of the base year.
  /// - Throws: ``SeriesFault`` at a price that is missing or not positive.
  package static func real(
    _ nominal: [Double?], prices: [Double?]
  ) throws(SeriesFault) -> [Double?] {
    var result: [Double?] = []
    for (position, value) in nominal.enumerated() {
      guard let value else {
        result.append(nil)
        continue
      }
      let price = try SeriesFault.present(
        prices[position], position, "price", expected: "a price wherever there is a value")
      guard price > 0 else {
        throw SeriesFault(
          position: position, found: "the price \(price.shortest)", expected: "a positive one")
      }
      let real = value / price
      guard real.isFinite else { throw SeriesFault.overflow(position) }
      result.append(real)
    }
    return result
  }
}
