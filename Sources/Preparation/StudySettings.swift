package import Tables

/// The `[study]` table of a recipe, or a run file, which holds the same keys at its top: for whoever makes a
/// study of a panel, not looked at here.
package struct StudySettings: Sendable {
  /// One key of the table.
  package struct Setting: Sendable {
    /// The key; those of inner tables follow a dot.
    package let key: String
    /// The value as texts, as a flag would have them; nil for a date or a list of lists.
    package let texts: [String]?
    /// Whether the value is a list.
    package let isList: Bool
    /// Where the key begins.
    package let keyPosition: TextPosition
    /// Where the value begins.
    package let valuePosition: TextPosition
  }

  /// Where the table begins; nil where the recipe has none.
  package let position: TextPosition?
  /// Its keys, in the order of the recipe.
  package let settings: [Setting]

  /// The setting of a key.
  package subscript(key: String) -> Setting? { settings.first { $0.key == key } }

  /// Settings of a whole document.
  ///
  /// - Parameters:
  ///   - document: TOML in UTF-8.
  ///   - file: its name, for messages.
  /// - Throws: ``TableError`` of category `usage` with the place unless it is TOML.
  package init(document: [UInt8], file: String) throws(TableError) {
    position = TextPosition(line: 1, column: 1)
    settings = Self.settings(try RecipeNode.entries(of: document, file: file), prefix: "")
  }

  /// Settings of the entry `study`, or none.
  init(_ entry: RecipeEntry?, recipe: String) throws(TableError) {
    position = entry?.position
    guard let entry else {
      settings = []
      return
    }
    guard case .table(let entries) = entry.node.value else {
      throw TableError(
        .usage, file: recipe, at: entry.node.position, found: entry.node.description,
        expected: "a table [study]")
    }
    settings = Self.settings(entries, prefix: "")
  }

  private static func settings(_ entries: [RecipeEntry], prefix: String) -> [Setting] {
    entries.flatMap { entry in
      if case .table(let inner) = entry.node.value {
        return settings(inner, prefix: "\(prefix)\(entry.key).")
      }
      let isList: Bool
      let texts: [String]?
      if case .list(let list) = entry.node.value {
        let words = list.compactMap { scalar($0) }
        (isList, texts) = (true, words.count == list.count ? words : nil)
      } else {
        (isList, texts) = (false, scalar(entry.node).map { [$0] })
      }
      return [
        Setting(
          key: prefix + entry.key, texts: texts, isList: isList, keyPosition: entry.position,
          valuePosition: entry.node.position)
      ]
    }
  }

  private static func scalar(_ node: RecipeNode) -> String? {
    switch node.value {
    case .text(let text): text
    case .integer(let number): String(number)
    case .number(let number): number.shortest
    case .truth(let isTrue): String(isTrue)
    case .list, .table, .date: nil
    }
  }
}
