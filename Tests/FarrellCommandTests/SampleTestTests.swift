import DenseKernels
import Frontier
@testable import Inference
import TestSupport
import Testing

@Suite("farrell test")
struct SampleTestTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  private func test(
    _ arguments: [String], _ text: String = SamplePanel.table
  ) -> FarrellProcess.Outcome {
    let path = directory.write("panel.csv", Array(text.utf8))
    return farrell.run(["test", arguments[0], path] + SamplePanel.columns + arguments.dropFirst())
  }

  private static let all: [[String]] = [
    ["returns", "--replicates", "40"], ["groups", "--replicates", "40", "--group", "owner"],
    ["environment", "--replicates", "40", "--environment", "z,w"],
    ["environment", "--replicates", "40", "--environment", "z,w", "--algorithm", "1"],
  ]

  @Test("any number of threads gives the same bytes", arguments: all)
  func sameBytes(arguments: [String]) {
    let one = test(arguments + ["--format", "json", "--threads", "1"])
    #expect(one.exitCode == 0 && one.errors.isEmpty, "\(one.errors)")
    for threads in ["2", "4"] {
      #expect(test(arguments + ["--format", "json", "--threads", threads]).output == one.output)
    }
    let other = test(arguments + ["--format", "json", "--seed", "2"])
    #expect(other.exitCode == 0 && other.output != one.output)
  }

  @Test("the plants of Simar and Wilson have the evidence of the library")
  func returns() throws {
    let path = directory.write("plants.csv", Array(SamplePanel.plantTable.utf8))
    let outcome = farrell.run(
      ["test", "returns", path]
        + SamplePanel.plantColumns.filter { !["--rts", "vrs"].contains($0) }
        + ["--replicates", "99", "--bandwidth", "normal-reference", "--format", "csv"])
    var options = SampleTestOptions()
    options.replicateCount = 99
    options.bandwidthRule = .normalReference
    let technology = try PowerPlants.technology
    let library = try ReturnsToScaleTest(options).sequence(technology, solver: FrontierSolver())
    let rows = SamplePanel.rows(outcome.output)
    #expect(rows.count == library.evidence.count && outcome.exitCode == 0)
    for (row, evidence) in zip(rows, library.evidence) {
      #expect(row["hypothesis"] == evidence.hypothesis.rawValue && row["time"] == "")
      #expect(row.number("ratio_of_means") == evidence.ratioOfMeans.value)
      #expect(row.number("ratio_of_means_p") == evidence.ratioOfMeans.pValue)
      #expect(row.number("mean_of_ratios") == evidence.meanOfRatios.value)
      #expect(row.number("mean_of_ratios_p") == evidence.meanOfRatios.pValue)
      #expect(row.number("bandwidth") == evidence.bandwidth)
      #expect(row["bandwidth_rule"] == "normal-reference")
      #expect(row["conclusion"] == library.returnsToScale.rawValue)
      #expect((row["rejected"] == "yes") == (evidence.meanOfRatios.pValue <= 0.05))
    }
  }

  @Test("groups keep their order over periods, and their means are those of the scores")
  func groups() {
    let arguments = Self.all[1] + ["--rts", "vrs", "--format", "csv"]
    let equality = SamplePanel.rows(test(arguments).output)
    #expect(equality.map { $0["time"] } == ["2001", "2002"])
    #expect(equality.allSatisfy { $0["first"] == "state" && $0["second"] == "private" })
    let means = SamplePanel.rows(test(arguments + ["--table", "groups"]).output)
    #expect(means.map { $0["observations"] } == ["10", "10", "9", "10"])
    for (period, row) in equality.enumerated() {
      let difference =
        means[2 * period].number("mean_log_score") - means[2 * period + 1].number("mean_log_score")
      #expect(abs(row.number("difference") - difference) <= 1e-14)
      #expect((0...1).contains(row.number("sum_of_squares_p")))
    }
    #expect(means.allSatisfy { (0.1...1).contains($0.number("mean_score")) })
    // One group in the second year.
    let lines = SamplePanel.table.split(separator: "\n").filter {
      !($0.contains(",2002,") && $0.contains("state"))
    }
    let outcome = test(Self.all[1], lines.joined(separator: "\n"))
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("nothing drawn for 2002: found 1 group; expected at least two"))
  }

  @Test("a regression has the numbers of the library, and says what it assumes")
  func environment() throws {
    let arguments = Self.all[3] + ["--to", "2001"]
    let rows = SamplePanel.rows(test(arguments + ["--format", "csv"]).output)
    #expect(rows.map { $0["variable"] } == ["(constant)", "z", "w", "(sigma)"])
    let data = SamplePanel.rows(SamplePanel.table).filter { $0["year"] == "2001" }
    let technology = try Technology(
      inputs: Matrix(rows: data.map { [$0.number("k"), $0.number("l")] }, columnCount: 2),
      outputs: Matrix(rows: data.map { [$0.number("y")] }, columnCount: 1),
      returnsToScale: .constant)
    var options = EnvironmentRegressionOptions()
    options.replicateCount = 40
    options.algorithm = .uncorrected
    let library = try EnvironmentRegression(options).run(
      technology,
      environment: .init(rows: data.map { [$0.number("z"), $0.number("w")] }, columnCount: 2),
      solver: FrontierSolver())
    for place in 0..<3 {
      let (basic, percentile) = (
        library.basicInterval(place, level: 0.95), library.percentileInterval(place, level: 0.95)
      )
      #expect(rows[place].number("coefficient") == library.fit.coefficients[place])
      #expect(rows[place].number("basic_lower") == basic.lower)
      #expect(rows[place].number("basic_upper") == basic.upper)
      #expect(rows[place].number("percentile_lower") == percentile.lower)
      #expect(rows[place].number("percentile_upper") == percentile.upper)
      #expect(rows[place].number("p_value") == library.pValue(place))
    }
    #expect(rows[3].number("coefficient") == library.fit.deviation)
    #expect(test(arguments).output.contains("caution: separability is assumed"))
  }

  @Test(
    "bad requests and bad columns end in one line",
    arguments: [
      (["groups"], 64, "--group: found nothing; expected the column with the groups"),
      (["groups", "--group", "kind"], 65, "panel.csv:1:1: found no group column \"kind\""),
      (["groups", "--group", "year"], 64, "found column \"year\" in time and in group"),
      (["groups", "--group", "owner", "--rts", "fdh"], 64, "--rts: found \"fdh\"; expected crs"),
      (["groups", "--group", "owner", "--table", "x"], 64, "expected one of equality, groups"),
      (["environment"], 64, "--environment: found nothing; expected columns between commas"),
      (["environment", "--environment", "owner"], 65, "panel.csv:2:"),
      (["environment", "--environment", "z", "--algorithm", "3"], 64, "expected one of 1, 2"),
      (["returns", "--replicates", "1"], 64, "--replicates: found \"1\"; expected a whole number"),
      (["returns", "--bandwidth", "wide"], 64, "--bandwidth: found \"wide\"; expected one of"),
    ])
  func refusals(arguments: [String], code: Int32, words: String) {
    let outcome = test(arguments)
    #expect(outcome.exitCode == code && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty)
  }

  @Test("collinear columns have no maximum, and too few units no regression")
  func noRegression() {
    let collinear = SamplePanel.table.split(separator: "\n").enumerated().map {
      $0.element + ($0.offset == 0 ? ",same" : ",1")
    }.joined(separator: "\n")
    let outcome = test(["environment", "--environment", "same"], collinear)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("period \"2001\": found no maximum of the likelihood"))
    let few = SamplePanel.table.split(separator: "\n").prefix(5).joined(separator: "\n")
    let small = test(["environment", "--environment", "z,w"], few)
    #expect(
      small.exitCode == 65 && small.errors.contains("units off the frontier; expected at least"))
  }
}
