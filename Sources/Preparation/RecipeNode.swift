package import Tables
internal import TOMLKit

/// A value of a recipe's text, and where it stands.
package struct RecipeNode: Sendable {
  /// A value of TOML; dates and times are of no use here.
  package indirect enum Value: Sendable {
    /// A text in quotes.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number with a decimal mark or an exponent, possibly infinite or not a number.
    case number(Double)
    /// `true` or `false`.
    case truth(Bool)
    /// Values between brackets.
    case list([RecipeNode])
    /// Keys and values, in the order of the text.
    case table([RecipeEntry])
    /// A date or a time.
    case date
  }

  /// The value.
  package let value: Value
  /// Where it begins.
  package let position: TextPosition

  /// What the value is, for messages.
  var description: String {
    switch value {
    case .text(let text): text.quoted
    case .integer(let number): String(number)
    case .number(let number): number.isFinite ? number.shortest : "the number \(number)"
    case .truth(let isTrue): String(isTrue)
    case .list(let list): "a list of \(list.count) \(list.count == 1 ? "value" : "values")"
    case .table: "a table"
    case .date: "a date or time"
    }
  }
}

/// A key of a recipe with its value.
package struct RecipeEntry: Sendable {
  /// The key, without quotes.
  package let key: String
  /// Where the key begins.
  package let position: TextPosition
  /// What it stands for.
  package let node: RecipeNode
}

extension RecipeNode {
  /// The entries of a TOML document, in the order of the text.
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - file: its name, for messages.
  /// - Returns: keys and values with their places.
  /// - Throws: ``TableError`` of category `usage` with the place unless it is TOML in UTF-8.
  static func entries(of bytes: [UInt8], file: String) throws(TableError) -> [RecipeEntry] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TableError(.usage, "\(file): found bytes that are not UTF-8; expected TOML in UTF-8")
    }
    // The parser would take a NUL for the end of the file.
    guard !bytes.contains(0) else {
      throw TableError(.usage, "\(file): found a NUL byte; expected TOML in UTF-8")
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let begin = error.source.begin
      let reason = error.description.split(separator: "\n").joined(separator: " ")
      throw TableError(
        .usage, file: file, at: TextPosition(line: begin.line, column: begin.column),
        found: "no TOML (\(reason))", expected: "key = value")
    } catch {
      throw TableError(.usage, "\(file): found no TOML; expected key = value")
    }
    let start = TextPosition(line: 1, column: 1)
    return entries(of: table, at: [], around: start, TOMLPlaces(text))
  }

  private static func entries(
    of table: TOMLTable, at path: [TOMLPathPart], around: TextPosition, _ places: TOMLPlaces
  ) -> [RecipeEntry] {
    var entries: [RecipeEntry] = []
    for key in table.keys {
      guard let value = table[key] else { continue }
      let path = path + [.key(key)]
      let place = places[path]
      entries.append(
        RecipeEntry(
          key: key, position: place?.key ?? around,
          node: node(value.tomlValue, at: path, place?.value ?? around, places)))
    }
    // The parser sorts keys; a stable order for those without a place needs their number as well.
    return entries.enumerated().sorted {
      ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
    }.map(\.element)
  }

  private static func node(
    _ value: TOMLValue, at path: [TOMLPathPart], _ position: TextPosition, _ places: TOMLPlaces
  ) -> RecipeNode {
    if let text = value.string { return RecipeNode(value: .text(text), position: position) }
    if let number = value.int { return RecipeNode(value: .integer(number), position: position) }
    if let isTrue = value.bool { return RecipeNode(value: .truth(isTrue), position: position) }
    if let number = value.double { return RecipeNode(value: .number(number), position: position) }
    if let list = value.array {
      let nodes = list.enumerated().map { index, element in
        let path = path + [.item(index)]
        return node(element.tomlValue, at: path, places[path]?.value ?? position, places)
      }
      return RecipeNode(value: .list(nodes), position: position)
    }
    if let table = value.table {
      let entries = entries(of: table, at: path, around: position, places)
      return RecipeNode(value: .table(entries), position: position)
    }
    return RecipeNode(value: .date, position: position)
  }
}
