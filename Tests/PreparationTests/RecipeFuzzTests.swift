import Preparation
import TestSupport
import Tables
import Testing

@Suite("Malformed recipes and tables")
struct RecipeFuzzTests {
  private static let recipe = """
    title = "test"
    source = ["a", 'b']
    [[step]]
    do = "read"
    file = "raw.csv"
    unit = "unit"
    time = "year"
    numbers = ["go", "va", "vat", "en", "k", "i"]
    rates = ["g"]
    indices = ["p"]
    texts = ["name"]
    [[step]]
    do = "read"
    file = "prices.csv"
    time = "year"
    indices = ["q"]
    [[step]]
    do = "join"
    table = "raw"
    with = "prices"
    columns = ["q"]
    on = "year"
    [[step]]
    do = "price-index"
    column = "p"
    base = 2001
    into = "level"
    [[step]]
    do = "combine-index"
    column = "level"
    weights = { A = 0.6, B = 0.4 }
    into = "mix"
    [[step]]
    do = "deflate"
    columns = ["go", "i"]
    by = "mix"
    into = ["y", "inv"]
    [[step]]
    do = "rebase"
    columns = ["q"]
    base = 2002
    into = ["q2"]
    [[step]]
    do = "extrapolate"
    column = "va"
    growth = "g"
    growth_in = "percent"
    growth_is_real = false
    after = 2002
    into = "v"
    [[step]]
    do = "intermediates"
    output = "go"
    value_added = "v"
    vat = "vat"
    energy = "en"
    into = "m"
    [[step]]
    do = "splice"
    method = "regression"
    new = "go"
    at = 2001
    into = "long"
    [[step]]
    do = "capital"
    investment = "inv"
    initial = "steady-state"
    growth_years = 2
    rates = { A = 0.1, B = 0.05 }
    into = "cap"
    [[step]]
    do = "capital"
    investment = "inv"
    initial = "given"
    stock = "k"
    stock_year = 2000
    retirement = "one-hoss-shay"
    service_life = 10
    into = "cap2"
    [[step]]
    do = "compute"
    weighted = ["go", "va"]
    weights = [1, -0.5]
    into = "rest"
    [[step]]
    do = "select"
    where = { name = "alpha" }
    from = 2000
    as = "one"
    [[step]]
    do = "concordance"
    table = "raw"
    split = { A = { A1 = 0.25, A2 = 0.75 } }
    subtract = { B = 0.5 }
    as = "parts"
    [[step]]
    do = "aggregate"
    table = "raw"
    groups = { all = ["A", "B"] }
    weights = { p = "go", g = "go", q = "go", q2 = "go", level = "go", mix = "go" }
    as = "whole"
    [[step]]
    do = "append"
    tables = ["whole", "parts"]
    columns = ["go", "cap"]
    as = "both"
    [[step]]
    do = "check"
    inputs = ["cap"]
    outputs = ["go"]
    require = ["balanced"]
    [panel]
    columns = ["go", "cap"]
    [study]
    inputs = ["cap"]
    """
  private static let files = [
    "raw.csv": """
    unit,year,go,va,vat,en,k,i,g,p,name
    A,2000,500,140,20,30,300,40,1,,alpha
    A,2001,577.5,150,20,30,,45,2,105,alpha
    A,2002,635.25,160,20,30,,50,3,110,alpha
    A,2003,700,170,20,30,,55,4,101,alpha
    B,2000,100,40,5,10,70,10,1,,beta
    B,2001,120,50,5,10,,12,2,120,beta
    B,2002,130,60,5,10,,14,3,100,beta
    B,2003,150,70,5,10,,17,4,102,beta

    """,
    "prices.csv": "year,q\n2000,1\n2001,2\n2002,4\n2003,5\n",
  ]
  private static let junk = [
    "", "nan", "inf", "-1", "1e308", "-9223372036854775808", "99999999999", "\u{0}", "\u{7}",
    "\u{85}",
    "\"", "'", "[", "]]", "{", "}", "=", "\n", "#", "true", "\"\"\"", "煤", "\u{2028}", "1979-05-27",
    "0x1F",
    "[[step]]", "[panel]", "[]", "{}", ",", "-0.0", "1_000", "é", "'''", "\\u0000", "\\",
  ]

  private static let values = [
    "0", "1", "-1", "2001", "9999", "1e308", "-1e308", "1e-308", "nan", "inf", "true", "false",
    "\"\"",
    "\"A\"", "\"go\"", "\"p\"", "\"q\"", "\"year\"", "\"raw\"", "\"end\"", "[]", "[1]", "[\"go\"]",
    "[\"go\", \"va\"]", "[0.5, 0.5]", "{ A = 1 }", "{ A = 0.5, B = 0.5 }", "{ A = [\"B\"] }",
    "{ B = \"A\" }", "{ A = { C = 1 } }", "1979-05-27", "9223372036854775807",
  ]
  private static let cells = [
    "", "NA", "0", "-0", "-5", "1e300", "-1e300", "1e-300", "5e-324", "1.7976931348623157e308",
    "2000", "A",
  ]

