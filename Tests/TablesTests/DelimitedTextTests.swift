import TestSupport
import Testing

@testable import Tables

@Suite struct DelimitedTextTests {
  private func rows(_ text: String, _ options: DelimitedTextOptions = DelimitedTextOptions())
    throws(TableError) -> [[String]]
  {
    try rows(bytes(text), options)
  }

  private func rows(_ bytes: [UInt8], _ options: DelimitedTextOptions = DelimitedTextOptions())
    throws(TableError) -> [[String]]
  {
    let table = try DelimitedText(bytes: bytes, file: "f.csv", options: options)
    var all = [table.header]
    var cursor = table.rows()
    var fields: [Field] = []
    while try cursor.next(into: &fields) != nil {
      all.append(fields.prefix(table.header.count).map { $0.text(in: table.bytes) })
    }
    return all
  }

  @Test(
    "line ends, byte order mark, blank lines at the end and a missing last end change nothing",
    arguments: [
      "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r",
      "\u{FEFF}a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4\n\n\r\n\n", "a;b\n1;2\n3;4\n", "a\tb\n1\t2\n3\t4\n",
      "\"a\",\"b\"\n\"1\",2\n3,\"4\"\n",
    ])
  func sameTable(text: String) throws {
    #expect(try rows(text) == [["a", "b"], ["1", "2"], ["3", "4"]])
  }

  @Test("quoted fields keep delimiters, line ends and quotes")
  func quotedFields() throws {
    let found = try rows("name,x\n\"a, \"\"b\"\"\nc\",1\n\"\",2\n\"\"\"\",3\n")
    #expect(found[1] == ["a, \"b\"\nc", "1"])
    #expect(found[2] == ["", "2"])
    #expect(found[3] == ["\"", "3"])
  }

  @Test("the delimiter is the most frequent candidate of the header outside quotes")
  func detectsDelimiter() throws {
    #expect(try rows("\"a,b,c\";x\n1;2\n")[0] == ["a,b,c", "x"])
    #expect(try rows("a,b;c;d\n1,2;3;4\n")[0] == ["a,b", "c", "d"])
    var decimalComma = DelimitedTextOptions()
    decimalComma.decimal = .comma
    #expect(try rows("a, in t;b\n1,5;2\n", decimalComma)[1] == ["1,5", "2"])
    var given = DelimitedTextOptions()
    given.delimiter = .comma
    #expect(try rows("a,b;c;d\n1,2\n", given)[0] == ["a", "b;c;d"])
  }

  @Test("lines are counted through quoted line ends of all kinds")
  func lineNumbers() throws {
    let table = try DelimitedText(
      bytes: bytes("a,b\r\n\"x\r\ny\",1\n\"p\rq\nr\",2\r3,4"), file: "f")
    var cursor = table.rows()
    var fields: [Field] = []
    var lines: [Int] = []
    while let place = try cursor.next(into: &fields) { lines.append(place.line) }
    #expect(lines == [2, 4, 7])
  }

  @Test(
    "unusable texts are refused with place, finding and expectation",
    arguments: [
      ("", "f.csv:1:1: found an empty file; expected a header line"),
      ("\n\n", "f.csv:1:1: found an empty file; expected a header line"),
      ("a,b", "f.csv:1:4: found a header only; expected rows of data below it"),
      ("a,b\n\n", "f.csv:3:1: found a header only; expected rows of data below it"),
      (
        "a,b,a\n1,2,3\n",
        "f.csv:1:5: found column \"a\" again (it is column 1); expected different names"
      ),
      ("a,b\n1,2\n3\n", "f.csv:3:2: found 1 field; expected 2, as in the header"),
      ("a,b\n1,2,3,4\n", "f.csv:2:5: found 4 fields; expected 2, as in the header"),
      ("名,b\n中国,2,3\n", "f.csv:2:6: found 3 fields; expected 2, as in the header"),
      (
        "a,b\n\n1,2\n",
        "f.csv:2:1: found an empty line; expected fields; empty lines may only follow the last row"
      ),
      ("a,b\n1,\"2\n3,4\n", "f.csv:2:3: found a quote without its end; expected a closing quote"),
      (
        "a,b\n1,2\"\n",
        "f.csv:2:4: found a quote inside a field; expected quotes around the whole field, doubled inside it"
      ),
      (
        "a,b\n\"1\"x,2\n",
        "f.csv:2:4: found text after a closing quote; expected a delimiter or the line's end"
      ),
      ("a,b\n1\t,2\n", "f.csv:2:2: found a tab inside a field; expected text"),
      ("a,b\n1,\u{0}2\n", "f.csv:2:3: found a NUL byte; expected text"),
      ("a,b\n1,\u{1B}[2J\n", "f.csv:2:3: found the control character U+001B; expected text"),
      ("a,b\n1,\u{7F}\n", "f.csv:2:3: found the control character U+007F; expected text"),
      ("a,b\né,\u{85}\n", "f.csv:2:3: found the control character U+0085; expected text"),
    ])
  func refusals(text: String, message: String) throws {
    let error = try refusal { () throws(TableError) in try rows(text) }
    #expect(error.message == message)
    #expect(error.exitCode == 65)
  }

