internal import Tables

/// Walks through a TOML text that a parser accepted, and keeps line and column.
///
/// Every method moves forward or stands at the end, so that no text can hold it up.
struct TOMLScanner {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var column = 1

  /// Scanner at the beginning of a text.
  init(_ text: String) {
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    self.scalars = scalars
  }

  /// Where the scanner stands.
  var position: TextPosition { TextPosition(line: line, column: column) }

  private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func advance() {
    guard let scalar = current else { return }
    index += 1
    if scalar == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  /// Moves past a character if it is the next one.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    advance()
    return true
  }

  /// Moves past spaces and tabs.
  mutating func skipSpaces() {
    while current == " " || current == "\t" { advance() }
  }

  /// Moves to the next line.
  mutating func skipLine() {
    while let scalar = current, scalar != "\n" { advance() }
    advance()
  }

  /// Moves to the next key or header; false at the end.
  mutating func skipToStatement() -> Bool {
    while let scalar = current {
      switch scalar {
      case " ", "\t", "\r", "\n": advance()
      case "#": skipLine()
      default: return true
      }
    }
    return false
  }

  /// Moves to the next element of a list or an inline table; false past its closing bracket.
  mutating func skipToElement(closing: Unicode.Scalar) -> Bool {
    while let scalar = current {
      switch scalar {
      case " ", "\t", "\r", "\n", ",": advance()
      case "#": skipLine()
      case closing:
        advance()
        return false
      default: return true
      }
    }
    return false
  }

  /// Reads a key, dotted or not; its parts in order.
  mutating func keyPath() -> [String] {
    var parts: [String] = []
    while true {
      skipSpaces()
      if current == "\"" || current == "'" {
        parts.append(quoted())
      } else {
        var bare = ""
        while let scalar = current, scalar.isBareKey {
          bare.unicodeScalars.append(scalar)
          advance()
        }
        parts.append(bare)
      }
      skipSpaces()
      if !take(".") { return parts }
    }
  }

  /// Moves past the sign between key and value, if there is one.
  mutating func skipPastEquals() {
    skipSpaces()
    if !take("="), current != nil { advance() }
  }

  /// Moves past a text, a number, a truth value or a date.
  mutating func skipScalar() {
    if current == "\"" || current == "'" {
      _ = quoted()
      return
    }
    let start = index
    while let scalar = current, !",]}#\n".unicodeScalars.contains(scalar) { advance() }
    if index == start { advance() }
  }

  /// Reads a text in quotes, single or tripled.
  private mutating func quoted() -> String {
    guard let quote = current else { return "" }
    let isTripled =
      index + 2 < scalars.count && scalars[index + 1] == quote && scalars[index + 2] == quote
    for _ in 0..<(isTripled ? 3 : 1) { advance() }
    var text = ""
    while let scalar = current {
      if scalar == quote, !isTripled || closesTripled(quote) { break }
      if scalar == "\\" && quote == "\"" {
        advance()
        appendEscape(to: &text)
      } else {
        text.unicodeScalars.append(scalar)
        advance()
      }
    }
    // A tripled text may end in one or two quotes of its own.
    if isTripled { while current == quote { advance() } } else { advance() }
    return text
  }

  private func closesTripled(_ quote: Unicode.Scalar) -> Bool {
    index + 2 < scalars.count && scalars[index + 1] == quote && scalars[index + 2] == quote
  }

  /// Reads what follows a backslash.
  private mutating func appendEscape(to text: inout String) {
    guard let scalar = current else { return }
    advance()
    let plain: [Unicode.Scalar: Unicode.Scalar] = [
      "b": "\u{8}", "t": "\t", "n": "\n", "f": "\u{C}", "r": "\r", "e": "\u{1B}",
    ]
    let digitCounts: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
    guard let count = digitCounts[scalar] else {
      text.unicodeScalars.append(plain[scalar] ?? scalar)
      return
    }
    var digits = ""
    while digits.unicodeScalars.count < count, let digit = current {
      digits.unicodeScalars.append(digit)
      advance()
    }
    if let value = UInt32(digits, radix: 16), let escaped = Unicode.Scalar(value) {
      text.unicodeScalars.append(escaped)
    }
  }
}

extension Unicode.Scalar {
  /// Whether a key without quotes may hold it; the parser takes letters of any script.
  fileprivate var isBareKey: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: value >= 0x80
    }
  }
}
