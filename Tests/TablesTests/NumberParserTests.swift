import Glibc
import Tables
import TestSupport
import Testing

@Suite struct NumberParserTests {
  private func parse(_ text: String, _ decimal: DecimalMark = .point) throws(NumberError)
    -> ParsedNumber
  {
    let bytes = Array(text.utf8)
    return try NumberParser(decimal: decimal).parse(bytes.span)
  }

  private func reason(_ text: String, _ decimal: DecimalMark = .point) -> NumberError? {
    do {
      _ = try parse(text, decimal)
      return nil
    } catch {
      return error
    }
  }

  @Test("random decimal texts give the bits of strtod", arguments: [1, 2, 3, 4] as [UInt64])
  func equalsStrtod(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50_000 {
      let text = Self.randomNumber(&random)
      let expected = unsafe strtod(text, nil)
      guard expected.isFinite else {
        #expect(reason(text) == .overflow, "\(text), seed \(seed)")
        continue
      }
      let isZero = !text.prefix { $0 != "e" && $0 != "E" }.contains { ("1"..."9").contains($0) }
      guard expected != 0 || isZero else {
        #expect(reason(text) == .underflow, "\(text), seed \(seed)")
        continue
      }
      let found = try parse(text).value
      #expect(found.bitPattern == expected.bitPattern, "\(text), seed \(seed)")
    }
  }

  @Test("the shortest text of a random double reads back to its bits")
  func roundTrips() throws {
    var random = SplitMix64(seed: 7)
    for _ in 0..<50_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(try parse(value.shortest).value.bitPattern == value.bitPattern)
      #expect(try parse(value.description).value.bitPattern == value.bitPattern)
    }
  }

  @Test(
    "halfway cases and long digits are correctly rounded",
    arguments: [
      "9007199254740993", "9007199254740993.0", "9007199254740992.999999999999999999999",
      "2.2250738585072011e-308", "2.2250738585072014e-308", "4.9e-324", "1.7976931348623157e308",
      "0.1000000000000000055511151231257827021181583404541015625", "123456789012345678901234567890",
      "8.98846567431158e307", "1e22", "1e23", "1e-22", "1e-23", "0.000001e28",
      "00000000000000000001",
    ])
  func hardCases(text: String) throws {
    let expected = unsafe strtod(text, nil)
    #expect(try parse(text).value.bitPattern == expected.bitPattern)
  }

  @Test(
    "anything but a plain decimal number is refused",
    arguments: [
      "x", "1x", "0x10", "1,234", "1 234", " 1", "1 ", "nan", "NaN", "inf", "-Inf", "infinity", "+",
      "-", ".", "e5", "1e", "1e+", "1.2.3", "--1", "1e5.0", "1_000", "١", "1d5", "NA", "1\0",
    ])
  func refusesOtherTexts(text: String) {
    #expect(reason(text) == .malformed)
  }

  @Test("an empty text, an overflow and an underflow have reasons of their own")
  func reasons() {
    #expect(reason("") == .empty)
    #expect(reason("1e400") == .overflow)
    #expect(reason("-1e400") == .overflow)
    #expect(reason("1e99999999999999999999") == .overflow)
    #expect(reason("1e-400") == .underflow)
    #expect(reason("1e-99999999999999999999") == .underflow)
  }

  @Test("zeros keep their sign whatever their exponent")
  func zeros() throws {
    #expect(try parse("0e999").value == 0)
    #expect(try parse("-0.000").value.sign == .minus)
    #expect(try parse("0000").value.sign == .plus)
  }

  @Test("a decimal comma is read only when asked for")
  func decimalComma() throws {
    #expect(try parse("1,5", .comma).value == 1.5)
    #expect(try parse("-1234567,25e-3", .comma).value == -1234.56725)
    #expect(reason("1.5", .comma) == .malformed)
    #expect(reason("1,5") == .malformed)
  }

  @Test("whole numbers that no double holds are marked as rounded")
  func roundedIntegers() throws {
    for text in [
      "9007199254740993", "-9007199254740993", "123456789012345678901", "+18014398509481985",
    ] {
      #expect(try parse(text).isRounded, "\(text)")
    }
    for text in [
      "9007199254740992", "9007199254740994", "18014398509481984", "100000000000000000000",
      "-00100000000000000000000", "1e300", "0.1", "9007199254740993.0", "0",
    ] {
      #expect(try !parse(text).isRounded, "\(text)")
    }
  }

  @Test("subnormal numbers are accepted and marked")
  func subnormals() throws {
    #expect(try parse("5e-324").value == .leastNonzeroMagnitude)
    #expect(try parse("1e-310").isSubnormal)
    #expect(try !parse("1e-300").isSubnormal)
  }

  @Test("the exact paths give the bits of strtod at their limits", arguments: [5, 6] as [UInt64])
  func exactPaths(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50_000 {
      let mantissa = random.next() >> UInt64.random(in: 0..<64, using: &random)
      let text = "\(mantissa)e\(Int.random(in: -30...30, using: &random))"
      let expected = unsafe strtod(text, nil)
      #expect(try parse(text).value.bitPattern == expected.bitPattern, "\(text), seed \(seed)")
    }
  }

  @Test("decimals half way between two doubles go to the even one, and beside it to the nearer")
  func halfWay() throws {
    var random = SplitMix64(seed: 8)
    for _ in 0..<20_000 {
      // c + 1/2 for c from 2⁵² to 2⁵³, halved as often as its decimals stay within 19 digits.
      let c = random.next() >> 12 | 1 << 52
      for (digits, exponent) in [(10 * c + 5, -1), (100 * c + 50, -2)] {
        for offset in [-1, 0, 1] {
          let text = "\(Int(digits) + offset)e\(exponent)"
          let expected = unsafe strtod(text, nil)
          #expect(try parse(text).value.bitPattern == expected.bitPattern, "\(text)")
        }
      }
    }
  }

  /// Digits, marks and exponents of all lengths, dense around the limits of the fast path.
  private static func randomNumber(_ random: inout SplitMix64) -> String {
    func digits(_ range: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: range, using: &random)).map { _ in
          Character(UnicodeScalar(UInt8.random(in: 48...57, using: &random)))
        })
    }
    let sign = ["", "", "-", "+"].randomElement(using: &random) ?? ""
    let exponent: String
    switch Int.random(in: 0..<4, using: &random) {
    case 0: exponent = "e\(Int.random(in: -30...30, using: &random))"
    case 1: exponent = "E+\(Int.random(in: 0...320, using: &random))"
    case 2: exponent = "e-\(Int.random(in: 0...345, using: &random))"
    default: exponent = ""
    }
    return sign + digits(1...20)
      + ["", ".", "." + digits(0...25)][Int.random(in: 0..<3, using: &random)]
      + exponent
  }
}
