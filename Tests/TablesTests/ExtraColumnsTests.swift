import DenseKernels
import Frontier
import Testing

@testable import Tables

@Suite("Columns besides inputs and outputs")
struct ExtraColumnsTests {
  private static let text = """
    unit,year,k,l,y,z,w,kind,use
    A,1,1,2,3,-1.5,0,x,1
    A,2,1,2,3,2,7,"x, y",1
    B,1,1,2,3,0,8,NA,1
    B,2,1,2,3,4,9,x,1
    C,2,1,2,3,bad,bad,,0

    """

  private func read(
    _ text: String = text, _ change: (inout PanelReadOptions) -> Void = { _ in }
  ) throws(TableError) -> LoadedPanel {
    var options = PanelReadOptions(
      unitColumn: "unit", timeColumn: "year", inputColumns: ["k", "l"], outputColumns: ["y"])
    options.environmentColumns = ["w", "z"]
    options.groupColumn = "kind"
    options.conditions = [RowCondition(column: "use", text: "1")]
    change(&options)
    return try PanelReader(options: options).read(bytes: bytes(text), file: "f.csv")
  }

  @Test("numbers of any sign and groups stand beside their observations")
  func aligned() throws {
    let loaded = try read()
    #expect(loaded.environment.elements == [0, -1.5, 7, 2, 8, 0, 9, 4])
    #expect(loaded.environment.columnCount == 2 && loaded.environment.rowCount == 4)
    #expect(loaded.groups == ["x", "x, y", "NA", "x"])
    let none = try read { $0.environmentColumns = [] }
    #expect(none.environment.columnCount == 0 && none.environment.rowCount == 4)
    #expect(try read { $0.groupColumn = nil }.groups.isEmpty)
  }

  @Test("a range of periods keeps its rows only, whatever stands in the others")
  func range() throws {
    let text = Self.text.split(separator: "\n").map {
      $0.hasPrefix("A,1") ? "A,1,1,2,3,bad,,,1" : String($0)
    }.joined(separator: "\n")
    let loaded = try read(text) { $0.firstPeriod = "2" }
    #expect(loaded.environment.elements == [7, 2, 9, 4])
    #expect(loaded.groups == ["x, y", "x"] && loaded.lines == [3, 5])
  }

  @Test("rows without a number or a group go as the policy says")
  func missing() throws {
    func text(_ row: String) -> String {
      Self.text.split(separator: "\n").map { $0.hasPrefix("A,2") ? row : String($0) }
        .joined(separator: "\n")
    }
    for row in ["A,2,1,2,3,,7,x,1", "A,2,1,2,3,2,NA,x,1", "A,2,1,2,3,2,7,,1"] {
      let rows = try read(text(row)) { $0.missingPolicy = .dropRow }
      #expect(rows.environment.elements == [0, -1.5, 8, 0, 9, 4] && rows.counts.droppedRows == 1)
      #expect(rows.groups == ["x", "NA", "x"])
      let units = try read(text(row)) { $0.missingPolicy = .dropUnit }
      #expect(units.environment.elements == [8, 0, 9, 4] && units.groups == ["NA", "x"])
      #expect(units.panel.units == ["B"])
    }
  }

  @Test(
    "bad cells and columns are refused with their place",
    arguments: [
      ("A,1,1,2,3,one,0,x,1", ":2:11: found \"one\"; expected a number"),
      ("A,1,1,2,3,NaN,0,x,1", ":2:11: found \"NaN\"; expected a number"),
      ("A,1,1,2,3,1,,x,1", ":2:13: found an empty cell; expected a number (--missing"),
      ("A,1,1,2,3,1,0,,1", ":2:15: found an empty cell; expected the name of a group (--missing"),
    ])
  func badCells(row: String, message: String) throws {
    let error = try refusal { () throws(TableError) in
      try read("unit,year,k,l,y,z,w,kind,use\n\(row)\n")
    }
    #expect(error.message.hasPrefix("f.csv" + message), "\(error.message)")
    #expect(error.exitCode == 65)
  }

  @Test("unknown columns and columns with two uses are refused")
  func columns() throws {
    let unknown = try refusal { () throws(TableError) in try read { $0.groupColumn = "kinds" } }
    #expect(unknown.message.hasPrefix("f.csv:1:1: found no group column \"kinds\" (did you mean"))
    let number = try refusal { () throws(TableError) in try read { $0.environmentColumns = ["q"] } }
    #expect(number.message.hasPrefix("f.csv:1:1: found no environment column \"q\""))
    let twice = try refusal { () throws(TableError) in try read { $0.environmentColumns = ["k"] } }
    #expect(
      twice.message == "found column \"k\" in inputs and in environment; expected each column once")
    #expect(twice.exitCode == 64)
    let group = try refusal { () throws(TableError) in try read { $0.groupColumn = "unit" } }
    #expect(
      group.message == "found column \"unit\" in unit and in group; expected each column once")
  }

  @Test("prices stand beside their observations, and never decide which rows are read")
  func prices() throws {
    let loaded = try read { ($0.priceColumns, $0.missingPolicy) = (["l", "k"], .dropUnit) }
    #expect(loaded.prices.elements == [2, 1, 2, 1, 2, 1, 2, 1])
    let text = Self.text.replacing("A,2,1,2,3,2", with: "A,2,1,2,,2")
    let less = try read(text) {
      ($0.priceColumns, $0.missingPolicy) = (["k"], .dropUnit)
    }
    #expect(less.panel.units == ["B"] && less.prices.elements == [1, 1])
    for (cell, found) in [
      ("", "an empty cell"), ("NA", "\"NA\""), ("0", "\"0\""), ("-1", "\"-1\""),
    ] {
      let bad = Self.text.replacing("-1.5,0,", with: "-1.5,5,")
        .replacing("B,1,1,2,3,0,8", with: "B,1,1,2,3,0,\(cell)")
      let error = try refusal { () throws(TableError) in
        try read(bad) {
          ($0.environmentColumns, $0.priceColumns, $0.missingPolicy) = (["z"], ["w"], .dropRow)
        }
      }
      #expect(error.message == "f.csv:4:13: found \(found); expected a positive price")
    }
    let unknown = try refusal { () throws(TableError) in try read { $0.priceColumns = ["q"] } }
    #expect(unknown.message.hasPrefix("f.csv:1:1: found no price column \"q\""))
  }
}
