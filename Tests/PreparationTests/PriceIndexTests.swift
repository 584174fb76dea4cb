import Preparation
import TestSupport
import Testing

@Suite("Price indices and deflation")
struct PriceIndexTests {
  /// Yearly indices with the previous year = 100, as statistics publish them.
  private func yearly(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Double.random(in: 80...130, using: &random) }
  }

  @Test("nominal 100, 115.5, 127.05 with the indices 105 and 110 is 100, 110, 110")
  func fixture() throws {
    let levels = try PriceIndex.chained([nil, 105, 110], base: 0, previous: 100)
    #expect(levels == [1, 1.05, 1.05 * 1.1] as [Double])
    let real = try Deflation.real([100, 115.5, 127.05], prices: levels).compactMap(\.self)
    for (found, expected) in zip(real, [100.0, 110, 110]) {
      #expect(abs(found - expected) <= 1e-12 * expected)
    }
  }

  @Test("unchaining the levels gives the yearly indices back, whatever the base", arguments: 0..<12)
  func roundTrip(base: Int) throws {
    let indices = yearly(12, seed: 11)
    let levels = try PriceIndex.chained(indices, base: base, previous: 100)
    #expect(levels[base] == 1)
    for year in 1..<12 {
      let index = 100 * levels[year] / levels[year - 1]
      #expect(abs(index - indices[year]) <= 1e-12 * indices[year])
    }
  }

  @Test("rebasing a chain equals chaining on the other base")
  func rebasing() throws {
    let indices = yearly(15, seed: 3)
    let first = try PriceIndex.chained(indices, base: 2, previous: 100)
    let second = try PriceIndex.chained(indices, base: 9, previous: 100)
    for (a, b) in zip(try PriceIndex.rebased(first, base: 9), second) {
      #expect(abs(a - b) <= 1e-12 * b)
    }
  }

  @Test("deflating and inflating again changes nothing, and missing values stay missing")
  func inflating() throws {
    let prices = yearly(20, seed: 5).map { $0 / 100 }
    let nominal = yearly(20, seed: 6).enumerated().map { $0 % 5 == 3 ? nil : Optional($1) }
    for (index, value) in try Deflation.real(nominal, prices: prices).enumerated() {
      guard let value, let before = nominal[index] else {
        #expect(value == nil && nominal[index] == nil)
        continue
      }
      #expect(abs(value * prices[index] - before) <= 1e-12 * before)
    }
  }

  @Test("a missing, zero or negative index stops the chain at its year", arguments: [nil, 0.0, -3])
  func gaps(value: Double?) {
    #expect {
      try PriceIndex.chained([100, 101, value, 103], base: 0, previous: 100)
    } throws: { ($0 as? SeriesFault)?.position == 2 }
    #expect {
      try Deflation.real([1, 2], prices: [1, value])
    } throws: { ($0 as? SeriesFault)?.position == 1 }
  }

  @Test("index numbers are combined by weights, and only by shares")
  func combination() throws {
    let expected: Double = 0.6 * 1.5 + 0.4 * 2
    #expect(try IndexCombination.mean([1.5, 2], weights: [0.6, 0.4]) == expected)
    #expect(IndexCombination.sumToOne([0.6, 0.4]))
    #expect(IndexCombination.sumToOne([0.1, 0.2, 0.3, 0.4]))
    #expect(!IndexCombination.sumToOne([0.6, 0.3]))
    #expect(!IndexCombination.sumToOne([1.2, -0.2]))
  }

  @Test("growth of 10 % after the last level is the same in all three forms")
  func growth() throws {
    for (form, written) in [
      (GrowthExtrapolation.Form.fraction, 0.1), (.percent, 10), (.index, 110),
    ] {
      let levels = try GrowthExtrapolation.extended(
        [50, 100, 7, nil], growth: [nil, nil, written, written], form: form, last: 1)
      let found = levels.compactMap(\.self)
      #expect(found.count == 4 && found[0] == 50 && found[1] == 100)
      #expect(abs(found[2] - 110) < 1e-12 && abs(found[3] - 121) < 1e-12)
    }
    #expect {
      try GrowthExtrapolation.extended([1, nil], growth: [nil, -1], form: .fraction, last: 0)
    } throws: { ($0 as? SeriesFault)?.position == 1 }
  }
}
