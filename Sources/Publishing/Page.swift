/// A web page in one file that needs no network: what it says, in order.
///
/// ``html`` is the file. Whatever words it is given are shown as they are written, never taken for
/// markup; equal pages give equal bytes.
package struct Page: Sendable {
  /// Title, also of the window.
  package var title: String
  /// Line below the title; "" for none.
  package var subtitle: String
  /// Language of its words, a tag of BCP 47 such as "en".
  package var language: String
  /// What a reader in a hurry takes away.
  package var facts: [PageFact]
  /// Sections from top to bottom, listed in the contents.
  package var sections: [PageSection]
  /// Lines at the end: version, licence, how to cite.
  package var footer: [PageText]

  /// Page of sections.
  ///
  /// - Parameters:
  ///   - title: title, also of the window.
  ///   - subtitle: line below the title.
  ///   - language: language of its words, a tag of BCP 47.
  ///   - facts: what a reader in a hurry takes away.
  ///   - sections: sections from top to bottom.
  ///   - footer: lines at the end.
  package init(
    title: String, subtitle: String = "", language: String = "en", facts: [PageFact] = [],
    sections: [PageSection], footer: [PageText] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.language = language
    self.facts = facts
    self.sections = sections
    self.footer = footer
  }
}

/// A number or a few words that stand large at the top of a page.
package struct PageFact: Sendable, Hashable {
  /// What it is.
  package var label: String
  /// The number or words.
  package var value: String
  /// A remark below it, such as its interval; "" for none.
  package var remark: String

  /// Fact with a label.
  ///
  /// - Parameters:
  ///   - label: what it is.
  ///   - value: the number or words.
  ///   - remark: a remark below it.
  package init(_ label: String, _ value: String, remark: String = "") {
    self.label = label
    self.value = value
    self.remark = remark
  }
}

/// A part of a page under a title of its own.
package struct PageSection: Sendable {
  /// Name for links, such as "results".
  package var id: String
  /// Its heading, and its line in the contents.
  package var title: String
  /// What it says, from top to bottom.
  package var blocks: [PageBlock]

  /// Section of blocks.
  ///
  /// - Parameters:
  ///   - id: name for links within the page.
  ///   - title: its heading.
  ///   - blocks: what it says, from top to bottom.
  package init(id: String, title: String, blocks: [PageBlock]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }
}
