/// Turns byte offsets into lines and columns; used for messages only, so it counts from the start.
enum LineIndex {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Place of the byte at `offset`; a CRLF is one line end, a byte order mark is no character.
  static func position(of offset: Int, in bytes: [UInt8]) -> TextPosition {
    var line = 1
    var lineStart = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    var index = lineStart
    while index < min(offset, bytes.count) {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\r") && index < bytes.count && bytes[index] == UInt8(ascii: "\n") {
        if index >= offset { break }
        index += 1
      }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        line += 1
        lineStart = index
      }
    }
    let before = bytes[lineStart..<max(lineStart, min(offset, bytes.count))]
    // In UTF-8 every character has one byte that is not of the form 10xxxxxx.
    return TextPosition(line: line, column: 1 + before.count { $0 & 0xC0 != 0x80 })
  }
}
