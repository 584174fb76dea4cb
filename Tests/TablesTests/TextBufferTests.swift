import Tables
import TestSupport
import Testing

@Suite struct TextBufferTests {
  /// What the standard library writes, without the fraction of a whole number.
  private func reference(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  @Test(
    "numbers of every size are written as by the standard library", arguments: [1, 2] as [UInt64])
  func anyDouble(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50_000 {
      let value = Double(bitPattern: random.next())
      #expect(value.shortest == reference(value), "seed \(seed)")
    }
  }

  @Test(
    "numbers of the sizes of tables are written as by the standard library",
    arguments: [3, 4] as [UInt64])
  func commonSizes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100_000 {
      let exponent = Int.random(in: -12...55, using: &random)
      let value =
        Double.random(in: 1..<2, using: &random)
        * Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(value.shortest == reference(value), "seed \(seed)")
      #expect((-value).shortest == reference(-value), "seed \(seed)")
    }
  }

  @Test("short decimals stay short, and so do their neighbours' long ones stay long")
  func shortDecimals() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<50_000 {
      let digits = Double(Int.random(in: 0..<1_000_000_000, using: &random))
      let value =
        digits / [1, 10, 100, 1e3, 1e4, 1e6, 1e9, 1e11][Int.random(in: 0..<8, using: &random)]
      for near in [value, value.nextUp, value.nextDown] {
        #expect(near.shortest == reference(near))
      }
    }
  }

  @Test("powers of two and their neighbours are written as by the standard library")
  func powersOfTwo() {
    for exponent in -1074...1023 {
      let value = Double(sign: .plus, exponent: exponent, significand: 1)
      for near in [value, value.nextUp, value.nextDown] {
        #expect(near.shortest == reference(near))
      }
    }
  }

  @Test("whole numbers are written digit for digit")
  func integers() {
    var buffer = TextBuffer()
    var expected = ""
    for power in 0..<19 {
      let ten = (0..<power).reduce(1) { value, _ in value * 10 }
      for value in [ten, ten - 1, -ten, ten + 1] {
        buffer.append(value)
        expected += String(value)
      }
    }
    buffer.append(Int.min)
    buffer.append(Int.max)
    #expect(buffer.text == expected + String(Int.min) + String(Int.max))
  }
}
