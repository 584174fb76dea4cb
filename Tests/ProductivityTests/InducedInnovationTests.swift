import DenseKernels
import Frontier
import Glibc
import Productivity
import Testing

@Suite("Induced innovation")
struct InducedInnovationTests {
  /// C(n, k) exactly, for n up to 61.
  private func binomial(_ n: Int, _ k: Int) -> Int {
    (0..<k).reduce(1) { $0 * (n - $1) / ($1 + 1) }
  }

  @Test("the p-value is the sum of the probabilities of outcomes as rare, for every count")
  func exactTails() {
    for n in 1...50 {
      for k in 0...n {
        let rare = (0...n).filter { binomial(n, $0) <= binomial(n, k) }
        let exact = Double(rare.reduce(0) { $0 + binomial(n, $1) }) / pow(2, Double(n))
        #expect(abs(FairCoin.pValue(heads: k, of: n) / exact - 1) < 1e-14, "\(k) of \(n)")
      }
    }
  }

  @Test("known values, and counts far beyond the range of factorials")
  func knownValues() {
    #expect(FairCoin.pValue(heads: 8, of: 10) == 0.109375)
    #expect(FairCoin.pValue(heads: 5, of: 5) == 0.0625)
    #expect(FairCoin.pValue(heads: 0, of: 5) == 0.0625)
    #expect(FairCoin.pValue(heads: 50, of: 100) == 1)
    #expect(FairCoin.pValue(heads: 1000, of: 1000) == scalbn(1, -999))
    #expect(FairCoin.pValue(heads: 5000, of: 5000) == 0)
    // The normal approximation with continuity correction: z = 199.5 / sqrt(10000 / 4).
    let p = FairCoin.pValue(heads: 5200, of: 10_000)
    #expect(abs(p / erfc(199.5 / 50 / 2.0.squareRoot()) - 1) < 5e-3)
  }

  @Test("a dearer input that is saved is consistent, from either end of the pair")
  func verdicts() {
    let pair = FactorPair(0, 1)
    let (saving, using) = (
      FactorBias.saving(input: 0, using: 1), FactorBias.saving(input: 1, using: 0)
    )
    let cases: [(Double, FactorBias, InducedInnovation)] = [
      (0.1, saving, .consistent), (-0.1, using, .consistent),
      (0.1, using, .inconsistent), (-0.1, saving, .inconsistent), (0.1, .neutral, .undetermined),
      (0, saving, .undetermined), (1e-7, saving, .undetermined),
      (0.1, .undetermined(.mixUnchanged), .undetermined),
    ]
    for (pi, bias, expected) in cases {
      #expect(InducedInnovation(pair: pair, bias: bias, priceChange: pi) == expected)
      #expect(InducedInnovation(pair: pair.mirrored, bias: bias, priceChange: -pi) == expected)
    }
    #expect(InducedInnovation(pair: pair, bias: saving, priceChange: nil) == .undetermined)
    let test = InducedInnovationTest([.consistent, .consistent, .inconsistent, .undetermined])
    #expect(test.consistentCount == 2 && test.decidedCount == 3 && test.share == 2.0 / 3)
    #expect(test.pValue == 1 && InducedInnovationTest([.undetermined]).pValue == nil)
  }

  @Test("relative price changes are those between the ends, whatever the unit of account")
  func prices() throws {
    let panel = try makePanel(fixtureF1)
    var rows = (0..<panel.count).map { [1 + Double($0), 2] }
    func change(_ rows: [[Double]], _ pair: FactorPair) -> Double? {
      InputPrices(
        panel: panel, values: Matrix(rows: rows, columnCount: 2), columns: [0: 1, 1: 0]
      ).relativeChange(of: pair, unit: 0, over: Transition(from: 0, to: 1))
    }
    let last = try #require(panel.observation(unit: 0, period: 1))
    let first = try #require(panel.observation(unit: 0, period: 0))
    let expected = -log((1 + Double(last)) / (1 + Double(first)))
    #expect(abs(try #require(change(rows, FactorPair(0, 1))) - expected) < 1e-15)
    rows = rows.map { $0.map { 7 * $0 } }
    #expect(abs(try #require(change(rows, FactorPair(1, 0))) + expected) < 1e-15)
    let none = InputPrices(
      panel: panel, values: Matrix(rows: rows, columnCount: 2), columns: [0: 1])
    #expect(!none.hasBoth(of: FactorPair(0, 1)))
  }
}
