/// An estimate with its interval; what is not known is NaN.
package struct DrawnInterval: Sendable, Hashable {
  /// The estimate.
  package var estimate: Double
  /// Lower end of the interval.
  package var lower: Double
  /// Upper end of the interval.
  package var upper: Double

  /// Estimate, with an interval where there is one.
  ///
  /// - Parameters:
  ///   - estimate: the estimate, NaN if not known.
  ///   - lower: lower end of its interval, NaN if not known.
  ///   - upper: upper end of its interval, NaN if not known.
  package init(_ estimate: Double, lower: Double = .nan, upper: Double = .nan) {
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
  }

  /// The estimate as a datum of marks.
  func datum(at place: Int) -> Datum {
    Datum(at: Double(place), value: estimate, lower: lower, upper: upper)
  }
}
