import TestSupport
import Testing

@testable import Tables

@Suite("Eight bytes at a time")
struct EightBytesTests {
  private func eight(_ bytes: [UInt8]) throws -> EightBytes {
    try #require(at(0, bytes))
  }

  private func at(_ index: Int, _ bytes: [UInt8]) -> EightBytes? {
    EightBytes(bytes.span, at: index)
  }

  @Test("the first byte below a limit is found, whatever stands around it", arguments: 0..<8)
  func firstBelow(position: Int) throws {
    for other in [0x2D, 0x30, 0x7F, 0x80, 0xFF] as [UInt8] {
      for byte in [0, 9, 0x0A, 0x2C] as [UInt8] {
        var bytes = [UInt8](repeating: other, count: 8)
        #expect(try eight(bytes).bytesBelow(0x2D) == 0)
        bytes[position] = byte
        #expect(try eight(bytes).bytesBelow(0x2D).trailingZeroBitCount / 8 == position)
        for later in position..<8 { bytes[later] = byte }
        #expect(try eight(bytes).bytesBelow(0x2D).trailingZeroBitCount / 8 == position)
      }
    }
  }

  @Test("eight digits are their number, and no other byte is a digit")
  func number() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<1000 {
      let value = UInt64.random(in: 0..<100_000_000, using: &random)
      let digits = Array(String(value).utf8)
      let bytes = [UInt8](repeating: 0x30, count: 8 - digits.count) + digits
      #expect(try eight(bytes).number == value)
      let count = Int.random(in: 1...7, using: &random)
      let noise = (0..<8 - count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let expected = UInt64(String(decoding: bytes.suffix(count), as: UTF8.self))
      #expect(try eight(noise + bytes.suffix(count)).last(count).number == expected)
    }
    for position in 0..<8 {
      for byte in UInt8.min...UInt8.max where !(0x30...0x39).contains(byte) {
        var bytes = Array("12345678".utf8)
        bytes[position] = byte
        #expect(try eight(bytes).number == nil)
      }
    }
  }

  @Test("a text that ends before the eighth byte has none")
  func end() {
    let bytes = [UInt8](repeating: 0x31, count: 9)
    #expect(at(1, bytes) != nil)
    for index in [2, -1, .max] { #expect(at(index, bytes) == nil) }
  }
}
