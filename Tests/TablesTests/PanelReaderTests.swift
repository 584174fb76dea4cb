import DenseKernels
import Frontier
import Testing

@testable import Tables

@Suite struct PanelReaderTests {
  private static let options = PanelReadOptions(
    unitColumn: "unit", timeColumn: "year", inputColumns: ["k", "l"], outputColumns: ["y"])

  private func read(
    _ text: String, _ change: (inout PanelReadOptions) -> Void = { _ in }
  ) throws(TableError) -> LoadedPanel {
    var options = Self.options
    change(&options)
    return try PanelReader(options: options).read(bytes: bytes(text), file: "f.csv")
  }

  private func message(
    _ text: String, _ change: (inout PanelReadOptions) -> Void = { _ in }
  ) throws -> TableError {
    try refusal { () throws(TableError) in try read(text, change) }
  }

  private let small = """
    year,unit,y,k,l
    2002,A,10,1,2
    2001,A,11,3,4
    2001,B,12,5,6
    2002,B,13,7,8
    """

  @Test("columns are found by name, observations keep the order and lines of the file")
  func reads() throws {
    let loaded = try read(small)
    #expect(loaded.panel.units == ["A", "B"])
    #expect(loaded.panel.inputNames == ["k", "l"])
    #expect(loaded.panel.inputs.elements == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(loaded.panel.outputs.elements == [10, 11, 12, 13])
    #expect(loaded.lines == [2, 3, 4, 5])
  }

  @Test("whole-number periods are sorted by number, others keep their first appearance")
  func periodOrder() throws {
    #expect(try read(small).panel.periods == ["2001", "2002"])
    let numbered = "unit,year,k,l,y\nA,10,1,1,1\nA,9,1,1,1\nA,-1,1,1,1\n"
    #expect(try read(numbered).panel.periods == ["-1", "9", "10"])
    let named = "unit,year,k,l,y\nA,spring,1,1,1\nA,autumn,1,1,1\nB,2,1,1,1\n"
    #expect(try read(named).panel.periods == ["spring", "autumn", "2"])
  }

  @Test("without a time column there is one period without a name")
  func noTime() throws {
    let loaded = try read("unit,k,l,y\nA,1,2,3\nB,1,2,3\n") { $0.timeColumn = nil }
    #expect(loaded.panel.periods == [""])
    #expect(loaded.panel.count == 2)
  }

