import TestSupport
import Testing

@testable import Tables

@Suite struct ReportTests {
  private var table: ReportTable {
    var table = ReportTable(
      name: "scores", notes: ["CRS, input"], columns: ["unit", "n", "score", "status"])
    table.append([.text("中国"), .integer(12), .number(0.1), .text("certified")])
    table.append([.text("a, \"b\"\nc"), .integer(3), .number(1), .text("")])
    table.append([.text("é"), .missing, .number(.infinity), .text("failed")])
    return table
  }

  @Test("comma-separated values quote what needs quotes, and leave missing cells empty")
  func csv() {
    #expect(
      CSVReport.text(of: table)
        == "unit,n,score,status\n中国,12,0.1,certified\n\"a, \"\"b\"\"\nc\",3,1,\né,,,failed\n")
  }

  @Test("comma-separated values read back to the same names and bits")
  func csvRoundTrip() throws {
    var random = SplitMix64(seed: 3)
    var table = ReportTable(name: "t", columns: ["name", "x"])
    let alphabet = Array("ab,;\"\n é中")
    for row in 0..<2000 {
      let name = String((0..<5).map { _ in alphabet.randomElement(using: &random) ?? "a" })
      let value = Double(bitPattern: random.next() & ~(1 << 62))
      table.append([.text("\(row)\(name)"), .number(value)])
    }
    let text = try DelimitedText(bytes: bytes(CSVReport.text(of: table)), file: "f")
    var cursor = text.rows()
    var fields: [Field] = []
    for row in table.rows {
      _ = try cursor.next(into: &fields)
      guard case .text(let name) = row[0], case .number(let value) = row[1] else { continue }
      #expect(fields[0].text(in: text.bytes) == name)
      #expect(Double(fields[1].text(in: text.bytes))?.bitPattern == value.bitPattern)
    }
  }

  @Test("JSON is one object in a fixed order with every control character escaped")
  func json() {
    let text = JSONReport.text(
      of: [table],
      metadata: [
        .init("command", .text("efficiency")), .init("inputs", .array([.text("k"), .text("l")])),
        .init("counts", .object([.init("total", .integer(3)), .init("ok", .boolean(true))])),
      ])
    #expect(
      text == """
        {
          "schema_version": 1,
          "command": "efficiency",
          "inputs": ["k", "l"],
          "counts": {"total": 3, "ok": true},
          "tables": [
            {
              "name": "scores",
              "notes": ["CRS, input"],
              "columns": ["unit", "n", "score", "status"],
              "rows": [
                {"unit": "中国", "n": 12, "score": 0.1, "status": "certified"},
                {"unit": "a, \\"b\\"\\nc", "n": 3, "score": 1, "status": ""},
                {"unit": "é", "n": null, "score": null, "status": "failed"}
              ]
            }
          ]
        }

        """)
    #expect(JSONValue.text("\u{0}\u{1F}\u{7F}\u{2028}\\").text == #""\u0000\u001f\u007f\u2028\\""#)
    #expect(JSONValue.number(.nan).text == "null")
  }

  @Test("numbers are the shortest that read back, without a needless fraction")
  func shortest() {
    #expect(
      [1, -0.0, 0.1, 1e16, 1e-5, .leastNonzeroMagnitude].map(\.shortest) == [
        "1", "-0", "0.1", "1e+16", "1e-05", "5e-324",
      ])
  }

  @Test("the terminal table aligns wide characters, words left and numbers right")
  func terminal() {
    #expect(
      TerminalReport().text(of: [table]) == """
        CRS, input
        unit        n   score  status
        ---------  --  ------  ---------
        中国       12  0.1000  certified
        a, "b"\\nc   3  1.0000
        é           -       -  failed

        """)
  }

  @Test("a table too wide continues below, keys repeated, columns of one heading together")
  func wideTable() {
    var table = ReportTable(
      name: "t",
      columns: [(heading: "", name: "unit")]
        + ["first", "second"].flatMap { period in
          ["a", "b"].map { (heading: period, name: String(repeating: $0, count: 24)) }
        })
    table.append([.text(String(repeating: "炭", count: 20))] + (1...4).map { .number(Double($0)) })
    let a = String(repeating: "a", count: 24)
    let b = String(repeating: "b", count: 24)
    let unit = String(repeating: "炭", count: 13) + "…"
    let key = String(repeating: " ", count: 23)
    let rule = [27, 24, 24].map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    let number = String(repeating: " ", count: 20)
    #expect(
      TerminalReport().text(of: [table]) == """
        \(key)      first
        unit\(key)  \(a)  \(b)
        \(rule)
        \(unit)  \(number.dropLast(2))1.0000  \(number.dropLast(2))2.0000

        \(key)      second
        unit\(key)  \(a)  \(b)
        \(rule)
        \(unit)  \(number.dropLast(2))3.0000  \(number.dropLast(2))4.0000

        """)
  }

  @Test("long notes continue on indented lines")
  func longNotes() {
    let word = String(repeating: "w", count: 40)
    let table = ReportTable(name: "t", notes: ["\(word) \(word) \(word)", ""], columns: ["x"])
    #expect(
      TerminalReport().text(of: [table]) == "\(word) \(word)\n  \(word)\n\nx\n-\n")
    #expect([0, 2.668e-14, 1].map(\.rough) == ["0", "2.7e-14", "1.0e+00"])
  }

  @Test("decimals can be set, and numbers out of their reach get an exponent")
  func decimals() {
    var table = ReportTable(name: "t", columns: ["x"])
    for value in [0, 0.5, 12345.678, 1e-9, 1e300, -2e-7] { table.append([.number(value)]) }
    let lines = TerminalReport(decimalCount: 2).text(of: [table]).split(separator: "\n")
    #expect(
      lines.dropFirst(2).map { $0.drop { $0 == " " } } == [
        "0.00", "0.50", "12345.68", "1.00e-09", "1.00e+300", "-2.00e-07",
      ])
  }

  @Test("fixed decimals never show a negative zero, nor decimals that a double lacks")
  func fixedDecimals() {
    #expect(
      [0.125, -0.004, -0.0, -2.5, 1e15, 123].map { $0.fixed(2) } == [
        "0.12", "0.00", "0.00", "-2.50", "1.00e+15", "123.00",
      ])
  }

  @Test("display width counts terminal columns")
  func widths() {
    #expect("abc".displayWidth == 3)
    #expect("中国".displayWidth == 4)
    #expect("e\u{301}".displayWidth == 1)
    #expect("ｶﾅ".displayWidth == 2)
    #expect("ＡＢ".displayWidth == 4)
    #expect("한글".displayWidth == 4)
    #expect("🙂".displayWidth == 2)
    #expect("".displayWidth == 0)
  }
}
