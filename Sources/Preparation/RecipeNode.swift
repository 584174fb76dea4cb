package import Tables

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
    return try TOMLDocument.entries(of: text, file: file)
  }
}
