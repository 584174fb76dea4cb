internal import Glibc

/// Character encoding of a text file.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf8"
  /// The Chinese national standard; GBK and GB2312 are subsets.
  case gb18030 = "gb18030"
  /// ISO 8859-1.
  case latin1 = "latin1"

  private var iconvName: String {
    switch self {
    case .utf8: "UTF-8"
    case .gb18030: "GB18030"
    case .latin1: "ISO-8859-1"
    }
  }

  /// The text as valid UTF-8 without forbidden control characters.
  ///
  /// - Parameters:
  ///   - bytes: contents of the file.
  ///   - file: name for messages.
  /// - Returns: UTF-8, with the byte order mark if there was one.
  /// - Throws: ``TableError`` with the place of the first byte that is not text.
  func decode(_ bytes: [UInt8], file: String) throws(TableError) -> [UInt8] {
    let text = self == .utf8 ? bytes : try convert(bytes, file: file)
    if self == .utf8 { try Self.checkUTF8(bytes, file: file) }
    try Self.checkControls(text, file: file)
    return text
  }

  private static func checkUTF8(_ bytes: [UInt8], file: String) throws(TableError) {
    let invalid: Int
    do {
      _ = try UTF8Span(validating: bytes.span)
      return
    } catch {
      invalid = error.byteOffsets.lowerBound
    }
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    throw TableError(
      file: file, at: LineIndex.position(of: invalid, in: bytes),
      found: isUTF16
        ? "a UTF-16 byte order mark"
        : "byte 0x\(String(bytes[invalid], radix: 16)) at byte offset \(invalid)",
      expected: isUTF16
        ? "UTF-8; save the file as UTF-8"
        : "UTF-8; Chinese files may need --encoding gb18030, western ones --encoding latin1")
  }

  /// Rejects C0 and C1 controls and delete, except tab and line ends.
  private static func checkControls(_ text: [UInt8], file: String) throws(TableError) {
    var first = 0
    while first < text.count {
      let last = min(first + checkedByteCount, text.count)
      if mayHoldControl(text[first..<last]) {
        try checkControls(text, in: first..<last, file: file)
      }
      first = last
    }
  }

  /// Bytes looked at together; few enough to stay in the nearest cache.
  private static let checkedByteCount = 4096

  /// Whether some byte is a control other than tab and line end, or may begin one.
  ///
  /// Without a branch in the loop it compiles to vector instructions.
  private static func mayHoldControl(_ part: ArraySlice<UInt8>) -> Bool {
    func mask(_ isTrue: Bool) -> UInt8 { isTrue ? 0xFF : 0 }
    var found: UInt8 = 0
    for byte in part {
      let isLow = mask(byte < 0x20) & mask(byte != 0x09) & mask(byte != 0x0A) & mask(byte != 0x0D)
      found |= isLow | mask(byte == 0x7F) | mask(byte == 0xC2)
    }
    return found != 0
  }

  private static func checkControls(
    _ text: [UInt8], in range: Range<Int>, file: String
  ) throws(TableError) {
    for offset in range {
      let byte = text[offset]
      let isControl: Bool
      switch byte {
      case 0x09, 0x0A, 0x0D: isControl = false
      case 0..<0x20, 0x7F: isControl = true
      case 0xC2: isControl = text[offset + 1] < 0xA0  // valid UTF-8: a byte follows
      default: isControl = false
      }
      guard isControl else { continue }
      let value = byte == 0xC2 ? text[offset + 1] : byte
      let digits = String(value, radix: 16, uppercase: true)
      let code = String(repeating: "0", count: 4 - digits.count) + digits
      throw TableError(
        file: file, at: LineIndex.position(of: offset, in: text),
        found: byte == 0 ? "a NUL byte" : "the control character U+\(code)",
        expected: "text")
    }
  }

  private func convert(_ bytes: [UInt8], file: String) throws(TableError) -> [UInt8] {
    let converter = unsafe iconv_open("UTF-8", iconvName)
    guard Int(bitPattern: converter) != -1 else {
      throw TableError(
        .data, "\(file): the C library has no converter for --encoding \(rawValue)")
    }
    defer { unsafe iconv_close(converter) }
    var converted: [UInt8] = []
    converted.reserveCapacity(bytes.count + bytes.count / 2)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var consumed = 0
    while consumed < bytes.count {
      let step = unsafe Self.step(converter, bytes, from: consumed, into: &buffer)
      converted.append(contentsOf: buffer[..<step.produced])
      consumed += step.consumed
      if step.failure != 0 && step.failure != E2BIG {
        throw TableError(
          file: file, at: LineIndex.position(of: converted.count, in: converted),
          found: "byte 0x\(String(bytes[consumed], radix: 16)) at byte offset \(consumed)",
          expected: rawValue)
      }
    }
    return converted
  }

  /// One call of the converter: bytes read, bytes written, and its error code or 0.
  private static func step(
    _ converter: iconv_t?, _ input: [UInt8], from start: Int, into buffer: inout [UInt8]
  ) -> (consumed: Int, produced: Int, failure: Int32) {
    unsafe input.withUnsafeBytes { source in
      unsafe buffer.withUnsafeMutableBytes { target in
        // iconv takes a mutable pointer to what it only reads.
        var from = unsafe source.baseAddress.map {
          unsafe UnsafeMutablePointer(
            mutating: $0.advanced(by: start).assumingMemoryBound(to: CChar.self))
        }
        var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = source.count - start
        var room = target.count
        let result = unsafe iconv(converter, &from, &left, &to, &room)
        let failure = result == -1 ? errno : 0
        return (source.count - start - left, target.count - room, failure)
      }
    }
  }
}
