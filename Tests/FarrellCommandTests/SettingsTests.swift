import TestSupport
import Testing

@Suite struct SettingsTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }
  private let data = "unit,year,k,l,y\nA,1,1,2,3\nB,1,2,1,3\nA,2,1,1,2\nB,2,2,2,5\n"

  /// Runs `efficiency` on a small panel, as JSON without remarks.
  private func json(
    _ arguments: [String], environment: [String: String] = [:]
  ) -> FarrellProcess.Outcome {
    let path = directory.write("in.csv", Array(data.utf8))
    return farrell.run(
      [
        "efficiency", path, "--unit", "unit", "--time", "year", "--inputs", "k,l", "--outputs",
        "y", "--format", "json", "--quiet",
      ] + arguments, environment: environment)
  }

  @Test(
    "every name of a choice is accepted in any case, and one is printed",
    arguments: [
      ("--rts", "CRS", "\"rts\": \"crs\""), ("--rts", "constant", "\"rts\": \"crs\""),
      ("--rts", "c", "\"rts\": \"crs\""), ("--rts", "BCC", "\"rts\": \"vrs\""),
      ("--rts", "variable", "\"rts\": \"vrs\""), ("--rts", "v", "\"rts\": \"vrs\""),
      ("--rts", "drs", "\"rts\": \"nirs\""), ("--rts", "nonIncreasing", "\"rts\": \"nirs\""),
      ("--rts", "irs", "\"rts\": \"ndrs\""), ("--rts", "nondecreasing", "\"rts\": \"ndrs\""),
      ("--rts", "FDH", "\"rts\": \"fdh\""), ("--orientation", "Input", "\"orientation\": \"in\""),
      ("--orientation", "io", "\"orientation\": \"in\""),
      ("--orientation", "i", "\"orientation\": \"in\""),
      ("--orientation", "OUTPUT", "\"orientation\": \"out\""),
      ("--orientation", "oo", "\"orientation\": \"out\""),
      ("--orientation", "o", "\"orientation\": \"out\""),
      ("--technology", "Pooled", "\"technology\": \"pooled\""),
      ("--technology", "2", "\"technology\": \"2\""),
      ("--zeros", "FLOOR:0.50", "\"zeros\": \"floor:0.5\""),
      ("--missing", "drop-unit", "\"missing\": \"drop-unit\""),
    ])
  func synonyms(flag: String, text: String, member: String) {
    let outcome = json([flag, text])
    #expect(outcome.output.contains(member), "\(outcome.errors)")
  }

  @Test(
    "a bad value is one line with the flag, exit code 64",
    arguments: [
      ("--rts", "xrs", "found \"xrs\"; expected one of crs, vrs, nirs, ndrs, fdh"),
      ("--orientation", "up", "found \"up\"; expected one of in, out"),
      ("--format", "xml", "found \"xml\"; expected one of table, markdown, latex, csv, json"),
      ("--threads", "0", "found \"0\"; expected a whole number from 1 to 1024"),
      ("--threads", "two", "found \"two\"; expected a whole number from 1 to 1024"),
      (
        "--zeros", "floor:-1",
        "found \"floor:-1\"; expected reject, allow or floor:VALUE with a positive value"
      ),
      ("--missing", "no", "found \"no\"; expected one of reject, drop-row, drop-unit"),
      ("--encoding", "ascii", "found \"ascii\"; expected one of utf8, gb18030, latin1"),
      ("--decimal", ";", "found \";\"; expected one of ., ,"),
      ("--delimiter", "x", "found \"x\"; expected one of ,, tab, ;"),
      ("--inputs", "k,,l", "found \"k,,l\"; expected names between commas, none empty"),
    ])
  func badValues(flag: String, text: String, rest: String) {
    let path = directory.write("in.csv", Array(data.utf8))
    var arguments = ["--unit", "unit", "--time", "year", "--outputs", "y", flag, text]
    if flag != "--inputs" { arguments += ["--inputs", "k,l"] }
    let outcome = farrell.run(["efficiency", path] + arguments)
    #expect(outcome.errors == "farrell: \(flag): \(rest)\n")
    #expect(outcome.exitCode == 64)
  }

  @Test(
    "what the parser refuses is one line, exit code 64",
    arguments: [["frontier"], ["efficiency", "--foo"], ["efficiency", "--unit"], ["efficiency"]])
  func parserErrors(arguments: [String]) {
    let outcome = farrell.run(arguments)
    #expect(outcome.errors.hasPrefix("farrell: ") && outcome.errors.hasSuffix("\n"))
    #expect(outcome.errors.count { $0 == "\n" } == 1)
    #expect(outcome.exitCode == 64)
  }

  @Test("a flag wins over the environment, that over the run file, that over the built-in value")
  func precedence() {
    let runFile = directory.write("run.toml", Array("rts = \"fdh\"\n".utf8))
    #expect(json([]).output.contains("\"rts\": \"crs\""))
    #expect(json(["--config", runFile]).output.contains("\"rts\": \"fdh\""))
    let environment = ["FARRELL_RTS": "vrs", "FARRELL_CONFIG": runFile]
    #expect(json([], environment: ["FARRELL_CONFIG": runFile]).output.contains("\"rts\": \"fdh\""))
    #expect(json([], environment: environment).output.contains("\"rts\": \"vrs\""))
    #expect(
      json(["--rts", "nirs"], environment: environment).output.contains("\"rts\": \"nirs\""))
  }

  @Test("a run file can hold the whole request")
  func wholeRequest() {
    let path = directory.write("in.csv", Array(data.utf8))
    let text = """
      file = "\(path)"
      unit = 'unit'
      time = "year"
      inputs = ["k", "l"]  # a list
      outputs = "y"
      quiet = true
      format = "json"
      from = 2
      """
    let runFile = directory.write("run.toml", Array(text.utf8))
    let outcome = farrell.run(["efficiency", "--config", runFile])
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("\"periods\": [\"2\"]"))
  }

  @Test(
    "a run file that cannot be used is one line with its place, exit code 64",
    arguments: [
      (
        "unit = \"u\"\n  orentation = \"in\"\n",
        ":2:3: found the key \"orentation\" (did you mean \"orientation\"?); expected one of file,"
      ),
      (
        "[malmquist]\nrts = \"crs\"\n",
        ":2:1: found the key \"malmquist.rts\"; expected one of file,"
      ),
      ("rts =\n", ":1:6: found the line's end; expected a value: a text in quotes,"),
      ("rts = 1979-05-27\n", ":1:7: found a value of another kind for \"rts\"; expected a text,"),
      ("\nrts = \"xrs\"\n", ":2:7: found \"xrs\"; expected one of crs, vrs, nirs, ndrs, fdh"),
      ("rts = \"vrs\"\n\0x", ":2:1: found the control character U+0; expected text"),
    ])
  func badRunFile(text: String, beginning: String) {
    let runFile = directory.write("run.toml", Array(text.utf8))
    let outcome = json(["--config", runFile])
    #expect(outcome.errors.hasPrefix("farrell: \(runFile)\(beginning)"))
    #expect(outcome.errors.count { $0 == "\n" } == 1)
    #expect(outcome.exitCode == 64)
  }

  @Test("rows can be chosen by the text of a column, and the choice is on record")
  func conditions() {
    let outcome = json(["--where", "unit=A", "--where", "year=2"])
    #expect(outcome.output.contains("\"where\": [\"unit=A\", \"year=2\"]"))
    #expect(outcome.output.contains("\"observations\": 1,"))
    let refused = json(["--where", "=A"])
    #expect(refused.errors == "farrell: --where: found \"=A\"; expected COLUMN=TEXT\n")
  }

  @Test("column names with a comma go in double quotes")
  func quotedNames() {
    let path = directory.write("in.csv", Array("unit;\"k, in t\";y\nA;1;1\n".utf8))
    let outcome = farrell.run([
      "efficiency", path, "--unit", "unit", "--inputs", "\"k, in t\"", "--outputs", "y",
      "--format", "json", "--quiet",
    ])
    #expect(outcome.output.contains("\"inputs\": [\"k, in t\"]"))
  }
}
