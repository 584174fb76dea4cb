import Preparation
import Tables
import Testing

@Suite("Steps of recipes")
struct RecipeStepTests {
  private let tables = RawTables(files: [
    "raw.csv": """
    unit,year,go,va,vat,en,p,g,name
    A,2000,500,140,20,30,,,alpha
    A,2001,577.5,150,20,30,105,0.1,alpha
    A,2002,635.25,160,20,30,110,0.2,alpha
    B,2000,100,40,5,10,,,beta
    B,2001,120,50,5,10,120,0.1,beta
    B,2002,130,60,5,10,100,0.2,beta

    """,
    "prices.csv": "year,q\n2000,1\n2001,2\n2002,4\n",
    "more.csv": "unit,year,go\nC,2000,7\nC,2001,8\nC,2002,9\n",
  ])
  private let read = """
    [[step]]
    do = "read"
    file = "raw.csv"
    unit = "unit"
    time = "year"
    numbers = ["go", "va", "vat", "en"]
    rates = ["g"]
    indices = ["p"]
    texts = ["name"]

    """

  private func run(_ steps: String, _ columns: String) throws -> PreparationResult {
    try tables.run(read + steps + "\n[panel]\ncolumns = [\(columns)]\nmissing = \"keep\"\n")
  }

  @Test("index 105 and 110 make 577.5 and 635.25 into 550, and 577.5 / 1.155")
  func deflate() throws {
    let found = try run(
      """
      [[step]]
      do = "price-index"
      column = "p"
      base = 2000
      into = "level"
      [[step]]
      do = "deflate"
      columns = ["go", "va"]
      by = "level"
      into = ["y", "v"]
      """, "\"y\", \"v\"")
    #expect(found.number("y", "A", 2000) == 500)
    #expect(abs((found.number("y", "A", 2001) ?? 0) - 550) < 1e-12 * 550)
    #expect(abs((found.number("y", "A", 2002) ?? 0) - 550) < 1e-12 * 550)
    #expect(abs((found.number("v", "B", 2002) ?? 0) - 50) < 1e-12 * 50)
  }

  @Test(
    "gross output 500, value added 140, VAT 20, energy 30: intermediate inputs 350, with a caution")
  func intermediates() throws {
    let found = try run(
      """
      [[step]]
      do = "intermediates"
      output = "go"
      value_added = "va"
      vat = "vat"
      energy = "en"
      into = "m"
      [[step]]
      do = "check"
      inputs = ["m"]
      outputs = ["va"]
      """, "\"m\"")
    #expect(found.number("m", "A", 2000) == 350)
    #expect(found.texts(.warning).contains { $0.hasPrefix("the output va is value added") })
  }

  @Test("the caution is for value added only, not for gross output deflated by the same price")
  func caution() throws {
    let found = try run(
      """
      [[step]]
      do = "price-index"
      column = "p"
      base = 2000
      into = "level"
      [[step]]
      do = "deflate"
      columns = ["go"]
      by = "level"
      into = ["y"]
      [[step]]
      do = "intermediates"
      output = "go"
      value_added = "va"
      vat = "vat"
      energy = "en"
      into = "m"
      [[step]]
      do = "check"
      inputs = ["m"]
      outputs = ["y"]
      """, "\"m\"")
    #expect(!found.texts(.warning).contains { $0.contains("is value added") })
  }

  @Test("merging adds values, weights index numbers, and joins and appends keep every row")
  func tablesTogether() throws {
    let found = try run(
      """
      [[step]]
      do = "join"
      with = "prices"
      columns = ["q"]
      on = "year"
      """.replacing(
        read: "prices.csv", as: "prices", "time = \"year\"\nnumbers = [\"q\"]", then: "raw")
          + """

          [[step]]
          do = "compute"
          weighted = ["go", "va"]
          weights = [1, -1]
          into = "rest"
          [[step]]
          do = "aggregate"
          groups = { all = ["A", "B"] }
          weights = { p = "go", g = "go" }
          """, "\"go\", \"rest\", \"p\", \"q\"")
    #expect(found.number("go", "all", 2000) == 600)
    #expect(found.number("rest", "all", 2001) == 697.5 - 200)
    let expected = (577.5 * 105 + 120.0 * 120) / 697.5
    #expect(abs((found.number("p", "all", 2001) ?? 0) - expected) < 1e-12 * expected)
    #expect(found.number("p", "all", 2000) == nil)
    #expect(found.number("q", "all", 2002) == 8)
  }

