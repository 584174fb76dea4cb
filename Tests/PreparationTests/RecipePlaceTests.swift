import Preparation
import Tables
import Testing

@Suite("Places in recipes")
struct RecipePlaceTests {
  /// Positions of the keys and values of a `[study]` table, in a recipe full of things that look like keys.
  @Test("keys are found behind comments, quotes, lists, dots and texts over several lines")
  func study() throws {
    let recipe = #"""
      # study = { not = "this" }
      title = """
      [study]
      a = "text ""
      inside \""" "" # no comment
      """
      source = ['''[[step]]
      do = "read"''', "second ]] # x",
        # comment ] in a list
      ]

      [[step]] # do = "x"
      "do" = "read"
      file = 'raw.csv'
      unit = "u"
      time = "t"
        numbers = [ "x" ]

      [panel]
      columns = "x"

      [study]
        a = 1
      "b \"c\"" = [ "d = 1", # e = 2
        'f' ]
      g.h = true
      'i.j' = 2.5
      "中文" = { k = 1, "l" = [[1], 2], m.n = "o" }
      p = """
      q = 1
      """
      r = 1979-05-27
      [study.s]
      t = -7
      """#
    let tables = RawTables(files: ["raw.csv": "u,t,x\nA,2000,1\n"])
    let found = try tables.run(recipe)
    #expect(found.study.position == TextPosition(line: 22, column: 1))
    let places = found.study.settings.map { setting in
      "\(setting.key) \(setting.keyPosition.line):\(setting.keyPosition.column) "
        + "\(setting.valuePosition.line):\(setting.valuePosition.column) "
        + (setting.texts.map { $0.joined(separator: "|") } ?? "-")
    }
    #expect(
      places == [
        "a 23:3 23:7 1", "b \"c\" 24:1 24:13 d = 1|f", "g.h 26:1 26:7 true", "i.j 27:1 27:9 2.5",
        "中文.k 28:10 28:14 1", "中文.l 28:17 28:23 -", "中文.m.n 28:33 28:39 o",
        "p 29:1 29:5 q = 1\n", "r 32:1 32:5 -", "s.t 34:1 34:5 -7",
      ])
    #expect(found.sources.count == 2)
    #expect(found.lines.first?.line == 12)
  }

  @Test("steps written as an inline list have places of their own")
  func inline() {
    let recipe = """
      step = [
        { do = "read", file = "raw.csv", unit = "u", time = "t", numbers = ["x"] },
        { do = "select", units = ["B"] },
      ]
      panel = { columns = "x" }
      """
    let tables = RawTables(files: ["raw.csv": "u,t,x\nA,2000,1\n"])
    #expect(tables.error(recipe).hasPrefix("recipe.toml:3:28: select: found no unit \"B\""))
  }

  @Test("lines end in LF or CRLF, and a byte order mark is no character")
  func lineEnds() {
    let recipe = "\u{FEFF}title = \"x\"\r\n[[step]]\r\ndo = \"read\"\r\nfle = 1\r\n"
    #expect(
      RawTables().error(recipe).hasPrefix("recipe.toml:2:1: read: found no key \"file\""))
    #expect(
      RawTables().error("a = 1\n").hasPrefix("recipe.toml:1:1: recipe: found the key \"a\""))
    #expect(
      RawTables().error("a = \n").hasPrefix("recipe.toml:1:5: found the line's end; expected a"))
    #expect(RawTables().error("title = 3").hasPrefix("recipe.toml:1:9: recipe: found 3 for"))
  }
}
