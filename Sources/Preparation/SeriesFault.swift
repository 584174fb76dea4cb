internal import Tables

/// What is wrong with one number of a series; the caller knows which unit, year and row it is.
package struct SeriesFault: Error, Sendable, Hashable {
  /// Position in the series.
  package let position: Int
  /// What is there.
  package let found: String
  /// What should be.
  package let expected: String

  /// Fault at a position.
  package init(position: Int, found: String, expected: String) {
    self.position = position
    self.found = found
    self.expected = expected
  }

  /// The number at a position; `what` names it.
  static func present(
    _ value: Double?, _ position: Int, _ what: String, expected: String
  ) throws(SeriesFault) -> Double {
    if let value { return value }
    throw SeriesFault(position: position, found: "no \(what)", expected: expected)
  }

  /// The results of a computation, all finite.
  static func checkFinite(_ values: [Double]) throws(SeriesFault) -> [Double] {
    if let position = values.firstIndex(where: { !$0.isFinite }) {
      throw overflow(position)
    }
    return values
  }

  /// A result beyond the doubles.
  static func overflow(_ position: Int) -> SeriesFault {
    SeriesFault(
      position: position, found: "a result too large or too small for a number",
      expected: "other units of measurement")
  }
}
