/// Eight neighbouring bytes of a text in one integer, the first in the lowest bits.
struct EightBytes {
  private let bits: UInt64

  private init(bits: UInt64) { self.bits = bits }

  /// The bytes from `index` on; nil where the text ends before the eighth.
  @inline(__always)
  init?(_ text: Span<UInt8>, at index: Int) {
    guard index >= 0 && index <= text.count - 8 else { return nil }
    let loaded = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
    bits = UInt64(littleEndian: loaded)
  }

  /// The same byte eight times.
  @inline(__always)
  static func repeating(_ byte: UInt8) -> EightBytes { EightBytes(bits: ones * UInt64(byte)) }

  /// Bytes that differ are not zero in it.
  @inline(__always)
  static func ^ (a: EightBytes, b: EightBytes) -> EightBytes { EightBytes(bits: a.bits ^ b.bits) }

  /// An integer whose lowest bit that is set belongs to the first byte below `limit`, 1 to 128; 0 without
  /// one.
  @inline(__always)
  func bytesBelow(_ limit: UInt8) -> UInt64 {
    (bits &- Self.ones * UInt64(limit)) & ~bits & Self.ones << 7
  }

  /// The last `count` bytes, 1 to 7, behind as many zero digits as make eight.
  @inline(__always)
  func last(_ count: Int) -> EightBytes {
    let kept = UInt64.max << UInt64(8 * (8 - count))
    return EightBytes(bits: bits & kept | Self.ones * UInt64(ascii0) & ~kept)
  }

  /// The number that eight digits stand for; nil where there is another byte among them.
  ///
  /// Neighbouring digits are joined to numbers of two, four and eight digits, all of one size at once.
  @inline(__always)
  var number: UInt64? {
    let digits = bits ^ Self.ones * UInt64(ascii0)
    guard (digits | (digits &+ Self.ones * 0x76)) & Self.ones << 7 == 0 else { return nil }
    let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
    return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
  }

  private var ascii0: UInt8 { UInt8(ascii: "0") }
  private static let ones: UInt64 = 0x0101_0101_0101_0101
}
