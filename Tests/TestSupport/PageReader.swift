/// Reads a page back with a strict XML reader, its script and style sheet taken out.
package enum PageReader {
  /// The element `html` of a page.
  package static func read(_ html: String) throws -> Element {
    let start = "<!DOCTYPE html>\n"
    guard html.hasPrefix(start) else { throw MarkupError.malformed("no document type") }
    var text = String(html.dropFirst(start.count))
    for name in ["style", "script"] { text = try without(name, text) }
    return try MarkupReader.read(text)
  }

  /// What stands between the tags of the only element of a name.
  package static func contents(_ name: String, of html: String) -> String {
    guard let start = html.firstRange(of: "<\(name)>"), let end = html.firstRange(of: "</\(name)>")
    else { return "" }
    return String(html[start.upperBound..<end.lowerBound])
  }

  private static func without(_ name: String, _ text: String) throws -> String {
    guard let start = text.firstRange(of: "<\(name)>"), let end = text.firstRange(of: "</\(name)>")
    else { throw MarkupError.malformed("no \(name)") }
    return String(text[..<start.lowerBound] + text[end.upperBound...])
  }
}

extension Element {
  /// All elements of a name, in order.
  package func all(_ name: String) -> [Element] { all.filter { $0.name == name } }

  /// Words in it and in all below it.
  package var words: String { text + children.map(\.words).joined() }

  /// Everything that it shows or hides: words and values of attributes.
  package var strings: Set<String> { Set(all.flatMap { [$0.text] + $0.attributes.values }) }

  /// Number of columns that its cells take.
  package var columnCount: Int {
    children.reduce(0) { $0 + (Int($1.attributes["colspan"] ?? "1") ?? 0) }
  }
}

/// Bytes and text as addresses and policies write them.
package enum Coding {
  /// Bytes in base 64.
  package static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }

  /// The text of an address.
  package static func percentDecoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      bytes.append(UInt8(String(Substring(rest.prefix(2))), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
