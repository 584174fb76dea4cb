import Tables

/// Reads JSON text back, strictly.
struct JSONReader {
  struct Malformed: Error {
    let rest: String
  }

  private var rest: Substring.UnicodeScalarView

  static func read(_ text: String) throws -> JSONValue {
    var reader = JSONReader(rest: text.unicodeScalars[...])
    let value = try reader.value()
    reader.skipSpace()
    guard reader.rest.isEmpty else { throw reader.malformed }
    return value
  }

  private var malformed: Malformed { Malformed(rest: String(rest.prefix(40))) }

  private mutating func skipSpace() {
    rest = rest.drop { " \n".unicodeScalars.contains($0) }
  }

  private mutating func take(_ text: String) -> Bool {
    skipSpace()
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest.removeFirst(text.unicodeScalars.count)
    return true
  }

  private mutating func value() throws -> JSONValue {
    if take("null") { return .null }
    if take("true") { return .boolean(true) }
    if take("false") { return .boolean(false) }
    if take("\"") { return .text(try string()) }
    if take("[") { return .array(try list(until: "]") { try $0.value() }) }
    if take("{") {
      return .object(
        try list(until: "}") { reader in
          guard reader.take("\"") else { throw reader.malformed }
          let name = try reader.string()
          guard reader.take(":") else { throw reader.malformed }
          return .init(name, try reader.value())
        })
    }
    let digits = rest.prefix { "+-.eE0123456789".unicodeScalars.contains($0) }
    guard let number = Double(String(digits)) else { throw malformed }
    rest.removeFirst(digits.count)
    return .number(number)
  }

  private mutating func list<Item>(
    until end: String, item: (inout JSONReader) throws -> Item
  ) throws -> [Item] {
    var items: [Item] = []
    if take(end) { return items }
    repeat { items.append(try item(&self)) } while take(",")
    guard take(end) else { throw malformed }
    return items
  }

  private mutating func string() throws -> String {
    var text = String.UnicodeScalarView()
    let plain: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "r": "\r", "t": "\t"]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return String(text)
      case "\\":
        guard let next = rest.popFirst() else { throw malformed }
        if next == "u" {
          guard let code = UInt32(String(rest.prefix(4)), radix: 16),
            let decoded = Unicode.Scalar(code)
          else { throw malformed }
          rest.removeFirst(4)
          text.append(decoded)
        } else {
          text.append(plain[next] ?? next)
        }
      default:
        guard scalar.value >= 0x20 else { throw malformed }
        text.append(scalar)
      }
    }
    throw malformed
  }
}

extension JSONValue {
  /// Member of an object.
  subscript(_ name: String) -> JSONValue {
    guard case .object(let members) = self else { return .null }
    return members.first { $0.name == name }?.value ?? .null
  }

  var items: [JSONValue] {
    if case .array(let items) = self { items } else { [] }
  }

  var string: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var double: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The value and all below it.
  var all: [JSONValue] {
    switch self {
    case .array(let items): [self] + items.flatMap(\.all)
    case .object(let members): [self] + members.flatMap(\.value.all)
    default: [self]
    }
  }

  /// Rows of data of all layers whose mark is of a type.
  func rows(ofType type: String) -> [[JSONValue]] {
    all.filter { $0["mark"]["type"].string == type }.map { $0["data"]["values"].items }
  }
}