  @Test("invalid UTF-8 is refused with its byte offset and a hint")
  func invalidUTF8() throws {
    let text = bytes("a,b\n1,") + [0xD6, 0xD0] + bytes("\n")
    let error = try refusal { () throws(TableError) in try rows(text) }
    #expect(error.message.hasPrefix("f.csv:2:3: found byte 0xd6 at byte offset 6; expected UTF-8"))
    #expect(error.message.contains("--encoding gb18030"))
    let wide = try refusal { () throws(TableError) in try rows([0xFF, 0xFE, 0x61, 0x00]) }
    #expect(
      wide.message
        == "f.csv:1:1: found a UTF-16 byte order mark; expected UTF-8; save the file as UTF-8")
  }

  @Test("other encodings are read when asked for")
  func encodings() throws {
    var chinese = DelimitedTextOptions()
    chinese.encoding = .gb18030
    #expect(try rows([0xD6, 0xD0] + bytes(",b\n1,2\n"), chinese)[0] == ["中", "b"])
    let error = try refusal { () throws(TableError) in
      try rows(bytes("a,b\n1,") + [0xFF, 0xFF], chinese)
    }
    #expect(error.message == "f.csv:2:3: found byte 0xff at byte offset 6; expected gb18030")
    var western = DelimitedTextOptions()
    western.encoding = .latin1
    #expect(try rows([0xE9] + bytes(",b\n1,2\n"), western)[0] == ["é", "b"])
  }

  @Test("a text of several megabytes in GB18030 keeps every character across converter calls")
  func longConversion() throws {
    var options = DelimitedTextOptions()
    options.encoding = .gb18030
    var text = bytes("a,b\n")
    for _ in 0..<100_000 { text += [0xD6, 0xD0, 0xB9, 0xFA, 0x2C, 0x31, 0x0A] }
    let found = try rows(text, options)
    #expect(found.count == 100_001)
    #expect(found.dropFirst().allSatisfy { $0 == ["中国", "1"] })
  }

  @Test("rows beyond 16 MiB and headers beyond a million columns are refused")
  func limits() throws {
    let long = bytes("a,b\n1,") + [UInt8](repeating: 0x78, count: 17 << 20) + bytes("\n")
    let error = try refusal { () throws(TableError) in try rows(long) }
    #expect(error.message == "f.csv:2:1: found a line of 17825794 bytes; expected at most 16 MiB")
    let wide = [UInt8](repeating: 0x2C, count: 1_000_001) + bytes("\n1\n")
    let columns = try refusal { () throws(TableError) in try rows(wide) }
    #expect(columns.message == "f.csv:1:1: found 1000002 columns; expected at most 1000000")
  }

  @Test("a comma cannot be delimiter and decimal mark at once")
  func contradiction() throws {
    var options = DelimitedTextOptions()
    options.decimal = .comma
    options.delimiter = .comma
    let error = try refusal { () throws(TableError) in try rows("a,b\n1,2\n", options) }
    #expect(error.exitCode == 64)
  }

  @Test("random bytes are accepted or refused, never a crash, and refusals are one line")
  func randomBytes() {
    var random = SplitMix64(seed: 11)
    let alphabet = bytes("a1,;\t\"\n\r. é中\u{85}") + [0xFF, 0x00, 0xC2]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...30, using: &random)
      let text = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      do {
        let found = try rows(text)
        #expect(found.allSatisfy { $0.count == found[0].count })
      } catch {
        #expect(error.message.hasPrefix("f.csv:") && !error.message.contains("\n"))
      }
    }
  }
}
