import TestSupport
import Testing

@testable import Tables

@Suite struct NameIndexTests {
  /// Numbers that an index gives to names, in order.
  private func numbers(_ names: [String]) -> (numbers: [Int], index: NameIndex) {
    var text: [UInt8] = []
    var index = NameIndex()
    let fields = names.map { name in
      let start = text.count
      text += Array(name.utf8)
      return Field(start: start, end: text.count)
    }
    return (fields.map { index.number(of: $0, in: text) }, index)
  }

  @Test("names are numbered as a dictionary would", arguments: [1, 2, 3] as [UInt64])
  func sameAsDictionary(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let alphabet = Array("abc é中")
    let names = (0..<20_000).map { _ in
      String(
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        })
    }
    var known: [String: Int] = [:]
    var order: [String] = []
    let expected = names.map { name in
      if let number = known[name] { return number }
      known[name] = order.count
      order.append(name)
      return order.count - 1
    }
    let found = numbers(names)
    #expect(found.numbers == expected, "seed \(seed)")
    #expect(found.index.names == order, "seed \(seed)")
  }

  @Test(
    "names in order, then out of order, then again are numbered alike",
    arguments: [1, 3, 63, 64, 500])
  func sortedFirst(count: Int) {
    let sorted = (0..<count).map { "unit\(10_000 + $0)" }
    let names = sorted + ["unit1", "unit"] + sorted.reversed() + ["unit1", "zz"] + sorted
    let expected =
      Array(0..<count) + [count, count + 1] + (0..<count).reversed() + [count, count + 2]
      + Array(0..<count)
    #expect(numbers(names).numbers == expected)
  }

  @Test("names that differ in their bytes only are one name, whichever comes first")
  func canonicalEquivalence() {
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    #expect(numbers([composed, decomposed, "x"]).numbers == [0, 0, 1])
    #expect(numbers(["x", decomposed, composed]).numbers == [0, 1, 1])
    // The Kelvin sign is the letter K.
    #expect(numbers(["K", "\u{212A}"]).numbers == [0, 0])
    #expect(numbers(["\u{212A}", "K"]).numbers == [0, 0])
  }
}
