import Drawing
import Glibc
import RunStore
import Tables
import TestSupport
import Testing

@testable import Publishing

@Suite struct PageTests {
  /// One that Swift does not take in a literal.
  private static let nonCharacter = Unicode.Scalar(0xFDD0 as UInt32).map { String($0) } ?? ""
  static let hostile = [
    "<script>alert('1')</script>", "\" onclick=\"alert(1)\" x=\"", "</style></script><img src=x>",
    "a & b &amp; 'd'", "]]> --> <!-- {{x}} ${y} \\",
    "\u{0}\u{1B}[31m\n\u{7F}\u{FFFE}" + nonCharacter,
    "煤炭开采和洗选业", "\u{202E}مصنع", "=HYPERLINK(\"x\")", "javascript:alert(1)", "",
    String(repeating: "x<", count: 2048),
  ]

  private static let harmless = Result { try PageReader.read(page(saying: "w")) }

  /// A page that says the same words at every place that takes some.
  static func page(saying words: String) -> Page {
    let text: PageText = [
      .text(words), .strong(words), .code(words), .name(words), .link(words, to: words),
      .link(words, to: "nowhere"),
    ]
    var table = ReportTable(name: words, notes: [words], columns: [(words, words), ("", words)])
    table.append([.text(words), .number(1.5)])
    var shown = PageTable(table, caption: words)
    shown.groups = [(0, words)]
    shown.footnotes = [text]
    shown.marks[CellPlace(row: 0, column: 1)] = CellMark(.blue, remark: words, footnote: 0)
    let row = ForestRow(name: words, first: DrawnInterval(1, lower: 0.9, upper: 1.1))
    let chart = Chart(
      title: words, subtitle: [words], notes: [words],
      plots: [
        .forest(
          [row], units: words, measure: words,
          labels: ForestLabels(estimate: words, interval: words))
      ])
    let small = Chart(
      title: words,
      plots: [.bars([Curve("w", [DrawnInterval(1)])], over: ["w"], across: "w", measure: "w")])
    let blocks: [PageBlock] = [
      .heading(words), .paragraph(text), .list([text]), .notice(PageNotice(.caution, text)),
      .definitions([PageDefinition(text, text)]), .code(words), .table(shown),
      .figure(
        PageFigure(
          [chart, small], caption: words, name: words, numbers: shown)),
    ]
    return Page(
      title: words, subtitle: words, language: words,
      facts: [PageFact(words, words, remark: words)],
      sections: [
        PageSection(id: words, title: words, blocks: blocks),
        PageSection(id: "table-1", title: words, blocks: []),
        PageSection(id: "main", title: words, blocks: []),
      ], footer: [text])
  }

  @Test(
    "words are never taken for markup, whatever they are and wherever they stand",
    arguments: hostile)
  func hostileWords(words: String) throws {
    let harmless = try Self.harmless.get()
    let page = try PageReader.read(Self.page(saying: words))
    #expect(Set(page.all.map(\.name)).isSubset(of: harmless.all.map(\.name)))
    let names = Set(page.all.flatMap(\.attributes.keys))
    #expect(names.isSubset(of: harmless.all.flatMap(\.attributes.keys)))
    for element in page.all {
      for (name, value) in element.attributes where ["href", "src"].contains(name) {
        #expect(value.hasPrefix("#") || value.hasPrefix("data:text/csv;charset=utf-8,"))
      }
    }
    if words.utf8.count < 100, !words.isEmpty {
      let shown = words.escapingControls.unicodeScalars
        .map { [0xFFFE, 0xFDD0].contains($0.value) ? "\u{FFFD}" : String($0) }.joined()
      #expect(page.all("bdi").contains { $0.text == shown })
      #expect(page.all("td").isEmpty == false)
      #expect(page.all("th").contains { $0.text == shown })
    }
  }

  @Test("the file fetches nothing, and has no script or style but those whose digests it names")
  func selfContained() throws {
    let html = try DemonstrationPage.element.get()
    #expect(html.all.allSatisfy { $0.attributes["src"] == nil && $0.attributes["style"] == nil })
    #expect(html.all.allSatisfy { !$0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(html.all("link").isEmpty && html.all("script").isEmpty && html.all("style").isEmpty)
    for (name, hash) in [("style", PageStyle.hash), ("script", PageScript.hash)] {
      let digest = SHA256.digest(Array(PageReader.contents(name, of: DemonstrationPage.html).utf8))
      #expect(hash == "sha256-" + Coding.base64(digest), "\(name)")
      let policy = html.all("meta").compactMap { $0.attributes["content"] }
      #expect(policy.contains { $0.contains("\(name)-src '\(hash)'") })
    }
    for code in [PageStyle.text, PageScript.text] {
      #expect(!code.contains("</") && !code.contains("<!--") && !code.contains("http"))
    }
    #expect(Coding.base64(Array("any carnal pleas".utf8)) == "YW55IGNhcm5hbCBwbGVhcw==")
  }

  @Test(
    "identifiers are all different, and every link leads to one",
    arguments: ["w", "main", "figure-1", ""])
  func links(words: String) throws {
    let demonstration = words == "w" ? [try DemonstrationPage.element.get()] : []
    for html in [try PageReader.read(Self.page(saying: words))] + demonstration {
      let ids = html.all.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count)
      #expect(ids.allSatisfy { !$0.isEmpty && !$0.contains(" ") })
      let targets = html.all("a").compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("#") }
      for target in targets { #expect(ids.contains(String(target.dropFirst()))) }
      for name in html.all.compactMap({ $0.attributes["aria-labelledby"] }) {
        #expect(ids.contains(name))
      }
      #expect(targets.count > html.all("h2").count)
    }
  }

  @Test(
    "a language is a tag, or English",
    arguments: [
      ("zh-Hant-TW", "zh-Hant-TW"), ("de", "de"), ("", "en"), ("d\"e", "en"), ("en-", "en"),
    ])
  func language(words: String, tag: String) throws {
    let page = Page(title: "t", language: words, sections: [])
    #expect(try PageReader.read(page).attributes["lang"] == tag)
  }

  @Test("headings go down one level at a time, and landmarks are there once")
  func outline() throws {
    let html = try DemonstrationPage.element.get()
    let levels = html.all.compactMap { element in
      ["h1", "h2", "h3", "h4"].firstIndex(of: element.name)
    }
    #expect(levels.first == 0 && levels.count { $0 == 0 } == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    for name in ["main", "header", "nav", "footer", "title"] {
      #expect(html.children.flatMap(\.all).filter { $0.name == name }.isEmpty == false)
    }
    #expect(html.all("main").count == 1)
    let main = try #require(html.all("main").first)
    #expect(main.attributes["data-tables"] == String(DemonstrationPage.tableCount))
    #expect(main.attributes["data-figures"] == String(DemonstrationPage.figureCount))
    #expect(html.attributes["lang"] == "en")
  }

  @Test("equal pages give equal bytes, and that of 36 units and 14 years stays below 1.5 MB")
  func size() throws {
    let html = DemonstrationPage.html
    #expect(html == DemonstrationPage.page.html)
    #expect(html.utf8.count < 1_500_000)
    // For scripts/verify/page.py, which opens it in a browser.
    guard let folder = unsafe getenv("FARRELL_PAGE_DIRECTORY") else { return }
    let path = unsafe String(cString: folder)
    for (name, page) in [
      ("demonstration", DemonstrationPage.page),
      ("hostile", Self.page(saying: Self.hostile.joined())),
    ] {
      let output = try OutputFile(
        .file(path: "\(path)/\(name).html", replacing: true), inputs: [])
      try output.write(page.html)
    }
  }
}