  /// Another value behind a key of the recipe, or another cell of a table: well-formed, but wrong.
  private static func revalue(
    _ bytes: [UInt8], after mark: Unicode.Scalar, among choices: [String],
    _ random: inout SplitMix64
  ) -> [UInt8] {
    var lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { Array($0.unicodeScalars) }
    let able = lines.indices.filter { $0 > 0 && lines[$0].contains(mark) }
    guard let line = able.randomElement(using: &random) else { return bytes }
    let marks = lines[line].indices.filter { lines[line][$0] == mark }
    let start = mark == "=" ? marks[0] + 1 : (marks.randomElement(using: &random) ?? 0) + 1
    let end = mark == "=" ? lines[line].count : lines[line][start...].firstIndex(of: mark)
    let choice = choices.randomElement(using: &random) ?? ""
    lines[line].replaceSubrange(start..<(end ?? lines[line].count), with: choice.unicodeScalars)
    return Array(
      lines.map { String(String.UnicodeScalarView($0)) }.joined(separator: "\n").utf8)
  }

  /// One random change: a byte, a piece, a line or a field is removed, doubled, replaced or swapped.
  private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let word = Array((junk.randomElement(using: &random) ?? "").utf8)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1:
      bytes.removeSubrange(place..<min(place + Int.random(in: 1...9, using: &random), bytes.count))
    case 2: bytes.insert(contentsOf: word, at: place)
    case 3, 4:  // a whole value, cell or word
      let isPart = { (byte: UInt8) in byte > 0x2C && byte != UInt8(ascii: "=") && byte < 0x7F }
      let start = bytes[..<place].lastIndex { !isPart($0) }.map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex { !isPart($0) } ?? bytes.count
      bytes.replaceSubrange(min(start, end)..<end, with: word)
    default:  // a line
      let start = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
      let line = Array(bytes[start..<end])
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: line, at: start)
      default:
        bytes.removeSubrange(start..<end)
        bytes.insert(
          contentsOf: line, at: bytes[..<min(start, bytes.count)].firstIndex(of: 10) ?? 0)
      }
    }
  }

  @Test(
    "400 recipes and tables with other values end in one line of error or in finite numbers",
    arguments: 0..<4)
  func otherValues(block: Int) {
    var (failures, successes) = (0, 0)
    for number in 0..<100 {
      let seed = UInt64(7_000_000 + 1000 * block + number)
      var random = SplitMix64(seed: seed)
      var recipe = Array(Self.recipe.utf8)
      var files = Self.files.mapValues { Array($0.utf8) }
      if number % 2 == 0 {
        recipe = Self.revalue(recipe, after: "=", among: Self.values, &random)
      } else {
        let name = number % 4 == 1 ? "raw.csv" : "prices.csv"
        files[name] = Self.revalue(files[name] ?? [], after: ",", among: Self.cells, &random)
      }
      do throws(TableError) {
        let found = try RawTables().run(recipe, files)
        successes += 1
        for name in ["go", "cap"] where found.panel.columns.contains(name) {
          let isFinite = found.column(name).allSatisfy { $0.isFinite }
          #expect(isFinite, "seed \(seed)")
        }
      } catch {
        failures += 1
        #expect(
          error.message.contains("recipe.toml:") && !error.message.contains("\n"), "seed \(seed)")
      }
    }
    print("  block \(block) of values: \(failures) refused, \(successes) accepted")
    #expect(failures > 20 && successes > 5)
  }

  @Test("the recipe that is mutated runs")
  func unchanged() throws {
    let found = try RawTables(files: Self.files).run(Self.recipe)
    #expect(found.panel.rowCount == 16)
  }

  @Test("400 mutated recipes and tables end in one line of error or in a panel", arguments: 0..<4)
  func mutations(block: Int) {
    var (failures, successes) = (0, 0)
    for number in 0..<100 {
      let seed = UInt64(1000 * block + number)
      var random = SplitMix64(seed: seed)
      var recipe = Array(Self.recipe.utf8)
      var files = Self.files.mapValues { Array($0.utf8) }
      for _ in 0...Int.random(in: 0...2, using: &random) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: Self.mutate(&files["raw.csv", default: []], &random)
        case 1 where block % 2 == 1: Self.mutate(&files["prices.csv", default: []], &random)
        default: Self.mutate(&recipe, &random)
        }
      }
      do throws(TableError) {
        let found = try RawTables().run(recipe, files)
        successes += 1
        #expect(found.panel.rowCount > 0, "seed \(seed)")
      } catch {
        failures += 1
        #expect(!error.message.isEmpty && !error.message.contains("\n"), "seed \(seed)")
        #expect(
          error.message.contains("recipe.toml"), "seed \(seed): \(error.message)")
      }
    }
    print("  block \(block): \(failures) refused, \(successes) harmless")
    #expect(failures > 50)
  }
}
