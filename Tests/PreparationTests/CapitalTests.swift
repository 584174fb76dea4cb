import Glibc
import Preparation
import TestSupport
import Testing

@Suite("Capital stocks")
struct CapitalTests {
  private func random(_ count: Int, _ range: ClosedRange<Double>, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Double.random(in: range, using: &random) }
  }

  @Test("stock 100, depreciation 0.1, investment 20 and 20 make 110 and 119")
  func fixture() throws {
    let found = try PerpetualInventory.decliningBalance(
      initial: 100, investment: [20, 20], rates: [0.1, 0.1])
    #expect(found.stocks == [110, 119])
    #expect(abs(found.survivors[1] - 81) < 1e-12)
  }

  @Test("investment is recovered from the stocks, with a rate of every year")
  func roundTrip() throws {
    let investment = random(40, -5...60, seed: 21)
    let rates = random(40, -0.05...0.3, seed: 22)
    let found = try PerpetualInventory.decliningBalance(
      initial: 500, investment: investment, rates: rates)
    var before = 500.0
    for (year, stock) in found.stocks.enumerated() {
      let added = stock - (1 - rates[year]) * before
      #expect(abs(added - investment[year]) <= 1e-12 * before)
      before = stock
    }
  }

  @Test("a steady state stays steady: stock and investment grow at the same rate")
  func steadyState() throws {
    let growth = 0.08
    let investment = (0..<30).map { 10 * pow(1 + growth, Double($0)) }
    let initial = try InitialCapital.steadyState(investment, rate: 0.06, growthYears: 5)
    let stocks = try PerpetualInventory.decliningBalance(
      initial: initial, investment: investment,
      rates: [Double](repeating: 0.06, count: 30)
    ).stocks
    #expect(abs(stocks[0] / initial - 1 - growth) < 1e-12)
    for (now, next) in zip(stocks, stocks.dropFirst()) {
      #expect(abs(next / now - 1 - growth) < 1e-12)
    }
  }

  @Test("one-hoss shay: a stock is the investment of the last L years, and steady when growth is")
  func oneHossShay() throws {
    let investment = random(25, 1...50, seed: 4)
    let old = random(6, 1...50, seed: 5)
    let found = try PerpetualInventory.oneHossShay(vintages: old, investment: investment)
    let all = old + investment
    for (year, stock) in found.stocks.enumerated() {
      let expected = all[(year + 1)..<(year + 7)].reduce(0, +)
      #expect(abs(stock - expected) <= 1e-12 * expected)
      #expect(year < 5 ? found.survivors[year] > 0 : found.survivors[year] == 0)
    }
    let steady = (0..<20).map { 5 * pow(1.1, Double($0)) }
    let vintages = try InitialCapital.steadyVintages(steady, life: 8, growthYears: 5)
    let stocks = try PerpetualInventory.oneHossShay(vintages: vintages, investment: steady).stocks
    let starts = [vintages.reduce(0, +)] + stocks
    for (now, next) in zip(starts, stocks) { #expect(abs(next / now - 1.1) < 1e-12) }
  }

  @Test("stocks at the start of a year are those at the end of the one before")
  func timing() {
    #expect(PerpetualInventory.counted([1, 2, 4], before: 8, .end) == [1, 2, 4])
    #expect(PerpetualInventory.counted([1, 2, 4], before: 8, .start) == [8, 1, 2])
    #expect(PerpetualInventory.counted([1, 2, 4], before: 8, .middle) == [4.5, 1.5, 3])
    #expect(PerpetualInventory.counted([1, 2, 4], before: nil, .middle) == [nil, 1.5, 3])
  }

  @Test("book values: what original and net value grow by is investment and depreciation")
  func bookValues() throws {
    let flows = try BookValue.flows(original: [100, 120, 150], net: [60, 74, 95])
    #expect(flows.investment == [nil, 20, 30])
    #expect(flows.rates == [nil, 0.06, 0.075])
    #expect {
      try BookValue.flows(original: [100, 90], net: [50, 95])
    } throws: { ($0 as? SeriesFault)?.position == 1 }
  }

  @Test("a stock that runs out, a rate above 1 and missing investment are refused at their year")
  func refusals() {
    for (investment, rates) in [
      ([1, -500], [0.1, 0.1]), ([1, 1], [0.1, 1.5]), ([1, nil], [0.1, 0.1]), ([1, 1], [0.1, nil]),
    ] as [([Double?], [Double?])] {
      #expect {
        try PerpetualInventory.decliningBalance(
          initial: 100, investment: investment, rates: rates)
      } throws: { ($0 as? SeriesFault)?.position == 1 }
    }
    #expect(throws: SeriesFault.self) {
      try InitialCapital.steadyState([10, 9, 8, 7, 6, 1], rate: 0.01, growthYears: 5)
    }
    #expect(throws: SeriesFault.self) {
      try InitialCapital.steadyState([10, 11], rate: 0.1, growthYears: 5)
    }
  }
}
