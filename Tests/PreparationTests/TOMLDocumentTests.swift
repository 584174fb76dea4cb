import Preparation
import Testing

@Suite("TOML of recipes")
struct TOMLDocumentTests {
  @Test(
    "what is no TOML is refused at its place",
    arguments: [
      ("a.[b] = 1", "1:3: found \"[\""), ("a = 1\na = 2", "2:1: found the key \"a\" again"),
      ("[a]\n[a]", "2:2: found the key \"a\" again"),
      ("a.b = 1\n[a]", "2:2: found the key \"a\" again"), ("[[a]]\n[a]", "2:2: found the key"),
      ("a = [1, 2", "1:10: found the end of the file"),
      ("a = \"x", "1:5: found a text without its end"),
      ("a = \"\"\"x\n", "1:5: found a text without its end"),
      ("a = \"\\q\"", "1:6: found an unknown escape"), ("a = 01", "1:5: found \"01\""),
      ("a = 1__0", "1:5: found \"1__0\""), ("a = .5", "1:5: found \".5\""),
      ("a = 5.", "1:5: found \"5.\""), ("a = 1e", "1:5: found \"1e\""),
      ("a = 9223372036854775808", "1:5: found \"9223372036854775808\""),
      ("a = 1 b = 2", "1:7: found \"b\""), ("a", "1:2: found the end of the file"),
      ("= 1", "1:1: found \"=\""), ("a = { b = 1, }", "1:14: found \"}\""),
      ("[a", "1:3: found the end of the file"), ("[\u{E9}]", "1:2: found \"\u{E9}\""),
      ("[\\a]]", "1:2: found"), ("[[{a]]", "1:3: found \"{\""),
      ("[[a]", "1:5: found the end of the file"),
      ("a = \u{1}", "1:5: found the control character U+1"),
      ("a = 1\rb = 2", "1:6: found the control character U+d"),
      ("a = { b = 1 }\n[a.c]", "2:2: found the key \"a\" again"),
      ("[a.b]\n[a]\nb.c = 1", "3:1: found the key \"b\" again"),
      ("a = " + String(repeating: "[", count: 5000), "1:69: found 64 lists and tables inside"),
    ] as [(String, String)])
  func malformed(text: String, message: String) {
    let found = RawTables().error(text)
    #expect(found.hasPrefix("recipe.toml:" + message), "\(found)")
  }

  @Test(
    "numbers, truth values, texts and dates are those of TOML 1.0",
    arguments: [
      ("+1_000", "1000"), ("-17", "-17"), ("0xff", "255"), ("0o17", "15"), ("0b101", "5"),
      ("0", "0"), ("6.5e-2", "0.065"), ("-0.25", "-0.25"), ("5E+2", "500"), ("1_0.0_1", "10.01"),
      ("true", "true"), (#""a\tb\u00e9\"""#, "a\tb\u{E9}\""), (#"'a\b'"#, #"a\b"#), ("\"\"", ""),
      ("''", ""), ("\"\"\"a \\\n   b\"\"\"", "a b"), ("'''\na'b''c'''", "a'b''c"),
      ("\"\"\"\"x\"\"\"\"\"", "\"x\"\""), ("1979-05-27T07:32:00Z", nil),
      ("1979-05-27 07:32:00", nil), ("07:32:00", nil),
    ] as [(String, String?)])
  func scalars(written: String, meant: String?) throws {
    let tables = RawTables(files: ["raw.csv": "u,t,x\nA,2000,1\n"])
    let found = try tables.run(
      """
      step = [{ do = "read", file = "raw.csv", unit = "u", time = "t", numbers = "x" }]
      panel = { columns = "x" }
      [study]
      a = \(written)
      b = 1
      """)
    #expect(found.study["a"]?.texts == meant.map { [$0] })
    #expect(found.study["b"]?.texts == ["1"])
  }
}
