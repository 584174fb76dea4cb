import Tables
import TestSupport
import Testing

@testable import Publishing

@Suite struct PageTableTests {
  private static func html(_ table: PageTable) throws -> Element {
    try PageReader.read(
      Page(title: "t", sections: [PageSection(id: "s", title: "s", blocks: [.table(table)])]))
  }

  private static func sample(rowCount: Int = 7) -> PageTable {
    var table = ReportTable(
      name: "Sample of 表", columns: [("", "unit"), ("A", "x"), ("A", "y"), ("", "z"), ("B", "w")])
    for row in 0..<rowCount {
      table.append([
        .text("unit \(row)"), .number(1 / Double(row + 3)), .integer(-12_345 * row),
        row == 2 ? .missing : .number(.nan), .text("open"),
      ])
    }
    return PageTable(table, caption: "c")
  }

  @Test("every row takes all columns, in the header with those that reach down from above")
  func columns() throws {
    var sample = Self.sample()
    sample.groups = [(row: 2, title: "first"), (row: 4, title: "second")]
    sample.summaryRowCount = 1
    let html = try Self.html(sample)
    for row in html.all("tbody").flatMap(\.children) + html.all("tfoot").flatMap(\.children) {
      #expect(row.columnCount == 5)
    }
    let header = html.all("thead").flatMap(\.children)
    #expect(header.map(\.columnCount) == [5, 3])
    #expect(header[0].children.map(\.text) == ["unit", "A", "z", "B"])
    #expect(header[1].children.map { $0.attributes["data-column"] } == ["1", "2", "4"])
    #expect(html.all("colgroup").compactMap { $0.number("span") } == [1, 2, 1, 1])
    #expect(html.all("tbody").map(\.children.count) == [2, 3, 3])
    #expect(html.all("tfoot").map(\.children.count) == [1])
    #expect(html.all("tfoot").flatMap(\.children).map(\.children.first?.text) == ["unit 6"])
  }

  @Test("cells carry their exact value wherever they show less")
  func exactValues() throws {
    let html = try Self.html(Self.sample())
    for (index, row) in html.all("tbody").flatMap(\.children).enumerated() {
      let cells = row.children
      #expect(Double(cells[1].attributes["data-v"] ?? cells[1].text) == 1 / Double(index + 3))
      let whole = cells[2].attributes["data-v"] ?? cells[2].text
      #expect(Int(whole) == -12_345 * index)
      #expect(cells[3].text == "–" && cells[3].attributes["data-v"] == "")
      #expect(cells[0].name == "th" && cells[0].attributes["scope"] == "row")
      #expect(cells[4].attributes["dir"] == "auto")
    }
    #expect(
      html.all("th").compactMap { $0.attributes["data-number"] == nil ? nil : $0.text }
        == ["z", "x", "y"])
    #expect(html.all("p").contains { $0.text == "– not available" })
  }

  @Test("the file to save is the CSV of the table, with a byte order mark where it is not ASCII")
  func download() throws {
    var foreign = Self.sample()
    foreign.table.append([.text("煤,\"炭\"\n=1+1"), .number(2), .integer(3), .missing, .missing])
    for (table, mark) in [(Self.sample(), ""), (foreign, "\u{FEFF}")] {
      let link = try #require(
        try Self.html(table).all("a").first { $0.attributes["download"] != nil })
      let address = try #require(link.attributes["href"])
      let prefix = "data:text/csv;charset=utf-8,"
      #expect(address.hasPrefix(prefix))
      #expect(
        Array(Coding.percentDecoded(address.dropFirst(prefix.count)).utf8)
          == Array((mark + CSVReport.text(of: table.table)).utf8))
      #expect(link.attributes["download"] == "Sample-of.csv")
    }
    #expect(DataLink.fileName("../..//", ending: "csv") == "data.csv")
    #expect(DataLink.fileName(String(repeating: "a", count: 900), ending: "csv").count == 84)
  }

  @Test("long words are cut in the page and whole in the file to save")
  func longWords() throws {
    var table = ReportTable(name: "n", columns: ["unit"])
    let name = String(repeating: "煤", count: 4096)
    table.append([.text(name)])
    let html = try Self.html(PageTable(table, caption: "c"))
    let shown = try #require(html.all("tbody").first?.words)
    #expect(shown.hasSuffix("…") && shown.count < 100)
    #expect(CSVReport.text(of: table).contains(name))
  }

  @Test("marks add words, a colour and the letter of a footnote that is there")
  func marks() throws {
    var sample = Self.sample()
    sample.tint("open", in: 1..<5, .orange)
    sample.footnotes = ["one", "two"]
    sample.marks[CellPlace(row: 0, column: 1)] = CellMark(.blue, remark: "saving", footnote: 1)
    sample.marks[CellPlace(row: 1, column: 1)] = CellMark(footnote: 2)
    let rows = try Self.html(sample).all("tbody").flatMap(\.children)
    #expect(rows.allSatisfy { $0.children[4].attributes["class"] == "o" })
    #expect(rows[0].children[1].words == "0.333 savingb")
    #expect(rows[0].children[1].attributes["class"] == "b")
    #expect(rows[1].children[1].words == "0.250")
    #expect(rows[1].children[1].attributes["class"] == nil)
  }

  @Test("a table of more rows than are shown at once opens on a click", arguments: [60, 61])
  func folded(rowCount: Int) throws {
    let html = try Self.html(Self.sample(rowCount: rowCount))
    #expect(html.all("details").contains { $0.attributes["class"] == "fold" } == (rowCount > 60))
    #expect(html.all("tbody").first?.children.count == rowCount)
  }

  @Test(
    "groups and sums out of range leave every row in place, once", arguments: [-3, 0, 2, 7, 50])
  func anyGroups(number: Int) throws {
    var sample = Self.sample()
    sample.summaryRowCount = number
    sample.groups = [(row: number, title: "a"), (row: 3, title: "b"), (row: -number, title: "c")]
    sample.isSortable = false
    let html = try Self.html(sample)
    let names = html.all("th").map(\.text).filter { $0.hasPrefix("unit ") }
    #expect(names == (0..<7).map { "unit \($0)" })
    #expect(html.all("table").allSatisfy { $0.attributes["data-sortable"] == nil })
  }

  @Test(
    "numbers are rounded, grouped and never shown as 0 when they are not",
    arguments: [
      (0.12345, "0.123"), (-0.0001, "−1.0e−04"), (-0.0, "0.000"), (9999.5, "9999.500"),
      (-1_234_567.25, "−1\u{202F}234\u{202F}567.250"), (12345, "12\u{202F}345.000"),
      (1e300, "1.00e+300"), (.infinity, "–"),
    ])
  func numberWords(value: Double, words: String) {
    #expect(ReportTable.Cell.number(value).words(decimalCount: 3) == words)
  }
}