  @Test("a range of periods is inclusive, and other rows may hold anything")
  func range() throws {
    let text = "unit,year,k,l,y\nA,1,x,,\nA,2,1,1,1\nA,3,1,1,1\nA,4,-1,0,0\n"
    let loaded = try read(text) {
      $0.firstPeriod = "2"
      $0.lastPeriod = "3"
    }
    #expect(loaded.panel.periods == ["2", "3"])
    #expect(loaded.lines == [3, 4])
    let unknown = try message(text) { $0.firstPeriod = "1999" }
    #expect(
      unknown.message
        == "f.csv:1:6: found no period \"1999\" for the start of the range; "
        + "expected one of \"1\", \"2\", \"3\", \"4\"")
    let reversed = try message(text) {
      $0.firstPeriod = "3"
      $0.lastPeriod = "2"
    }
    #expect(reversed.exitCode == 64)
  }

  @Test("rows with missing numbers go as the policy says, and are counted")
  func missing() throws {
    let text = "unit,year,k,l,y\nA,1,1,,1\nA,2,1,1,1\nB,1,1,1,1\nB,2,1,1,1\nC,1,NA,1,1\n"
    #expect(
      try message(text).message
        == "f.csv:2:7: found an empty cell; "
        + "expected a number (--missing drop-row or drop-unit leaves such rows out)")
    let rows = try read(text) { $0.missingPolicy = .dropRow }
    #expect(rows.lines == [3, 4, 5])
    #expect(rows.counts.droppedRows == 2)
    #expect(rows.counts.droppedUnits == 1)
    #expect(rows.counts.unobservedPairs == 1)
    let units = try read(text) { $0.missingPolicy = .dropUnit }
    #expect(units.panel.units == ["B"])
    #expect(units.lines == [4, 5])
    #expect(units.counts.droppedRows == 3)
    #expect(units.counts.droppedUnits == 2)
    let none = try message("unit,year,k,l,y\nA,1,,1,1\n") { $0.missingPolicy = .dropRow }
    #expect(none.message == "f.csv: found no complete row; expected at least one")
  }

  @Test("a period that loses all its rows is no longer a period of the panel")
  func emptiedPeriod() throws {
    let text = "unit,year,k,l,y\nA,1,,1,1\nA,2,1,1,1\n"
    #expect(try read(text) { $0.missingPolicy = .dropRow }.panel.periods == ["2"])
  }

  @Test("zeros follow the policy, and raised values are counted")
  func zeros() throws {
    let text = "unit,year,k,l,y\nA,1,0,1,1\nB,1,2,1,1\n"
    #expect(
      try message(text).message
        == "f.csv:2:5: found a zero in \"k\"; "
        + "expected a positive number (--zeros allow accepts zeros)")
    #expect(try read(text) { $0.zeroPolicy = .allow }.panel.inputs.elements[0] == 0)
    let floored = try read(text) { $0.zeroPolicy = .floor(0.5) }
    #expect(floored.panel.inputs.elements[0] == 0.5)
    #expect(floored.counts.flooredValues == 1)
  }

  @Test(
    "unusable rows are refused with place, finding and expectation",
    arguments: [
      ("A,1,1,x,1", "2:7: found \"x\"; expected a number"),
      ("A,1,NaN,1,1", "2:5: found \"NaN\"; expected a number"),
      ("A,1,1,1,-inf", "2:9: found \"-inf\"; expected a number"),
      ("A,1,1,1e400,1", "2:7: found \"1e400\"; expected a number up to 1.8e308"),
      (
        "A,1,\"1,5\",1,1",
        "2:5: found \"1,5\"; expected a number without separators "
          + "(--decimal , reads a decimal comma)"
      ),
      ("A,1,1,-2,1", "2:7: found -2.0 in \"l\"; expected a number that is not negative"),
      (",1,1,1,1", "2:1: found an empty cell; expected the name of a unit"),
      ("A,,1,1,1", "2:3: found an empty cell; expected the name of a period"),
      (
        "A,1,1,1,1\nA,1,2,2,2",
        "3:1: found unit \"A\" in period \"1\" again (first on line 2); "
          + "expected one row for each unit and period"
      ),
    ])
  func refusals(rows: String, rest: String) throws {
    let error = try message("unit,year,k,l,y\n\(rows)\n")
    #expect(error.message == "f.csv:\(rest)")
    #expect(error.exitCode == 65)
  }

  @Test("all-zero units and all-zero columns are refused where zeros are allowed")
  func allZero() throws {
    let unit = try message("unit,year,k,l,y\nA,1,0,0,1\nB,1,1,1,1\n") { $0.zeroPolicy = .allow }
    #expect(
      unit.message
        == "f.csv:2:5: found zero in all inputs; expected a positive number in at least one of them"
    )
    let column = try message("unit,year,k,l,y\nA,1,0,1,1\nB,1,0,1,1\n") { $0.zeroPolicy = .allow }
    #expect(
      column.message
        == "f.csv:1:11: found column \"k\" with zeros only; expected at least one positive number")
  }

  @Test("an unknown column is named with those that exist and a near match")
  func unknownColumn() throws {
    let error = try message(small) { $0.inputColumns = ["K", "l"] }
    #expect(
      error.message
        == "f.csv:1:1: found no input column \"K\" (did you mean \"k\"?); "
        + "expected one of \"year\", \"unit\", \"y\", \"k\", \"l\"")
    #expect(error.exitCode == 65)
    #expect(try message(small) { $0.timeColumn = "yaer" }.message.contains("did you mean \"year\""))
    #expect(try !message(small) { $0.timeColumn = "zzzzzz" }.message.contains("did you mean"))
  }

  @Test("a column with two uses is refused before the file is read")
  func columnTwice() throws {
    let both = try message("") { $0.outputColumns = ["k"] }
    #expect(
      both.message == "found column \"k\" in inputs and in outputs; expected each column once")
    #expect(both.exitCode == 64)
    let twice = try message("") { $0.inputColumns = ["k", "k"] }
    #expect(twice.message == "found column \"k\" twice in inputs; expected each column once")
    let unit = try message("") { $0.timeColumn = "unit" }
    #expect(unit.message == "found column \"unit\" in unit and in time; expected each column once")
    #expect(try message("") { $0.inputColumns = [] }.exitCode == 64)
  }

  @Test("a range without a time column, and a floor that is not positive, are refused")
  func contradictions() throws {
    let range = try message("") {
      $0.timeColumn = nil
      $0.firstPeriod = "1"
    }
    #expect(range.exitCode == 64)
    #expect(try message("") { $0.zeroPolicy = .floor(0) }.exitCode == 64)
  }

  @Test("rounded and subnormal numbers are accepted with a warning")
  func warnings() throws {
    let loaded = try read("unit,year,k,l,y\nA,1,9007199254740993,1e-310,1\n")
    #expect(loaded.counts.roundedNumbers == 1)
    #expect(loaded.counts.subnormalNumbers == 1)
    #expect(loaded.warnings.contains { $0.contains("1 whole number above 2^53 rounded") })
  }

  @Test("places survive quoted line ends, wide characters and CRLF")
  func places() throws {
    let text = "unit,year,k,l,y\r\n\"甲\r\n乙\",1,1,1,1\r\n中国,1,x,1,1\r\n"
    #expect(try message(text).message.hasPrefix("f.csv:4:6: found \"x\""))
  }

  @Test("names in GB18030 round-trip")
  func chineseNames() throws {
    var options = Self.options
    options.text.encoding = .gb18030
    let text = bytes("unit,year,k,l,y\n") + [0xD6, 0xD0, 0xB9, 0xFA] + bytes(",1,1,1,1\n")
    let loaded = try PanelReader(options: options).read(bytes: text, file: "f.csv")
    #expect(loaded.panel.units == ["中国"])
  }

  @Test("quoted text is escaped and cut at 40 characters")
  func longText() throws {
    let text = "unit,year,k,l,y\nA,1,\"\n\(String(repeating: "x", count: 99))\",1,1\n"
    let error = try message(text)
    let kept = String(repeating: "x", count: 39)
    #expect(error.message == "f.csv:2:5: found \"\\n\(kept)…\"; expected a number")
  }

  @Test("a panel read from a file is the one made from names, whatever rows were left out")
  func numberedKeys() throws {
    let text = "unit,year,k,l,y\nA,3,1,2,3\nB,1,,2,3\nC,2,4,5,6\nB,2,7,8,9\nD,1,1,1,1\nA,2,1,2,4\n"
    let loaded = try read(text) {
      $0.missingPolicy = .dropUnit
      $0.firstPeriod = "1"
    }
    let named = try Panel(
      units: ["A", "C", "D", "A"], periods: ["3", "2", "1", "2"], periodOrder: ["1", "2", "3"],
      inputNames: ["k", "l"], outputNames: ["y"], inputs: loaded.panel.inputs,
      outputs: loaded.panel.outputs)
    #expect(loaded.panel.units == named.units && loaded.panel.periods == named.periods)
    #expect(loaded.panel.unitOfObservation == named.unitOfObservation)
    #expect(loaded.panel.periodOfObservation == named.periodOfObservation)
    for unit in named.units.indices {
      for period in named.periods.indices {
        let found = loaded.panel.observation(unit: unit, period: period)
        #expect(found == named.observation(unit: unit, period: period))
      }
    }
  }

  @Test(
    "labels with numbers are in the order of these, others in that of the file, with a warning",
    arguments: [
      (["10", "9", "9.5"], ["9", "9.5", "10"]), (["99999999999999999999", "1"], ["1", "9"]),
      (["2001Q1", "2000Q4", "2000Q10"], ["2000Q4", "2000Q10", "2001Q1"]),
      (["t10", "t9"], ["t9", "t10"]), (["2001-12-31", "2001-2-1"], ["2001-2-1", "2001-12-31"]),
      (["31/12/2001", "1/1/2002"], []), (["before", "after"], []), (["2001Q1", "2000"], []),
    ])
  func periodOrder(labels: [String], expected: [String]) throws {
    let rows = labels.map { "A,\($0),1,1,1\n" }.joined()
    let loaded = try read("unit,year,k,l,y\n" + rows)
    let isByAppearance = loaded.warnings.contains { $0.contains("order of their first rows") }
    #expect(isByAppearance == expected.isEmpty)
    for (found, name) in zip(loaded.panel.periods, expected.isEmpty ? labels : expected) {
      #expect(found.hasPrefix(name))
    }
  }

  @Test("a row that fails a condition is not looked at: its numbers and keys may be bad")
  func conditions() throws {
    let text = #"""
      unit,year,k,l,y,kind
      A,2001,1,2,3,"in, ""q"""
      A,2001,x,,-1,out
      ,,,,,
      B,2001,4,5,6,"in, ""q"""

      """#
    let loaded = try read(text) {
      $0.conditions = [
        RowCondition(column: "kind", text: "in, \"q\""), RowCondition(column: "year", text: "2001"),
      ]
    }
    #expect(loaded.panel.units == ["A", "B"])
    #expect(loaded.lines == [2, 5])
  }

  @Test("conditions that no row satisfies and unknown columns are bad data")
  func badConditions() throws {
    #expect(
      try message(small) { $0.conditions = [RowCondition(column: "k", text: "1.0")] }.message
        == "f.csv: found no row where \"k\" is \"1.0\"; expected at least one")
    let unknown = try message(small) { $0.conditions = [RowCondition(column: "K", text: "1")] }
    #expect(unknown.message.hasPrefix("f.csv:1:1: found no condition column \"K\" (did you mean"))
    #expect(unknown.category == .data)
  }
}
