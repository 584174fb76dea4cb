/// Words of a line or paragraph, some of them marked.
package struct PageText: Sendable, Hashable {
  /// A run of words.
  package enum Phrase: Sendable, Hashable {
    /// Plain words.
    case text(String)
    /// Words that matter more.
    case strong(String)
    /// Words of a program: options, names of files.
    case code(String)
    /// A name from the data, in whatever script: its direction stays its own.
    case name(String)
    /// Words that lead to the section with an id, or to "table-2", "figure-1"; plain ones where
    /// there is none.
    case link(String, to: String)
  }

  /// Runs of words in order.
  package var phrases: [Phrase]

  /// Text of phrases.
  package init(_ phrases: [Phrase]) { self.phrases = phrases }

  /// Plain text.
  package init(_ words: String) { phrases = [.text(words)] }
}

extension PageText: ExpressibleByStringInterpolation {
  /// Plain text.
  package init(stringLiteral words: String) { self.init(words) }
}

extension PageText: ExpressibleByArrayLiteral {
  /// Text of phrases.
  package init(arrayLiteral phrases: Phrase...) { self.init(phrases) }
}
