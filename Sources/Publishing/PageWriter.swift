/// Writes a page from top to bottom, counting its tables and figures.
struct PageWriter {
  let anchors: PageAnchors
  var html = HTMLText()
  var tableCount = 0
  var figureCount = 0

  /// The sections of a page, and what they count.
  init(sectionsOf page: Page) {
    anchors = PageAnchors(page)
    for (section, anchor) in zip(page.sections, anchors.sections) {
      html.open("section")
      html.element("h2", ["id": anchor, "dir": "auto"], words: section.title)
      html.writeMarkup("\n")
      for block in section.blocks { write(block) }
      html.close("section")
    }
  }

  private mutating func write(_ block: PageBlock) {
    switch block {
    case .heading(let title):
      html.element("h3", words: title)
      html.writeMarkup("\n")
    case .paragraph(let text): write(text, as: "p")
    case .list(let points):
      html.open("ul")
      for point in points { write(point, as: "li") }
      html.close("ul")
    case .notice(let notice): write(notice)
    case .definitions(let definitions): write(definitions)
    case .code(let lines): write(code: lines)
    case .table(let table):
      tableCount += 1
      write(table, number: tableCount)
    case .figure(let figure):
      figureCount += 1
      write(figure, number: figureCount)
    }
  }

  /// An element of marked words.
  mutating func write(_ text: PageText, as element: String) {
    html.open(element)
    write(text)
    html.close(element)
  }

  /// Marked words.
  mutating func write(_ text: PageText) {
    for phrase in text.phrases {
      switch phrase {
      case .text(let words): html.write(words)
      case .strong(let words): html.element("strong", words: words)
      case .code(let words): html.element("code", words: words)
      case .name(let name): html.element("bdi", words: name)
      case .link(let words, let target):
        if let anchor = anchors[target] {
          html.element("a", ["href": "#\(anchor)"], words: words)
        } else {
          html.write(words)
        }
      }
    }
  }

  private mutating func write(_ notice: PageNotice) {
    html.open("div", ["class": "notice \(notice.kind)", "role": "note"])
    for (index, text) in notice.texts.enumerated() {
      html.open("p")
      if index == 0 { html.element("strong", words: "\(notice.kind.rawValue): ") }
      write(text)
      html.close("p")
    }
    html.close("div")
  }

  private mutating func write(_ definitions: [PageDefinition]) {
    guard !definitions.isEmpty else { return }  // a list without entries is not valid
    html.open("dl", ["class": "terms"])
    for definition in definitions {
      html.open("div")
      write(definition.term, as: "dt")
      write(definition.meaning, as: "dd")
      html.close("div")
    }
    html.close("dl")
  }

  private mutating func write(code: String) {
    html.open("div", ["class": "code"])
    html.open("pre")
    html.open("code")
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if index > 0 { html.writeMarkup("\n") }
      html.write(String(line))
    }
    html.writeMarkup("</code></pre>")
    html.close("div")
  }
}