  @Test("a split by a reference year shares each variable by its own ratio, and merges back")
  func split() throws {
    let found = try run(
      """
      [[step]]
      do = "aggregate"
      groups = { AB = ["A", "B"] }
      weights = { p = "go", g = "go" }
      as = "whole"
      [[step]]
      do = "concordance"
      split = { AB = ["A", "B"] }
      shares_from = "raw"
      shares_year = 2000
      as = "parts"
      [[step]]
      do = "concordance"
      merge = { AB = ["A", "B"] }
      subtract = { A = 0.25 }
      weights = { p = "go", g = "go" }
      as = "back"
      [[step]]
      do = "select"
      table = "parts"
      """, "\"go\", \"va\"")
    #expect(abs((found.number("go", "A", 2002) ?? 0) - 765.25 * 500 / 600) < 1e-9)
    #expect(abs((found.number("va", "B", 2002) ?? 0) - 220 * 40.0 / 180) < 1e-9)
    let lines = found.texts(.step).filter { $0.hasPrefix("concordance") }
    #expect(lines[0].contains("(100.00 %)"))
    #expect(lines[1].contains("1 merged, 1 reduced"))
    // The cells know the table that their shares come from as well.
    #expect(found.cells.rows.allSatisfy { $0[6] == .text("lines 1, 10, 15") })
  }

  @Test("real growth after 2000 gives real output, which is not deflated again")
  func extrapolate() throws {
    let steps = """
      [[step]]
      do = "extrapolate"
      column = "va"
      growth = "g"
      growth_is_real = true
      after = 2000
      into = "v"

      """
    let select = "[[step]]\ndo = \"select\"\n"
    let found = try run(steps + select, "\"v\"")
    #expect(abs((found.number("v", "A", 2002) ?? 0) - 140 * 1.1 * 1.2) < 1e-9)
    let deflate = """
      [[step]]
      do = "price-index"
      column = "p"
      base = 2000
      into = "level"
      [[step]]
      do = "deflate"
      columns = "v"
      by = "level"
      into = "again"
      [panel]
      columns = "again"
      """
    #expect(
      tables.error(read + steps + deflate)
        == "recipe.toml:24:11: deflate: found \"v\", which is in constant prices already; "
        + "expected a column at current prices; deflating twice would count inflation twice")
  }

  @Test("audit: every file with its digest, every step a line, every cell in one group")
  func audit() throws {
    let found = try run(
      """
      [[step]]
      do = "extrapolate"
      column = "va"
      growth = "g"
      growth_is_real = true
      after = 2000
      into = "v"
      """, "\"v\", \"go\"")
    #expect(found.files.map(\.name) == ["raw.csv"])
    let digest = SHA256.text(SHA256.digest(Array((tables.files["raw.csv"] ?? "").utf8)))
    #expect(found.files.first?.digest == digest)
    let cells = found.cells.rows.map { $0 }
    #expect(
      cells == [
        [
          .text("v"), .text("A; B"), .integer(2000), .integer(2000), .integer(2),
          .text("raw.csv: va"), .text("line 1"),
        ],
        [
          .text("v"), .text("A; B"), .integer(2001), .integer(2002), .integer(4),
          .text("raw.csv: va, g"), .text("lines 1, 10"),
        ],
        [
          .text("go"), .text("A; B"), .integer(2000), .integer(2002), .integer(6),
          .text("raw.csv: go"), .text("line 1"),
        ],
      ])
    #expect(found.audit.rowCount == 1 + 3 + 3)
  }
}

extension String {
  /// Steps that read a table and go back to another, before these.
  fileprivate func replacing(
    read file: String, as name: String, _ keys: String, then table: String
  ) -> String {
    """
    [[step]]
    do = "read"
    file = "\(file)"
    as = "\(name)"
    \(keys)
    [[step]]
    do = "select"
    table = "\(table)"

    """ + self
  }
}
