internal import Tables

/// Levels beyond the last known year from published rates of growth.
package enum GrowthExtrapolation {
  /// How a rate of growth is written.
  package enum Form: String, Sendable, CaseIterable {
    /// 0.12 for twelve per cent.
    case fraction = "fraction"
    /// 12 for twelve per cent.
    case percent = "percent"
    /// 112 for twelve per cent: an index number with the previous year = 100.
    case index = "index"

    /// The factor 1 + g.
    package func factor(_ written: Double) -> Double {
      switch self {
      case .fraction: 1 + written
      case .percent: 1 + written / 100
      case .index: written / 100
      }
    }
  }

  /// Y_t = Y_{t−1} (1 + g_t) for the years after the last known level (METHODS 4.3).
  ///
  /// - Parameters:
  ///   - levels: known levels; those after position `last` are not looked at.
  ///   - growth: g_t of consecutive years, as many; those up to `last` are not looked at.
  ///   - form: how the rates are written.
  ///   - last: position of the last known level.
  /// - Returns: the levels up to `last`, and those that growth gives behind it.
  /// - Throws: ``SeriesFault`` where the last level or a rate is missing, or a rate leaves nothing.
  package static func extended(
    _ levels: [Double?], growth: [Double?], form: Form, last: Int
  ) throws(SeriesFault) -> [Double?] {
    var level = try SeriesFault.present(
      levels[last], last, "level", expected: "a level to start from")
    var result = Array(levels.prefix(last + 1))
    for position in levels.indices.dropFirst(last + 1) {
      let written = try SeriesFault.present(
        growth[position], position, "rate of growth",
        expected: "a rate of growth for every later year")
      let factor = form.factor(written)
      guard factor > 0 else {
        throw SeriesFault(
          position: position, found: "growth of \(written.shortest) (\(form.rawValue))",
          expected: "a rate that leaves a positive level")
      }
      level *= factor
      guard level.isFinite else { throw SeriesFault.overflow(position) }
      result.append(level)
    }
    return result
  }
}
