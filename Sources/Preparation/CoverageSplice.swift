internal import Tables

/// One series from two whose coverage differs, or back beyond the first year of one.
package enum CoverageSplice {
  /// Ratio splice: the old series up to the overlap year, brought to the level of the new.
  ///
  /// x_t = old_t · new_o / old_o for t < o, and new_t from the overlap year o on (METHODS 4.1 a).
  /// - Parameters:
  ///   - old: levels of the old coverage; nil after its end.
  ///   - new: levels of the new coverage, as many; nil before its beginning.
  ///   - overlap: position of a year with both, positive.
  /// - Returns: the spliced levels; nil in years that have none.
  /// - Throws: ``SeriesFault`` unless both are positive in the overlap year.
  package static func byRatio(
    old: [Double?], new: [Double?], overlap: Int
  ) throws(SeriesFault) -> [Double?] {
    let factor =
      try positive(new[overlap], overlap, "new coverage")
      / (try positive(old[overlap], overlap, "old coverage"))
    let early = old.prefix(overlap).map { level in level.map { $0 * factor } }
    if let position = early.firstIndex(where: { $0.map { !$0.isFinite } ?? false }) {
      throw SeriesFault.overflow(position)
    }
    return early + new.dropFirst(overlap)
  }

  private static func positive(
    _ value: Double?, _ position: Int, _ what: String
  ) throws(SeriesFault) -> Double {
    guard let value, value > 0 else {
      throw SeriesFault(
        position: position, found: value.map { "\(what) of \($0.shortest)" } ?? "no \(what)",
        expected: "a positive number of both in the overlap year")
    }
    return value
  }
}
