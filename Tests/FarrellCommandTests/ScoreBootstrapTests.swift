import DenseKernels
import Frontier
import Glibc
@testable import Inference
import TestSupport
import Testing

@Suite("farrell efficiency --bootstrap")
struct ScoreBootstrapTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  private func plants(_ more: [String]) -> FarrellProcess.Outcome {
    let path = directory.write("plants.csv", Array(SamplePanel.plantTable.utf8))
    return farrell.run(["efficiency", path] + SamplePanel.plantColumns + more)
  }

  private func panel(_ more: [String]) -> FarrellProcess.Outcome {
    let path = directory.write("panel.csv", Array(SamplePanel.table.utf8))
    return farrell.run(["efficiency", path] + SamplePanel.columns + more)
  }

  @Test(
    "the plants of Simar and Wilson have their published scores, and the numbers of the library")
  func published() throws {
    let outcome = plants(
      ["--bootstrap", "2000", "--bandwidth", "0.014", "--format", "csv"])
    #expect(outcome.exitCode == 0)
    let rows = SamplePanel.rows(outcome.output.split(separator: "\n").joined(separator: "\n"))
    let corrected = [
      0.853, 0.943, 0.954, 0.919, 0.946, 0.893, 0.877, 0.808, 0.864, 0.839, 0.943, 0.945, 0.945,
      0.944, 0.940, 0.879, 0.945, 0.951, 0.934,
    ]
    #expect(rows.count == 19)
    var options = EfficiencyBootstrapOptions()
    options.replicateCount = 2000
    options.bandwidth = 0.014
    let technology = try PowerPlants.technology
    let library = try EfficiencyBootstrap(options).run(technology, solver: FrontierSolver())
    for (plant, row) in rows.enumerated() {
      #expect(abs(row.number("corrected") - corrected[plant]) <= 0.005, "plant \(plant + 1)")
      #expect(row.number("corrected") == 1 / library.corrected[plant])
      let ends = library.errors[plant].interval(of: library.estimates[plant], level: 0.95)
      #expect(row.number("ci_lower") == exp(-ends.upper))
      #expect(row.number("ci_upper") == exp(-ends.lower))
      #expect(row.number("bias") == row.number("score") - row.number("corrected"))
      #expect(row["valid_share"] == "1")
      #expect((row["correct"] == "yes") == library.errors[plant].isBiasWorthCorrecting)
    }
    for (plant, lower, upper) in [(1, 0.816, 0.868), (2, 0.839, 0.998), (9, 0.787, 0.888)] {
      #expect(abs(rows[plant - 1].number("ci_lower") - lower) <= 0.01)
      #expect(abs(rows[plant - 1].number("ci_upper") - upper) <= 0.01)
    }
  }

  @Test("any number of threads gives the same bytes", arguments: ["in", "out"])
  func sameBytes(orientation: String) {
    let arguments = ["--bootstrap", "70", "--orientation", orientation, "--format", "json"]
    let one = panel(arguments + ["--threads", "1"])
    #expect(one.exitCode == 0 && one.output.contains("\"ci_lower\""))
    for threads in ["2", "4"] {
      #expect(panel(arguments + ["--threads", threads]).output == one.output)
    }
  }

  @Test("every period has draws of its own, and the first those of a single period")
  func periods() {
    let arguments = ["--bootstrap", "40", "--format", "csv"]
    let both = SamplePanel.rows(panel(arguments).output)
    let first = SamplePanel.rows(panel(arguments + ["--to", "2001"]).output)
    #expect(first.count == 20 && both.count == 39)
    #expect(Array(both.prefix(20)) == first)
    let twice = SamplePanel.table.split(separator: "\n").filter { $0.contains(",2001,") }
    let text =
      "unit,year,k,l,y,owner,z,w\n"
      + (twice.map(String.init)
      + twice.map { String($0).replacing(",2001,", with: ",2002,") }).joined(separator: "\n")
    let path = directory.write("twice.csv", Array(text.utf8))
    let rows = SamplePanel.rows(
      farrell.run(["efficiency", path] + SamplePanel.columns + arguments).output)
    #expect(rows[0]["score"] == rows[20]["score"])
    #expect(rows[0]["corrected"] != rows[20]["corrected"])
  }

  @Test("an interval is in the scale of the score and leaves the estimate on its better side")
  func scale() {
    for (orientation, sign) in [("in", 1.0), ("out", -1.0)] {
      let outcome = panel(
        ["--bootstrap", "60", "--orientation", orientation, "--format", "csv", "--level", "0.9"])
      for row in SamplePanel.rows(outcome.output) {
        #expect(sign * (row.number("score") - row.number("corrected")) >= 0)
        #expect(row.number("ci_lower") <= row.number("ci_upper"))
        #expect(row.number("std_error") > 0)
      }
    }
  }

  @Test("notes and metadata say the bandwidth of each period, its rule, and what to beware of")
  func notes() {
    let text = panel(["--bootstrap", "30", "--smoothing", "reflect-first"]).output
    for words in ["bandwidth 2001: ", "(silverman), 2002: ", "reflect-first exaggerates"] {
      #expect(text.contains(words), "\(words)")
    }
    let factor = ["--bandwidth", "normal-reference", "--bandwidth-factor", "0.5"]
    let json = panel(["--bootstrap", "30", "--format", "json", "--seed", "9"] + factor).output
    for words in [
      "\"smoothing\": \"reflect-last\"", "\"seed\": \"9\"", "\"bandwidth_factor\": 0.5",
      "\"rule\": \"normal-reference\"", "\"replicates\": 30",
    ] { #expect(json.contains(words), "\(words)") }
  }

  @Test("a period of efficient units has scores without intervals, and says why")
  func allEfficient() {
    let efficient = "a,2003,1,4,1,state,0,0\nb,2003,2,2,1,state,0,0\nc,2003,4,1,1,state,0,0\n"
    let path = directory.write("gap.csv", Array((SamplePanel.table + efficient).utf8))
    func run(_ more: [String]) -> FarrellProcess.Outcome {
      farrell.run(["efficiency", path] + SamplePanel.columns + ["--bootstrap", "30"] + more)
    }
    #expect(
      run([]).output.contains("nothing drawn for 2003: found every unit efficient; expected"))
    let rows = SamplePanel.rows(run(["--format", "csv"]).output)
    #expect(rows[0]["ci_lower"] != "" && rows[39]["score"] == "1" && rows[39]["ci_lower"] == "")
    let alone = run(["--from", "2003", "--bandwidth", "0.1"])
    #expect(alone.exitCode == 65)
    #expect(
      alone.errors.hasSuffix(
        "period \"2003\": found every unit efficient; "
          + "expected inefficiencies to draw from\n"))
  }

  @Test(
    "settings that no bootstrap can have end in one line",
    arguments: [
      (["--bootstrap", "1"], "--bootstrap: found \"1\"; expected a whole number from 2"),
      (["--bootstrap", "9", "--technology", "pooled"], "found \"pooled\"; expected own with"),
      (["--bootstrap", "9", "--rts", "fdh"], "--rts: found \"fdh\"; expected crs, vrs, nirs or"),
      (["--bootstrap", "9", "--bandwidth", "0"], "--bandwidth: found \"0\"; expected one of"),
      (["--bootstrap", "9", "--smoothing", "x"], "--smoothing: found \"x\"; expected one of"),
      (["--bootstrap", "9", "--level", "1"], "--level: found \"1\"; expected a number from 0.5"),
      (["--seed", "4"], "--seed: found no --bootstrap; expected the number of replicates"),
    ])
  func refusals(arguments: [String], words: String) {
    let outcome = panel(arguments)
    #expect(outcome.exitCode == 64 && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test("a run file may hold settings of draws for other commands")
  func runFile() {
    let path = directory.write("run.toml", Array("seed = 4\nlevel = 0.9\n".utf8))
    #expect(panel(["--config", path, "--format", "csv"]).exitCode == 0)
  }

  @Test("a signal ends the draws, and leaves no file")
  func signal() {
    let path = directory.write("plants.csv", Array(SamplePanel.plantTable.utf8))
    let outcome = farrell.run(
      ["efficiency", path] + SamplePanel.plantColumns
        + ["--bootstrap", "1000000", "-o", directory.file("out.csv")],
      interruption: .init(signal: SIGINT, afterMilliseconds: 1000))
    #expect(outcome.exitCode == 130)
    #expect(outcome.errors == "farrell: interrupted; no results were written\n")
    #expect(directory.names() == ["plants.csv"])
  }
}
