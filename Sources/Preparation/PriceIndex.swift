internal import Tables

/// Chained price indices: previous year = 100 to levels, and levels to another base year.
///
/// With p_s the index of year s on year s − 1 in hundredths, P_t = Π_{s ≤ t} p_s / 100, and the level on
/// base year b is P_t / P_b (OECD 2001, Measuring Productivity, section 3; METHODS 4.2).
package enum PriceIndex {
  /// Levels with base year = 1 from yearly indices.
  ///
  /// Years after the base are multiplied up and those before divided down, so that the base year is
  /// exactly 1.
  /// - Parameters:
  ///   - yearly: p_t of consecutive years; the first is not used, since it speaks of the year before.
  ///   - base: position of the base year.
  ///   - previous: value that stands for no change, such as 100.
  /// - Returns: as many levels, the one at `base` being 1.
  /// - Throws: ``SeriesFault`` at an index that is not positive and finite.
  package static func chained(
    _ yearly: [Double?], base: Int, previous: Double
  ) throws(SeriesFault) -> [Double] {
    var levels = [Double](repeating: 1, count: yearly.count)
    for position in yearly.indices.dropFirst(base + 1) {
      levels[position] =
        levels[position - 1] * (try positive(yearly[position], position) / previous)
    }
    for position in yearly.indices.prefix(base).reversed() {
      levels[position] =
        levels[position + 1] / (try positive(yearly[position + 1], position + 1) / previous)
    }
    return try SeriesFault.checkFinite(levels)
  }

  /// Levels divided by the one at `base`.
  ///
  /// - Parameters:
  ///   - levels: P_t, positive.
  ///   - base: position of the base year.
  /// - Returns: as many levels, the one at `base` being 1.
  /// - Throws: ``SeriesFault`` at a level that is not positive and finite.
  package static func rebased(_ levels: [Double?], base: Int) throws(SeriesFault) -> [Double] {
    let divisor = try positive(levels[base], base)
    var result: [Double] = []
    for (position, level) in levels.enumerated() {
      result.append(try positive(level, position) / divisor)
    }
    return try SeriesFault.checkFinite(result)
  }

  private static func positive(_ value: Double?, _ position: Int) throws(SeriesFault) -> Double {
    let value = try SeriesFault.present(
      value, position, "index", expected: "an index of every year")
    guard value > 0 else {
      throw SeriesFault(
        position: position, found: "the index \(value.shortest)", expected: "a positive one")
    }
    return value
  }
}
