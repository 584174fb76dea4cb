import Frontier
import TestSupport
import Testing

@testable import Tables

@Suite struct PanelReaderFuzzTests {
  private static let seedText = Array(
    #"""
    unit,year,k,l,y
    A,1999,2,5.5,1e1
    "B ""x""",1999,4,3,12
    A,2000,2.1,4.5,11
    "B ""x""",2000,4.4,2.8,13
    煤,2000,5.5,4.1,14

    """#.utf8)
  /// Bytes with a meaning to the reader, which random ones rarely hit.
  private static let special =
    Array("\n\r,;\t\"\0.eE+-0123456789NA ".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0xE4]

  @Test("mutations of a file are read or refused with one line", arguments: [1, 2, 3, 4])
  func mutations(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var refusals = 0
    for _ in 0..<2_000 {
      var text = Self.seedText
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&text, &random) }
      var options = PanelReadOptions(
        unitColumn: "unit", timeColumn: "year", inputColumns: ["k", "l"], outputColumns: ["y"])
      options.missingPolicy = MissingPolicy.allCases.randomElement(using: &random) ?? .reject
      options.text.encoding = TextEncoding.allCases.randomElement(using: &random) ?? .utf8
      options.text.decimal = Bool.random(using: &random) ? .point : .comma
      options.zeroPolicy = Bool.random(using: &random) ? .reject : .allow
      do throws(TableError) {
        let loaded = try PanelReader(options: options).read(bytes: text, file: "f")
        #expect(loaded.panel.count == loaded.lines.count)
      } catch {
        refusals += 1
        let isOneLine = error.message.hasPrefix("f:") && !error.message.contains { $0.isNewline }
        #expect(isOneLine && error.category == .data, "\(error.message), seed \(seed)")
      }
    }
    #expect(refusals > 1_000 && refusals < 2_000)
  }

  private func mutate(_ text: inout [UInt8], _ random: inout SplitMix64) {
    guard !text.isEmpty else { return }
    let place = Int.random(in: 0..<text.count, using: &random)
    let byte =
      Bool.random(using: &random)
      ? UInt8.random(in: 0...255, using: &random)
      : Self.special.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<5, using: &random) {
    case 0: text[place] = byte
    case 1: text.insert(byte, at: place)
    case 2: text.remove(at: place)
    case 3: text.removeSubrange(place...)
    default:
      let end = Int.random(in: place..<text.count, using: &random)
      text.insert(contentsOf: text[place...end], at: place)
    }
  }
}
