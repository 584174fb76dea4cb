import Glibc
import TestSupport
import Testing

@Suite struct ResultTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  /// Three units, two inputs, one output, three periods.
  private static let panel = """
    unit,year,k,l,y
    A,1999,2,5,10
    B,1999,4,3,12
    C,1999,6,4,13
    A,2000,2.1,4.5,11
    B,2000,4.4,2.8,13
    C,2000,5.5,4.1,14
    A,2001,2.3,4.4,12
    B,2001,4.1,2.9,13
    C,2001,5.2,3.9,15
    """

  private func malmquist(_ arguments: [String]) -> FarrellProcess.Outcome {
    let path = directory.write("in.csv", Array(Self.panel.utf8))
    return farrell.run(
      [
        "malmquist", path, "--unit", "unit", "--time", "year", "--inputs", "k,l", "--outputs", "y",
      ] + arguments)
  }

  /// Rows of comma-separated values without quotes, by column name.
  private func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  @Test(
    "with one input and one output, scores are ratios of productivities",
    arguments: [("in", [1, 0.5, 0.75]), ("out", [1, 2, 4.0 / 3])])
  func ratios(orientation: String, expected: [Double]) throws {
    let path = directory.write("in.csv", Array("unit,x,y\nA,1,1\nB,4,2\nC,4,3\n".utf8))
    let outcome = farrell.run([
      "efficiency", path, "--unit", "unit", "--inputs", "x", "--outputs", "y", "--orientation",
      orientation, "--format", "csv",
    ])
    #expect(outcome.exitCode == 0)
    let rows = rows(outcome.output)
    #expect(rows.count == 3)
    for (row, score) in zip(rows, expected) {
      let found = try #require(Double(row["score"] ?? ""))
      #expect(abs(found - score) < 1e-9)  // certified to this width
    }
    #expect(rows.map { $0["efficient"] } == ["yes", "no", "no"])
  }

  @Test("the frontier can be the own one, the pooled one, the past one, or that of a period")
  func technologies() throws {
    let path = directory.write("in.csv", Array("u,t,x,y\nA,1,2,1\nA,2,1,1\n".utf8))
    let expected = [
      "own": [1, 1], "pooled": [0.5, 1], "sequential": [1, 1], "1": [1, 2], "2": [0.5, 1],
    ]
    for (technology, scores) in expected {
      let outcome = farrell.run([
        "efficiency", path, "--unit", "u", "--time", "t", "--inputs", "x", "--outputs", "y",
        "--technology", technology, "--format", "csv",
      ])
      let found = rows(outcome.output).compactMap { Double($0["score"] ?? "") }
      #expect(zip(found, scores).allSatisfy { abs($0 - $1) < 1e-9 } && found.count == 2)
    }
  }

  @Test("an input may have any name, that of a column of the results included")
  func names() {
    let path = directory.write("in.csv", Array("unit,scale,score\nA,1,1\nB,4,2\n".utf8))
    let outcome = farrell.run([
      "efficiency", path, "--unit", "unit", "--inputs", "scale", "--outputs", "score",
      "--multipliers", "--scale", "--format", "csv",
    ])
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains(",multiplier_scale,multiplier_score,scale_multiplier\n"))
  }

  @Test("productivity change is efficiency change times technical change in every row")
  func product() throws {
    let outcome = malmquist(["--format", "csv"])
    #expect(outcome.exitCode == 0)
    let rows = rows(outcome.output)
    #expect(rows.count == 6)
    for row in rows {
      let index = try #require(Double(row["tfpch"] ?? ""))
      let efficiency = try #require(Double(row["effch"] ?? ""))
      let technical = try #require(Double(row["techch"] ?? ""))
      #expect(abs(index / (efficiency * technical) - 1) < 1e-12)  // rounding of three factors
      #expect(row["status"] == "ok")
    }
  }

  @Test("columns up to the status are the same in every analysis; distances make the indices")
  func indexColumns() throws {
    let columns =
      "unit,period_from,period_to,tfpch,effch,techch,matech,obtech,ibtech,obtech_loo,"
      + "ibtech_loo,status"
    #expect(malmquist(["--format", "csv"]).output.hasPrefix(columns + ",supported,matech_loo\n"))
    let outcome = malmquist(["--format", "csv", "--scale", "--distances"])
    #expect(
      outcome.output.hasPrefix(
        columns + ",supported,pech,sech,matech_loo,d_t_t,d_t1_t1,d_t_t1,d_t1_t,d_t_t_vrs,"
          + "d_t1_t1_vrs,d_t_xt1_yt,d_t1_xt1_yt,d_t_t_loo,"))
    for row in rows(outcome.output) {
      func value(_ name: String) throws -> Double { try #require(Double(row[name] ?? "")) }
      #expect(abs(try value("effch") * value("d_t1_t1") / value("d_t_t") - 1) < 1e-12)
      #expect(abs(try value("matech") * value("d_t_t") / value("d_t1_t") - 1) < 1e-12)
      let shift = try value("d_t1_xt1_yt") / value("d_t_xt1_yt")
      #expect(abs(try value("ibtech") / (shift / value("matech")).squareRoot() - 1) < 1e-12)
    }
  }

  @Test("results are the same for any number of threads")
  func threads() {
    let one = malmquist(["--format", "json", "--threads", "1"])
    #expect(one.exitCode == 0)
    #expect(malmquist(["--format", "json", "--threads", "3"]).output == one.output)
  }

  @Test("every table can be had alone, where the analysis has it")
  func singleTables() {
    for name in [
      "indices", "pairs", "annual", "periods", "input-bias", "average-bias", "unit-bias",
      "bias-counts", "annual-means", "bias-by-unit", "saving-by-year", "saving-by-unit",
      "contributions", "isoquants",
    ] {
      let outcome = malmquist(["--table", name, "--format", "csv", "--quiet"])
      #expect(outcome.exitCode == 0 && outcome.output.split(separator: "\n").count > 1, "\(name)")
    }
    let refused = malmquist(["--reference", "global", "--table", "pairs"])
    #expect(refused.exitCode == 64)
    #expect(
      refused.errors
        == "farrell: --table: found \"pairs\"; expected one of indices, annual, periods, "
        + "annual-means\n")
  }

  @Test("a subset is shown by itself, with counts of its units")
  func subset() {
    let arguments = ["--pairs", "k:l", "--subset", "two=B,A"]
    let outcome = malmquist(arguments)
    #expect(outcome.exitCode == 0)
    let tables = outcome.output.split(separator: "Saved input by unit, two\n")
    #expect(tables.count == 2)
    let units = tables.last?.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(units?.suffix(6) == ["B", "A", "units", "units", "units", "units"])
    let counts = malmquist(arguments + ["--table", "bias-counts", "--format", "csv", "--quiet"])
    for row in rows(counts.output) {
      #expect(row["units"] == (row["subset"] == "two" ? "2" : "3"))
      let classes = ["saving_first", "saving_second", "neutral", "undetermined"]
      #expect(classes.compactMap { Int(row[$0] ?? "") }.reduce(0, +) == Int(row["units"] ?? ""))
    }
    #expect(malmquist(arguments + ["--format", "json"]).output.contains("{\"name\": \"two\","))
  }

  @Test("the tables state the model, the transitions, how certain distances are, and cautions")
  func header() {
    let outcome = malmquist(["--period", "late=2000..2001", "--where", "unit=A"])
    let text = outcome.output.split(separator: "\n  ").joined(separator: " ")  // no line broken
    let lines = [
      "Malmquist index: returns to scale crs, orientation in, reference contemporaneous, ",
      "data \(directory.file("in.csv")) where unit = A: inputs k, l; outputs y",
      "1 units, 3 periods, 2 transitions; 2 of 2 rows with a missing index",
      " distances: 100 % certified, 0 missing, 0 uncertified, 0 failed; largest relative width ",
      "late: 2 transitions, 1999-2000 to 2000-2001",
      "overall: 2 transitions, 1999-2000 to 2000-2001",
      "caution: estimated IBTECH is too large and MATECH too small by construction; compare ",
    ]
    for line in lines { #expect(text.contains(line)) }
    #expect(
      outcome.output.split(separator: "\n").count {
        $0.hasSuffix("orientation in, reference contemporaneous, convention a")
      } == 4)
    #expect(outcome.errors.contains("CPU seconds in the solver"))
  }

  @Test("named periods are chained and shown")
  func namedPeriods() {
    let outcome = malmquist(["--period", "late=2001..2001", "--format", "json", "--quiet"])
    #expect(
      outcome.output.contains(
        "\"named_periods\": [{\"name\": \"late\", \"from\": \"2000\", \"to\": \"2001\", "
          + "\"transitions\": 1}, {\"name\": \"overall\","))
  }

  @Test("a period can cover the changes within it only")
  func changesWithin() {
    let arguments = ["--period", "late=2000..2001", "--format", "json", "--quiet", "--changes"]
    let late = "{\"name\": \"late\", \"from\": \"2000\", \"to\": \"2001\", \"transitions\": 1}"
    #expect(malmquist(arguments + ["within"]).output.contains(late))
    #expect(!malmquist(arguments + ["growth-years"]).output.contains(late))
  }

  @Test("means over units can be weighted by shares of output")
  func weights() throws {
    let indices = rows(malmquist(["--format", "csv", "--quiet"]).output)
    let means = rows(
      malmquist(["--weights", "output-shares", "--table", "annual", "--format", "csv"]).output)
    let before = [10.0, 12, 13]
    let after = [11.0, 13, 14]
    var mean = 1.0
    for (unit, row) in indices.filter({ $0["period_from"] == "1999" }).enumerated() {
      let share = (before[unit] / 35 + after[unit] / 38) / 2  // totals of the two years
      mean *= try pow(#require(Double(row["ibtech"] ?? "")), share)
    }
    let found = try #require(Double(means[0]["ibtech"] ?? ""))
    #expect(abs(found / mean - 1) < 1e-12)
  }

  @Test("an index that is printed as 1 can be called neutral")
  func neutralDecimals() {
    let arguments = ["--table", "bias-counts", "--format", "csv", "--quiet", "--neutral-decimals"]
    for row in rows(malmquist(arguments + ["0"]).output) { #expect(row["neutral"] == "3") }
    #expect(rows(malmquist(arguments + ["9"]).output).contains { $0["neutral"] == "0" })
  }

  @Test(
    "a malmquist request that cannot be met is one line with its exit code",
    arguments: [
      (["--to", "1999"], "FILE: found 1 period; expected at least two", 65 as Int32),
      (["--period", "x"], "--period: found \"x\"; expected NAME=FIRST..LAST", 64),
      (
        ["--period", "a=1999..2005"],
        "FILE: found no period \"2005\" for \"a\"; expected one of \"1999\", \"2000\", \"2001\"", 65
      ),
      (["--convention", "c"], "--convention: found \"c\"; expected one of a, b, sym, printed", 64),
      (
        ["--reference", "x"],
        "--reference: found \"x\"; expected one of contemporaneous, sequential, global", 64
      ),
      (["--pairs", "k:y"], "--pairs: found \"k:y\"; expected A:B, two of \"k\", \"l\"", 64),
      (["--pairs", "k:l,k:l"], "--pairs: found \"k:l\"; expected each pair once", 64),
      (
        ["--weights", "x"], "--weights: found \"x\"; expected one of unweighted, output-shares", 64
      ),
      (["--subset", "A,B"], "--subset: found \"A,B\"; expected NAME=UNIT,UNIT", 64),
      (["--subset", "s=A,A"], "--subset: found \"A\"; expected each unit once", 64),
      (
        ["--subset", "s=A,D"],
        "FILE: found no unit \"D\" for \"s\"; expected one of \"A\", \"B\", \"C\"", 65
      ),
      (
        ["--scale", "--rts", "vrs"], "--scale: found --rts vrs; expected --rts crs with it", 64
      ),
    ])
  func refusals(arguments: [String], line: String, exitCode: Int32) {
    let outcome = malmquist(arguments + ["--quiet", "-o", directory.file("out.csv")])
    let expected = line.hasPrefix("FILE") ? directory.file("in.csv") + line.dropFirst(4) : line
    #expect(outcome.errors == "farrell: \(expected)\n")
    #expect(outcome.exitCode == exitCode)
    #expect(directory.names() == ["in.csv"])
  }

  @Test("malmquist without a column of periods is a bad request")
  func noTime() {
    let path = directory.write("in.csv", Array(Self.panel.utf8))
    let outcome = farrell.run(
      ["malmquist", path, "--unit", "unit", "--inputs", "k,l", "--outputs", "y"])
    #expect(
      outcome.errors == "farrell: --time: found nothing; expected the column with the periods\n")
    #expect(outcome.exitCode == 64)
  }

  @Test("the doctor finds this installation well")
  func doctor() {
    let outcome = farrell.run(["doctor", "--format", "csv"])
    #expect(outcome.exitCode == 0)
    #expect(rows(outcome.output).allSatisfy { $0["result"] == "ok" })
  }

  @Test("the doctor says when kernels that were asked for are not used")
  func kernels() {
    let lesser = farrell.run(
      ["doctor", "--format", "csv"], environment: ["FARRELL_KERNELS": "baseline"])
    #expect(lesser.exitCode == 0)
    let unknown = farrell.run(
      ["doctor", "--format", "csv"], environment: ["FARRELL_KERNELS": "wide"])
    #expect(unknown.exitCode == 70)
    #expect(rows(unknown.output).count { $0["result"] == "failed" } == 1)
    #expect(unknown.output.contains("; FARRELL_KERNELS asks for wide"))
  }
}
