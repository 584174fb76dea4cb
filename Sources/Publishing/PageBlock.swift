/// One thing of a section, below the other.
package enum PageBlock: Sendable {
  /// A heading within the section, which the contents do not list.
  case heading(String)
  /// A paragraph.
  case paragraph(PageText)
  /// Points of a list.
  case list([PageText])
  /// Something not to be overlooked.
  case notice(PageNotice)
  /// Terms, and what they mean or are set to.
  case definitions([PageDefinition])
  /// Lines of a program or shell, which a reader may copy.
  case code(String)
  /// A table, numbered.
  case table(PageTable)
  /// A figure, numbered.
  case figure(PageFigure)
}

/// Something not to be overlooked.
package struct PageNotice: Sendable, Hashable {
  /// Its weight, which a word says and a colour repeats.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Nothing is wrong, and that is worth saying.
    case success = "Passed"
    /// For information.
    case note = "Note"
    /// Numbers to be read with care.
    case caution = "Caution"
    /// Numbers that are missing or not to be used.
    case failure = "Failure"
  }

  /// Its weight.
  package var kind: Kind
  /// Its paragraphs.
  package var texts: [PageText]

  /// Notice of a weight.
  ///
  /// - Parameters:
  ///   - kind: its weight.
  ///   - texts: its paragraphs.
  package init(_ kind: Kind, _ texts: PageText...) {
    self.kind = kind
    self.texts = texts
  }
}

/// A term, and what it means or is set to.
package struct PageDefinition: Sendable, Hashable {
  /// The term.
  package var term: PageText
  /// What it means or is set to.
  package var meaning: PageText

  /// Definition of a term.
  ///
  /// - Parameters:
  ///   - term: the term.
  ///   - meaning: what it means or is set to.
  package init(_ term: PageText, _ meaning: PageText) {
    self.term = term
    self.meaning = meaning
  }
}
