import Testing

@testable import Inference

@Suite("Errors of a bootstrap")
struct ErrorDistributionTests {
  /// 1 … B in some order.
  private func counting(_ count: Int) -> [Double] {
    (0..<count).map { Double(($0 * 7919) % count + 1) }
  }

  @Test("1,999 errors put the ends of a 95 % interval on the 50th and the 1,950th")
  func positions() {
    let errors = ErrorDistribution(counting(1999))
    #expect(errors.quantile(0.025) == 50 && errors.quantile(0.975) == 1950)
    let interval = errors.interval(of: 2000, level: 0.95)
    #expect(interval.lower == 50 && interval.upper == 1950)
  }

  @Test("other positions lie between neighbours, and the ends are the least and the largest")
  func between() {
    let errors = ErrorDistribution([10, 30, 20, 40])
    #expect(errors.quantile(0.5) == 25)
    #expect(errors.quantile(0.3) == 15)
    #expect(errors.quantile(0.01) == 10 && errors.quantile(0.99) == 40)
    #expect(ErrorDistribution([]).quantile(0.5).isNaN)
  }

  @Test("replicates without a value are counted and left out")
  func missing() {
    let errors = ErrorDistribution([1, .nan, 3, .nan])
    #expect(errors.errors == [1, 3] && errors.missingCount == 2 && errors.validShare == 0.5)
    #expect(errors.bias == 2 && errors.variance == 2)
  }

  @Test("the p-value is the smaller tail twice, and at most 1")
  func pValue() {
    let errors = ErrorDistribution(counting(99))
    #expect(errors.pValue(of: 100) == 2 * 1 / 100.0)
    #expect(errors.pValue(of: 97.5) == 2 * 3 / 100.0)
    #expect(errors.pValue(of: 3) == 2 * 4 / 100.0)
    #expect(errors.pValue(of: 50) == 1)
    #expect(errors.pValue(of: .nan).isNaN)
  }

  @Test("confidence counts the draws beyond a value")
  func confidence() {
    let errors = ErrorDistribution([-2, -1, 0, 1])
    #expect(errors.confidence(that: 0.5, exceeds: 0) == 0.75)
    #expect(errors.confidence(that: -5, exceeds: 0) == 0)
  }

  @Test("a bias is worth correcting if its square is above three variances")
  func rule() {
    #expect(ErrorDistribution([9, 10, 11]).isBiasWorthCorrecting)
    #expect(!ErrorDistribution([-8, 10, 28]).isBiasWorthCorrecting)
  }
}
