/// An element of a small XML reader that refuses whatever is not well formed.
package struct Element {
  /// Its name.
  package var name = ""
  /// Its attributes, each once.
  package var attributes: [String: String] = [:]
  /// Elements within it, in order.
  package var children: [Element] = []
  /// Words directly within it.
  package var text = ""

  /// The element and all below it.
  package var all: [Element] { [self] + children.flatMap(\.all) }

  /// Words of its tooltip; "" without one.
  package var tooltip: String { children.first { $0.name == "title" }?.text ?? "" }

  /// A number among its attributes.
  package func number(_ attribute: String) -> Double? { attributes[attribute].flatMap(Double.init) }

  /// All numbers of a path, in pairs.
  package var points: [(x: Double, y: Double)] {
    let numbers = (attributes["d"] ?? "").split { !"0123456789.-".contains($0) }
      .compactMap { Double($0) }
    return stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
  }
}

/// Text that is not well formed.
package enum MarkupError: Error {
  /// What was found or is lacking.
  case malformed(String)
}

/// Reads elements, attributes and the five escapes in use; nothing else.
package struct MarkupReader {
  private let scalars: [Unicode.Scalar]
  private var place = 0

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The one element that the text is, before its last line end.
  package static func read(_ text: String) throws -> Element {
    var reader = MarkupReader(text)
    for scalar in reader.scalars {
      guard scalar == "\n" || scalar.value >= 0x20, ![0xFFFE, 0xFFFF].contains(scalar.value) else {
        throw MarkupError.malformed("character \(scalar.value)")
      }
    }
    let element = try reader.element()
    guard reader.scalars[reader.place...] == ["\n"] else { throw MarkupError.malformed("more") }
    return element
  }

  private mutating func element() throws -> Element {
    try expect("<")
    var element = Element(name: try name())
    while take(" ") {
      let attribute = try name()
      try expect("=\"")
      guard element.attributes.updateValue(try words(until: "\""), forKey: attribute) == nil else {
        throw MarkupError.malformed("attribute twice: \(attribute)")
      }
      try expect("\"")
    }
    if take("/>") { return element }
    try expect(">")
    while true {
      element.text += try words(until: "<")
      if take("</") { break }
      element.children.append(try self.element())
    }
    try expect("\(element.name)>")
    return element
  }

  private mutating func name() throws -> String {
    let name = scalars[place...].prefix {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == ":"
    }
    guard !name.isEmpty else { throw MarkupError.malformed("no name at \(place)") }
    place = name.endIndex
    return String(String.UnicodeScalarView(name))
  }

  private static let escapes: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'",
  ]

  private mutating func words(until end: Unicode.Scalar) throws -> String {
    var words = String.UnicodeScalarView()
    while place < scalars.count, scalars[place] != end {
      let next = scalars[place]
      place += 1
      guard next != "<", next != ">" else { throw MarkupError.malformed("bare \(next)") }
      guard next == "&" else {
        words.append(next)
        continue
      }
      let name = scalars[place...].prefix { $0 != ";" }
      place = name.endIndex + 1
      guard let scalar = Self.escapes[String(String.UnicodeScalarView(name))] else {
        throw MarkupError.malformed("escape at \(place)")
      }
      words.append(scalar)
    }
    guard place < scalars.count else { throw MarkupError.malformed("no end") }
    return String(words)
  }

  private mutating func take(_ text: String) -> Bool {
    guard scalars[place...].starts(with: text.unicodeScalars) else { return false }
    place += text.unicodeScalars.count
    return true
  }

  private mutating func expect(_ text: String) throws {
    guard take(text) else { throw MarkupError.malformed("no \(text) at \(place)") }
  }
}
