import Glibc
import Testing

@testable import Inference

@Suite("Truncated normal")
struct TruncatedNormalTests {
  private static func differs(_ a: Double, _ b: Double) -> Double { abs(a - b) / abs(b) }

  @Test("Mills' ratio and exponentials keep their digits")
  func functions() {
    // From mpmath 1.3 with 40 digits, as all numbers of this suite.
    let ratios: [(Double, Double)] = [
      (0, 1.2533141373155003), (0.5, 0.87636445645369235), (1.9, 0.43764692878712088),
      (2.1, 0.40616098262557401), (5, 0.19280810471531576), (40, 0.024984404205720571),
    ]
    for (t, ratio) in ratios {
      #expect(Self.differs(TruncatedNormal.millsRatio(t), ratio) <= 5e-14, "t = \(t)")
    }
    #expect(abs(1e8 * TruncatedNormal.millsRatio(1e8) - 1) <= 1e-15)
    for x in stride(from: -745.0, through: 709.5, by: 0.37) where x > -700 {
      #expect(Self.differs(FixedOrder.exponential(x), exp(x)) <= 4e-16)
    }
    #expect(FixedOrder.exponential(0) == 1 && FixedOrder.exponential(-800) == 0)
    #expect(FixedOrder.exponential(-744) == exp(-744) && FixedOrder.exponential(800) == .infinity)
  }

  @Test("moments keep their digits in both tails")
  func moments() {
    // v; E w, E w², variance, covariance with the square, variance of the square, ln Φ(v).
    let known: [(Double, [Double])] = [
      (
        -30,
        [
          0.033259667433677, 0.00220997698968889, 0.00110377151189009, 0.000146522076974307,
          2.42916701485646e-5, -454.321243956343,
        ]
      ),
      (
        -2.0001,
        [
          0.37320410520957, 0.25355446917033, 0.11427316502506, 0.14464634784296,
          0.21780177801997, -3.7834216596639,
        ]
      ),
      (
        -1.9,
        [
          0.38494691547674, 0.2686008605942, 0.12041673285914, 0.15615512304437,
          0.24050698740408, -3.5502813255421,
        ]
      ),
      (0, [0.79788456080287, 1, 0.36338022763242, 0.79788456080287, 2, -0.69314718055995]),
      (
        1.5,
        [
          1.6387897504589, 3.4581846256883, 0.77255277947929, 2.7976189196778, 11.112797630893,
          -0.069143455612234,
        ]
      ),
    ]
    for (v, expected) in known {
      let found = TruncatedNormal.moments(v)
      let values = [
        found.first, found.second, found.variance, found.skew, found.squareVariance, found.logMass,
      ]
      for (a, b) in zip(values, expected) {
        #expect(Self.differs(a, b) <= 1e-11, "v = \(v): \(a) for \(b)")
      }
    }
  }

  @Test("draws are the quantiles, however far out the bound")
  func quantiles() {
    let known: [(Double, Double, Double)] = [
      (0, 0.5, 0.67448975019608174), (3, 0.01, 1.197414437605671),
      (40, 0.3, 0.030069255274611258), (-8, 0.25, 8.6744897501960822),
      (-1, 0.999, 0.0034710278067905839), (-6, 1e-12, 13.034483825438704),
      (200, 1e-10, 0.11509326214198326), (-38, 0.9, 36.718448434455399),
    ]
    for (t, u, excess) in known {
      let found = TruncatedNormal.excess(above: t, u)
      #expect(Self.differs(found, excess) <= 1e-12, "t = \(t), u = \(u): \(found)")
    }
    // Far out the excess is exponential with rate t.
    #expect(Self.differs(TruncatedNormal.excess(above: 1e7, 0.25), log(4) / 1e7) <= 1e-12)
  }

  @Test("draws have the moments of the distribution", arguments: [-25, -4, -0.5, 1, 30])
  func draws(v: Double) {
    var stream = RandomStream(seed: 3, stream: 1, replicate: 0)
    let count = 10_000
    let draws = (0..<count).map { _ in TruncatedNormal.excess(above: -v, stream.uniform()) }
    #expect(draws.allSatisfy { $0 >= 0 })
    let expected = TruncatedNormal.moments(v)
    let mean = draws.reduce(0, +) / Double(count)
    let square = draws.reduce(0) { $0 + $1 * $1 } / Double(count)
    // Five standard errors.
    let error = 5 / Double(count).squareRoot()
    #expect(abs(mean - expected.first) <= error * expected.variance.squareRoot())
    #expect(abs(square - expected.second) <= error * expected.squareVariance.squareRoot())
  }
}
