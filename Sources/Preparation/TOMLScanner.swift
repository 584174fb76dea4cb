internal import Tables

/// Reads the words of a TOML text one after the other, and knows where each stands.
///
/// - Note: TOML 1.0.0. The parser that run files go through tells no places, and its C++ stops the process
///   at some malformed headers (`[é`); recipes need places, and no text may stop a process.
struct TOMLScanner {
  private let scalars: [Unicode.Scalar]
  private let file: String
  private var index = 0
  private var line = 1
  private var column = 1

  /// Scanner at the beginning of a text; refuses control characters that TOML has no place for.
  init(_ text: String, file: String) throws(TableError) {
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    self.scalars = scalars
    self.file = file
    var walk = self
    while let scalar = walk.current {
      let isControl = scalar.value < 0x20 || scalar.value == 0x7F
      let isLineEnd = scalar == "\n" || scalar == "\r" && walk.next == "\n"
      if isControl && !isLineEnd && scalar != "\t" {
        throw walk.error(
          found: "the control character U+\(String(scalar.value, radix: 16))", expected: "text")
      }
      walk.advance()
    }
  }

  /// Where the scanner stands.
  var position: TextPosition { TextPosition(line: line, column: column) }

  /// The next character; nil at the end.
  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private var next: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }

  /// Error at the next character.
  func error(at place: TextPosition? = nil, found: String? = nil, expected: String) -> TableError {
    let word = current.map { $0 == "\n" || $0 == "\r" ? "the line's end" : String($0).quoted }
    return TableError(
      .usage, file: file, at: place ?? position, found: found ?? word ?? "the end of the file",
      expected: expected)
  }

  private mutating func advance() {
    guard let scalar = current else { return }
    index += 1
    (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
  }

  /// Moves past a character if it is the next one.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    advance()
    return true
  }

  /// Moves past a character that must be there.
  mutating func expect(_ scalar: Unicode.Scalar) throws(TableError) {
    skipSpaces()
    guard take(scalar) else { throw error(expected: String(scalar).quoted) }
  }

  /// Moves past spaces and tabs.
  mutating func skipSpaces() {
    while current == " " || current == "\t" { advance() }
  }

  /// Moves past spaces, line ends and comments.
  mutating func skipLines() {
    while let scalar = current {
      switch scalar {
      case " ", "\t", "\r", "\n": advance()
      case "#": while let scalar = current, scalar != "\n" { advance() }
      default: return
      }
    }
  }

  /// Moves to the next line; only a comment may come before it.
  mutating func endLine() throws(TableError) {
    skipSpaces()
    if current == "#" { while let scalar = current, scalar != "\n" { advance() } }
    _ = take("\r")
    guard current == nil || take("\n") else { throw error(expected: "the line's end") }
  }

  /// The parts of a key, dotted or not, each with its place.
  mutating func keyPath() throws(TableError) -> [(key: String, position: TextPosition)] {
    var parts: [(key: String, position: TextPosition)] = []
    repeat {
      skipSpaces()
      let start = position
      if current == "\"" || current == "'" {
        parts.append((try quoted(isKey: true), start))
      } else {
        var bare = ""
        while let scalar = current, scalar.isBareKey {
          bare.unicodeScalars.append(scalar)
          advance()
        }
        guard !bare.isEmpty else {
          throw error(expected: "a key of letters A to Z, digits, - and _, or one in quotes")
        }
        parts.append((bare, start))
      }
      skipSpaces()
    } while take(".")
    return parts
  }

  /// A number, a truth value or a date, up to a space or a mark.
  mutating func word() -> String {
    var word = ""
    while let scalar = current, !" \t\r\n,]}#=".unicodeScalars.contains(scalar) {
      word.unicodeScalars.append(scalar)
      advance()
    }
    return word
  }

  // MARK: Texts

  /// A text in quotes; for a key on one line.
  mutating func quoted(isKey: Bool = false) throws(TableError) -> String {
    let start = position
    guard let quote = current else { throw error(expected: "a text") }
    advance()
    var isTripled = false
    if current == quote {
      advance()
      guard current == quote, !isKey else { return "" }
      advance()
      isTripled = true
      _ = take("\r")
      _ = take("\n")
    }
    var text = ""
    while let scalar = current, isTripled || scalar != "\n" && scalar != "\r" {
      if scalar == quote, !isTripled {
        advance()
        return text
      }
      if scalar == quote, takeClosing(quote, &text) { return text }
      if scalar == "\\" && quote == "\"" {
        try appendEscape(to: &text, isTripled)
      } else if current != nil && !(scalar == quote && isTripled) {
        text.unicodeScalars.append(scalar)
        advance()
      }
    }
    throw error(at: start, found: "a text without its end", expected: "closing quotes")
  }

  /// Reads quotes within a tripled text: three close it, with up to two before them; fewer belong to it.
  private mutating func takeClosing(_ quote: Unicode.Scalar, _ text: inout String) -> Bool {
    var count = 0
    while count < 5, take(quote) { count += 1 }
    let kept = count >= 3 ? count - 3 : count
    for _ in 0..<kept { text.unicodeScalars.append(quote) }
    return count >= 3
  }

  /// Reads what a backslash begins.
  private mutating func appendEscape(
    to text: inout String, _ isTripled: Bool
  ) throws(TableError) {
    let start = position
    advance()
    guard let scalar = current else { throw error(expected: "a character") }
    if isTripled, " \t\r\n".unicodeScalars.contains(scalar) {
      skipSpaces()
      guard current == "\n" || current == "\r" else {
        throw error(expected: "the line's end behind a backslash")
      }
      while let scalar = current, " \t\r\n".unicodeScalars.contains(scalar) { advance() }
      return
    }
    advance()
    let plain: [Unicode.Scalar: Unicode.Scalar] = [
      "b": "\u{8}", "t": "\t", "n": "\n", "f": "\u{C}", "r": "\r", "\"": "\"", "\\": "\\",
    ]
    if let meant = plain[scalar] {
      text.unicodeScalars.append(meant)
      return
    }
    let digitCount = scalar == "u" ? 4 : scalar == "U" ? 8 : 0
    var digits = ""
    while digits.utf8.count < digitCount, let digit = current, digit.properties.isASCIIHexDigit {
      digits.unicodeScalars.append(digit)
      advance()
    }
    guard digitCount > 0, digits.utf8.count == digitCount,
      let value = UInt32(digits, radix: 16), let escaped = Unicode.Scalar(value)
    else {
      throw error(
        at: start, found: "an unknown escape",
        expected: #"one of \b \t \n \f \r \" \\ \uXXXX \UXXXXXXXX"#)
    }
    text.unicodeScalars.append(escaped)
  }
}

extension Unicode.Scalar {
  /// Whether a key without quotes may hold it.
  fileprivate var isBareKey: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: false
    }
  }
}
