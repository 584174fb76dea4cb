import LinearProgramming
import TestSupport
import Testing

@Suite("Fractions of integers of any length")
struct RationalTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]

  /// Doubles at the ends of the range and of the precision.
  private static let extremes: [Double] = [
    0, 1, -1, 0.1, -1.0 / 3, .pi, .leastNonzeroMagnitude, .leastNormalMagnitude,
    Double.leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    0x1p53, 0x1p53 + 2, .ulpOfOne, 1 - .ulpOfOne / 2,
  ]

  @Test("a double is returned unchanged by all three roundings", arguments: extremes)
  func doublesAreExact(value: Double) {
    let exact = Rational(value)
    #expect(exact.nearestDouble == value)
    #expect(exact.lowerDouble == value)
    #expect(exact.upperDouble == value)
  }

  @Test("operations round to what the processor rounds them to", arguments: seeds)
  func nearestAgreesWithProcessor(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let (a, b) = (finiteDouble(&generator), finiteDouble(&generator))
      #expect((Rational(a) + Rational(b)).nearestDouble == a + b)
      #expect((Rational(a) - Rational(b)).nearestDouble == a - b)
      #expect((Rational(a) * Rational(b)).nearestDouble == a * b)
      if b != 0 { #expect((Rational(a) / Rational(b)).nearestDouble == a / b) }
    }
  }

  @Test("lower and upper double are neighbours around the number", arguments: seeds)
  func boundsEnclose(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let (a, b) = (finiteDouble(&generator), finiteDouble(&generator))
      guard b != 0 else { continue }
      let exact = Rational(a) / Rational(b)
      let (lower, upper) = (exact.lowerDouble, exact.upperDouble)
      #expect(lower.isInfinite || Rational(lower) <= exact)
      #expect(upper.isInfinite || Rational(upper) >= exact)
      #expect(lower == upper || lower.nextUp == upper)
      #expect(lower < upper || Rational(lower) == exact)
    }
  }

  @Test("a tie goes to the even neighbour, anything beyond it upwards")
  func ties() {
    let half = Rational(Double.ulpOfOne) / 2
    #expect((1 + half).nearestDouble == 1)
    #expect((1 + half + Rational(.leastNonzeroMagnitude)).nearestDouble == 1.0.nextUp)
    #expect((Rational(1.0.nextUp) + half).nearestDouble == 1.0.nextUp.nextUp)
    let least = Rational(.leastNonzeroMagnitude)
    #expect((least / 2).nearestDouble == 0)
    #expect((least * Rational(3, over: 2)).nearestDouble == 2 * .leastNonzeroMagnitude)
    #expect((least / 3).upperDouble == .leastNonzeroMagnitude)
    #expect((least / 3).lowerDouble == 0)
  }

  @Test("numbers beyond the largest double go to it or to infinity")
  func overflow() {
    let large = Rational(.greatestFiniteMagnitude) * 2
    #expect(large.lowerDouble == .greatestFiniteMagnitude)
    #expect(large.upperDouble == .infinity)
    #expect(large.nearestDouble == .infinity)
    #expect((-large).lowerDouble == -.infinity)
    #expect((-large).upperDouble == -.greatestFiniteMagnitude)
    let halfUnit = Rational(Double.greatestFiniteMagnitude.ulp) / 2
    let halfway = Rational(.greatestFiniteMagnitude) + halfUnit
    #expect(halfway.nearestDouble == .infinity)
    #expect((halfway - 1).nearestDouble == .greatestFiniteMagnitude)
  }

  @Test("equal fractions are one value, in order")
  func lowestTerms() {
    #expect(Rational(6, over: -8) == Rational(-3, over: 4))
    #expect(Set([Rational(6, over: 8), Rational(3, over: 4), Rational(0.75)]).count == 1)
    #expect(Rational(0, over: -5) == 0)
    #expect(Rational(1, over: 3) < Rational(0.34))
    #expect(Rational(-1, over: 3) < 0)
    #expect(Rational(-7, over: 2).magnitude == Rational(7, over: 2))
    #expect("\(Rational(-10, over: 4)) \(Rational(8, over: 4))" == "-5/2 2")
  }

  @Test("sums, products and their inverses cancel exactly", arguments: seeds)
  func field(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var (a, b) = (Rational(3), Rational(1, over: 7))
    for _ in 0..<40 {
      let c = Rational(Int.random(in: -99...99, using: &generator), over: 97)
      #expect(a + b - b == a)
      #expect(a * b / b == a)
      #expect((a + b) * c == a * c + b * c)
      #expect((a < b) == (a - b < 0))
      (a, b) = (b, a * Rational(5, over: 11) + c + Rational(1, over: 1009))
      if b == 0 { b = 1 }
    }
  }

  /// A double of any sign and size, subnormal ones included.
  private func finiteDouble(_ generator: inout SplitMix64) -> Double {
    while true {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      if Bool.random(using: &generator) { return value }
      let exponent = Int.random(in: -20...20, using: &generator)
      return Double(sign: value.sign, exponent: exponent, significand: value.significand)
    }
  }
}
