import TestSupport
import Testing

/// A file that cannot be used, and the line that must say so.
struct BadFile: Sendable, CustomTestStringConvertible {
  let fault: String
  let contents: [UInt8]
  let line: String
  var arguments: [String] = []
  var exitCode: Int32 = 65

  init(
    _ fault: String, _ contents: String, _ line: String, arguments: [String] = [],
    exitCode: Int32 = 65
  ) {
    self.init(fault, bytes: Array(contents.utf8), line, arguments: arguments, exitCode: exitCode)
  }

  init(
    _ fault: String, bytes: [UInt8], _ line: String, arguments: [String] = [],
    exitCode: Int32 = 65
  ) {
    self.fault = fault
    self.contents = bytes
    self.line = line
    self.arguments = arguments
    self.exitCode = exitCode
  }

  var testDescription: String { fault }

  static let header = "unit,year,k,l,y\n"

  static let all: [BadFile] = [
    BadFile("an empty file", "", ":1:1: found an empty file; expected a header line"),
    BadFile(
      "a header only", header, ":2:1: found a header only; expected rows of data below it"),
    BadFile(
      "a row with too few fields", header + "A,1,1,1\n",
      ":2:8: found 4 fields; expected 5, as in the header"),
    BadFile(
      "a row with too many fields", header + "A,1,1,1,1,1\n",
      ":2:11: found 6 fields; expected 5, as in the header"),
    BadFile(
      "text in a number column", header + "A,1,1,1,1\nB,1,one,1,1\n",
      ":3:5: found \"one\"; expected a number"),
    BadFile("NaN", header + "A,1,NaN,1,1\n", ":2:5: found \"NaN\"; expected a number"),
    BadFile("infinity", header + "A,1,1,1,inf\n", ":2:9: found \"inf\"; expected a number"),
    BadFile("minus infinity", header + "A,1,1,1,-Inf\n", ":2:9: found \"-Inf\"; expected a number"),
    BadFile(
      "an overflow", header + "A,1,1,1e400,1\n",
      ":2:7: found \"1e400\"; expected a number up to 1.8e308"),
    BadFile("hexadecimal", header + "A,1,0x10,1,1\n", ":2:5: found \"0x10\"; expected a number"),
    BadFile(
      "grouped digits", header + "A,1,\"1,234\",1,1\n",
      ":2:5: found \"1,234\"; expected a number without separators "
        + "(--decimal , reads a decimal comma)"),
    BadFile(
      "a negative value", header + "A,1,1,-1,1\n",
      ":2:7: found -1.0 in \"l\"; expected a number that is not negative"),
    BadFile(
      "a zero", header + "A,1,1,1,0\n",
      ":2:9: found a zero in \"y\"; expected a positive number (--zeros allow accepts zeros)"),
    BadFile(
      "an all-zero unit", header + "A,1,0,0,1\nB,1,1,1,1\n",
      ":2:5: found zero in all inputs; expected a positive number in at least one of them",
      arguments: ["--zeros", "allow"]),
    BadFile(
      "an empty cell", header + "A,1,,1,1\n",
      ":2:5: found an empty cell; "
        + "expected a number (--missing drop-row or drop-unit leaves such rows out)"),
    BadFile(
      "a repeated key", header + "A,1,1,1,1\nA,1,2,2,2\n",
      ":3:1: found unit \"A\" in period \"1\" again (first on line 2); "
        + "expected one row for each unit and period"),
    BadFile(
      "an unknown column", "unit,year,kk,l,y\nA,1,1,1,1\n",
      ":1:1: found no input column \"k\" (did you mean \"kk\"?); "
        + "expected one of \"unit\", \"year\", \"kk\", \"l\", \"y\""),
    BadFile(
      "an unknown period", header + "A,1,1,1,1\n",
      ":1:6: found no period \"7\" for the start of the range; expected one of \"1\"",
      arguments: ["--from", "7"]),
    BadFile(
      "a repeated column", "unit,year,k,l,k\nA,1,1,1,1\n",
      ":1:15: found column \"k\" again (it is column 3); expected different names"),
    BadFile(
      "a NUL byte", header + "A,1,\0,1,1\n", ":2:5: found a NUL byte; expected text"),
    BadFile(
      "a quote without its end", header + "\"A,1,1,1,1\n",
      ":2:1: found a quote without its end; expected a closing quote"),
    BadFile(
      "bytes that are not UTF-8",
      bytes: Array(header.utf8) + [0xD6, 0xD0] + Array(",1,1,1,1\n".utf8),
      ":2:1: found byte 0xd6 at byte offset 16; expected UTF-8; "
        + "Chinese files may need --encoding gb18030, western ones --encoding latin1"),
  ]
}

@Suite struct BadInputTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }
  private let columns = ["--unit", "unit", "--time", "year", "--inputs", "k,l", "--outputs", "y"]

  @Test(
    "a bad file gives one line with its place, its exit code, and no output file",
    arguments: BadFile.all, ["efficiency", "malmquist"])
  func badFile(_ bad: BadFile, _ command: String) {
    let path = directory.write("in.csv", bad.contents)
    let outcome = farrell.run(
      [command, path] + columns + ["-o", directory.file("out.csv")] + bad.arguments)
    #expect(outcome.errors == "farrell: \(path)\(bad.line)\n")
    #expect(outcome.exitCode == bad.exitCode)
    #expect(outcome.output.isEmpty)
    #expect(directory.names() == ["in.csv"])
  }

  @Test("missing files, directories and unreadable paths are no input")
  func noInput() {
    let missing = farrell.run(["efficiency", directory.file("none.csv")] + columns)
    #expect(missing.exitCode == 66)
    #expect(
      missing.errors
        == "farrell: \(directory.file("none.csv")): No such file or directory; "
        + "expected a readable file\n")
    let folder = farrell.run(["malmquist", directory.path] + columns)
    #expect(folder.exitCode == 66)
    #expect(folder.errors == "farrell: \(directory.path): found a directory; expected a file\n")
  }

  @Test("a column used twice is a bad request")
  func columnTwice() {
    let path = directory.write("in.csv", Array((BadFile.header + "A,1,1,1,1\n").utf8))
    let outcome = farrell.run(
      ["efficiency", path, "--unit", "unit", "--inputs", "k,y", "--outputs", "y"])
    #expect(
      outcome.errors
        == "farrell: found column \"y\" in inputs and in outputs; expected each column once\n")
    #expect(outcome.exitCode == 64)
  }
}
