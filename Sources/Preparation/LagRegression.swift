/// Fixed-effects regression of a series on its own lag, x_it = a_i + ρ x_{i,t−1} + e_it.
///
/// The source paper estimates it over the years of the new coverage and inverts it to go back beyond them
/// (METHODS 4.1 b). ρ is the within estimator, biased down in short panels (Nickell 1981), and going
/// back divides by it: errors grow by 1/ρ a year.
package struct LagRegression: Sendable, Hashable {
  /// ρ below this makes the inversion a bad guide: after five years errors have tripled.
  package static let leastTrustedPersistence = 0.8

  /// ρ.
  package let persistence: Double
  /// a_i, one for each unit.
  package let intercepts: [Double]
  /// Share of the variance within units that the lag explains.
  package let rSquared: Double

  /// Why there is no regression.
  package enum Failure: Error, Sendable, Hashable {
    /// A unit has fewer than three years, so that its effect leaves nothing to explain.
    case tooShort(unit: Int)
    /// No unit's lag varies.
    case noVariation
    /// ρ is not positive and finite, and cannot be inverted.
    case notInvertible(persistence: Double)
  }

  /// Fits the regression.
  ///
  /// - Parameter levels: for each unit the levels of consecutive years, at least three.
  /// - Throws: ``Failure``.
  package init(_ levels: [[Double]]) throws(Failure) {
    for (unit, series) in levels.enumerated() where series.count < 3 {
      throw .tooShort(unit: unit)
    }
    let means = levels.map { series in
      (own: Self.mean(series.dropFirst()), lag: Self.mean(series.dropLast()))
    }
    // Sums within units; those of a unit first, so that their order is fixed.
    var (lagLag, ownLag, ownOwn) = (0.0, 0.0, 0.0)
    for (series, mean) in zip(levels, means) {
      for (own, lag) in zip(series.dropFirst(), series.dropLast()) {
        let (y, x) = (own - mean.own, lag - mean.lag)
        lagLag += x * x
        ownLag += y * x
        ownOwn += y * y
      }
    }
    guard lagLag > 0, lagLag.isFinite else { throw .noVariation }
    let rho = ownLag / lagLag
    guard rho > 0, rho.isFinite else { throw .notInvertible(persistence: rho) }
    persistence = rho
    intercepts = means.map { $0.own - rho * $0.lag }
    rSquared = ownOwn > 0 ? ownLag * ownLag / (lagLag * ownOwn) : 1
  }

  /// Levels of the years before the first one of a unit, x_{t−1} = (x_t − a) / ρ.
  ///
  /// - Parameters:
  ///   - first: level of the first known year.
  ///   - unit: position of the unit.
  ///   - years: number of years to go back.
  /// - Returns: so many levels, the earliest first.
  package func backcast(from first: Double, unit: Int, years: Int) -> [Double] {
    var levels: [Double] = []
    var level = first
    for _ in 0..<years {
      level = (level - intercepts[unit]) / persistence
      levels.append(level)
    }
    return levels.reversed()
  }

  private static func mean(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
