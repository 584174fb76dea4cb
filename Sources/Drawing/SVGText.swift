internal import Tables

/// Text of an SVG picture, built one element a line.
struct SVGText {
  private(set) var text = ""

  typealias Attributes = KeyValuePairs<String, SVGValue>

  /// Opens an element that holds others.
  mutating func open(_ name: String, _ attributes: Attributes) {
    start(name, attributes)
    text += ">\n"
  }

  /// Closes the element opened last.
  mutating func close(_ name: String) {
    text += "</\(name)>\n"
  }

  /// A whole element with words in it, or with a tooltip.
  mutating func element(
    _ name: String, _ attributes: Attributes, words: String = "", tooltip: String = ""
  ) {
    start(name, attributes)
    if words.isEmpty, tooltip.isEmpty {
      text += "/>\n"
      return
    }
    text += ">"
    if !tooltip.isEmpty { text += "<title>\(Self.escaped(tooltip))</title>" }
    text += Self.escaped(words) + "</\(name)>\n"
  }

  private mutating func start(_ name: String, _ attributes: Attributes) {
    text += "<" + name
    for (name, value) in attributes {
      text += " \(name)=\"\(value.text)\""
    }
  }

  /// Words as XML content or attribute, with markup escaped.
  static func escaped(_ words: String) -> String {
    var escaped = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

/// Value of an attribute.
enum SVGValue: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  case words(String)
  case length(Double)

  init(stringLiteral value: String) { self = .words(value) }
  init(floatLiteral value: Double) { self = .length(value) }
  init(integerLiteral value: Int) { self = .length(Double(value)) }

  var text: String {
    switch self {
    case .words(let words): SVGText.escaped(words)
    case .length(let length): length.pixels
    }
  }
}

extension Double {
  /// A length to a hundredth of a pixel; the last bits of logarithms differ between C libraries.
  var pixels: String { ((self * 100).rounded() / 100 + 0).shortest }
}

extension Colour {
  var value: SVGValue { .words(hex) }
}
