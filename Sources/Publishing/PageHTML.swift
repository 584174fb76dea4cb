extension Page {
  /// The page as one file of HTML, in UTF-8: style sheet, script, pictures and data within it.
  ///
  /// Its policy lets the browser fetch nothing and run this script alone. Without the script all is there
  /// to read and to save but the sorting of tables, pictures to save, and buttons that copy.
  package var html: String {
    let body = PageWriter(sectionsOf: self)
    var html = HTMLText()
    html.writeMarkup("<!DOCTYPE html>\n")
    html.open("html", ["lang": Self.isLanguage(language) ? language : "en"])
    head(&html)
    html.open("body")
    html.element("a", ["class": "skip", "href": "#\(PageAnchors.main)"], words: "Skip to contents")
    header(&html)
    html.open("div", ["class": "columns"])
    contents(body.anchors, &html)
    html.open(
      "main",
      [
        "id": PageAnchors.main, "tabindex": "-1", "data-tables": String(body.tableCount),
        "data-figures": String(body.figureCount),
      ])
    html.writeMarkup(body.html.text)
    html.close("main")
    html.close("div")
    footer(body, &html)
    html.writeMarkup("<script>\(PageScript.text)</script>\n")
    html.close("body")
    html.close("html")
    return html.text
  }

  /// What the browser may do: show data and this style, run this script, and nothing else.
  private static let policy =
    "default-src 'none'; style-src '\(PageStyle.hash)'; script-src '\(PageScript.hash)'; "
    + "img-src data:; base-uri 'none'; form-action 'none'"

  /// Whether words have the shape of a language tag: "de", "zh-Hant-TW".
  private static func isLanguage(_ words: String) -> Bool {
    let parts = words.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let isPlain = words.unicodeScalars.allSatisfy {
      switch $0 {
      case "a"..."z", "A"..."Z", "0"..."9", "-": true
      default: false
      }
    }
    return isPlain && (2...3).contains(parts[0].count)
      && parts.dropFirst().allSatisfy { (2...8).contains($0.count) }
  }

  private func head(_ html: inout HTMLText) {
    html.open("head")
    html.void("meta", ["charset": "utf-8"])
    html.void("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy])
    html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.void("meta", ["name": "referrer", "content": "no-referrer"])
    html.element("title", words: title.isEmpty ? "Report" : title)
    html.writeMarkup("<style>\(PageStyle.text)</style>\n")
    html.close("head")
  }

  private func header(_ html: inout HTMLText) {
    html.open("header")
    html.element(
      "h1", ["id": PageAnchors.title, "dir": "auto"], words: title.isEmpty ? "Report" : title)
    if !subtitle.isEmpty { html.element("p", ["class": "lead", "dir": "auto"], words: subtitle) }
    if !facts.isEmpty {
      html.open("dl", ["class": "facts"])
      for fact in facts {
        html.open("div")
        html.element("dt", words: fact.label)
        html.element("dd", ["dir": "auto"], words: fact.value)
        if !fact.remark.isEmpty { html.element("dd", ["dir": "auto"], words: fact.remark) }
        html.close("div")
      }
      html.close("dl")
    }
    html.close("header")
  }

  private func contents(_ anchors: PageAnchors, _ html: inout HTMLText) {
    html.open("nav", ["aria-label": "Contents"])
    html.open("details", ["open": ""])
    html.element("summary", words: "Contents")
    html.open("ol")
    for (section, anchor) in zip(sections, anchors.sections) {
      html.open("li")
      html.element("a", ["href": "#\(anchor)"], words: section.title)
      html.close("li")
    }
    html.close("ol")
    html.close("details")
    html.close("nav")
  }

  private func footer(_ body: PageWriter, _ html: inout HTMLText) {
    guard !footer.isEmpty else { return }
    var lines = body
    lines.html = HTMLText()
    for line in footer { lines.write(line, as: "p") }
    html.open("footer")
    html.writeMarkup(lines.html.text)
    html.close("footer")
  }
}
