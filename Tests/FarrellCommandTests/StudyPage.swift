import TestSupport

extension Element {
  /// The section of a page whose heading has an identifier.
  func section(_ id: String) -> Element? {
    all("section").first { $0.children.first?.attributes["id"] == id }
  }

  /// Files that tables of a page can be saved as, by name; the first of each name.
  var savedTables: [String: String] {
    let (start, byteOrderMark) = ("data:text/csv;charset=utf-8,", "\u{FEFF}")
    let files = all("a").compactMap { link -> (String, String)? in
      guard let name = link.attributes["download"], let address = link.attributes["href"],
        address.hasPrefix(start)
      else { return nil }
      let text = Coding.percentDecoded(address.dropFirst(start.count))
      return (name, text.hasPrefix(byteOrderMark) ? String(text.dropFirst()) : text)
    }
    return Dictionary(files) { first, _ in first }
  }
}
