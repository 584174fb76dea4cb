import Preparation
import TestSupport
import Testing

@Suite("Splicing of coverages")
struct SpliceTests {
  /// Series that follow x_t = a_i + ρ x_{t−1} exactly.
  private func autoregressive(_ rho: Double, intercepts: [Double], years: Int) -> [[Double]] {
    intercepts.enumerated().map { unit, a in
      var series = [20 + 7 * Double(unit)]
      while series.count < years { series.append(a + rho * (series.last ?? 0)) }
      return series
    }
  }

  @Test("the ratio splice keeps the new series, the old growth, and the level of the overlap")
  func ratio() throws {
    let old: [Double?] = [10, 12, 15, 18, nil]
    let new: [Double?] = [nil, nil, nil, 90, 99]
    let spliced = try CoverageSplice.byRatio(old: old, new: new, overlap: 3)
    #expect(spliced == [50, 60, 75, 90, 99])
    #expect(throws: SeriesFault.self) {
      try CoverageSplice.byRatio(old: old, new: new, overlap: 4)
    }
  }

  @Test("a series spliced to itself is itself, to rounding")
  func identity() throws {
    var random = SplitMix64(seed: 8)
    let levels = (0..<14).map { _ in Double?(Double.random(in: 1...100, using: &random)) }
    for (a, b) in zip(try CoverageSplice.byRatio(old: levels, new: levels, overlap: 9), levels) {
      #expect(abs((a ?? 0) - (b ?? 1)) <= 1e-12 * (b ?? 1))
    }
  }

  @Test(
    "the regression recovers an exact autoregression, and its years before",
    arguments: [0.6, 0.9, 1.05])
  func recovery(rho: Double) throws {
    let intercepts = [3.0, -1, 8, 0.5]
    let whole = autoregressive(rho, intercepts: intercepts, years: 16)
    let regression = try LagRegression(whole.map { Array($0.dropFirst(5)) })
    #expect(abs(regression.persistence - rho) < 1e-10)
    #expect(abs(regression.rSquared - 1) < 1e-10)
    for (unit, series) in whole.enumerated() {
      #expect(abs(regression.intercepts[unit] - intercepts[unit]) < 1e-8)
      let early = regression.backcast(from: series[5], unit: unit, years: 5)
      // Each year back divides by rho, and so do the last digits of the estimate.
      for (found, expected) in zip(early, series) { #expect(abs(found - expected) < 1e-7) }
    }
  }

  @Test("what cannot be inverted is refused")
  func refusals() {
    #expect(throws: LagRegression.Failure.noVariation) { try LagRegression([[3, 3, 3, 3]]) }
    #expect(throws: LagRegression.Failure.tooShort(unit: 1)) {
      try LagRegression([[1, 2, 4], [1, 2]])
    }
    #expect {
      try LagRegression([[1, -1, 1, -1, 1]])
    } throws: {
      if case .notInvertible = $0 as? LagRegression.Failure { true } else { false }
    }
  }
}
