internal import Tables

/// Text of a web page, whose elements are well-formed XML as well, so that both kinds of parsers agree.
struct HTMLText {
  private(set) var text = ""

  /// Names and values of attributes; those without a value are left away.
  typealias Attributes = KeyValuePairs<String, String?>

  /// Opens an element that holds others.
  mutating func open(_ name: String, _ attributes: Attributes = [:]) {
    start(name, attributes)
    text += ">"
  }

  /// Closes the element opened last, and its line.
  mutating func close(_ name: String) {
    text += "</\(name)>\n"
  }

  /// A whole element with words in it.
  mutating func element(_ name: String, _ attributes: Attributes = [:], words: String) {
    open(name, attributes)
    write(words)
    text += "</\(name)>"
  }

  /// An element that cannot hold anything.
  mutating func void(_ name: String, _ attributes: Attributes) {
    start(name, attributes)
    text += "/>\n"
  }

  /// Words within an element.
  mutating func write(_ words: String) { text += Self.escaped(words) }

  /// Text that is markup already, made by this program.
  mutating func writeMarkup(_ markup: String) { text += markup }

  private mutating func start(_ name: String, _ attributes: Attributes) {
    text += "<" + name
    for (name, value) in attributes {
      if let value { text += " \(name)=\"\(Self.escaped(value))\"" }
    }
  }

  /// Words as content or attribute: markup escaped, control characters written out.
  static func escaped(_ words: String) -> String {
    if words.utf8.allSatisfy(isPlain) { return words }
    var escaped = ""
    for scalar in words.escapingControls.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar.isForbidden ? "\u{FFFD}" : scalar)
      }
    }
    return escaped
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) && ![0x22, 0x26, 0x27, 0x3C, 0x3E].contains(byte)
  }
}

extension Unicode.Scalar {
  /// Whether HTML calls it a noncharacter.
  fileprivate var isForbidden: Bool {
    value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value)
  }
}
