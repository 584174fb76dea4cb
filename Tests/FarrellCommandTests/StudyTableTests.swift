import Glibc
import TestSupport
import Testing

@Suite("Tables and figures of a study")
struct StudyTableTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  /// F1 of METHODS 8.1 with Chinese names, and prices.
  private static let fixture = """
    unit,year,煤,电,y,p1,p2
    甲,t,1,4,1,1,1
    乙,t,2,2,1,1,1
    丙,t,4,1,1,1,1
    丁,t,4,4,1,1,1
    甲,t+1,1,3,1,2,1
    乙,t+1,1.5,2,1,2,1
    丙,t+1,3,1,1,1,3
    丁,t+1,4,2,1.2,1,1
    """
  private static let columns = [
    "--unit", "unit", "--time", "year", "--inputs", "煤,电", "--outputs", "y", "--quiet",
  ]

  private func run(
    _ command: String, _ more: [String], data: String = fixture, columns: [String] = columns
  ) -> FarrellProcess.Outcome {
    let path = directory.write("in.csv", Array(data.utf8))
    return farrell.run([command, path] + columns + more)
  }

  private func rows(_ table: String, _ more: [String] = []) -> [[String: String]] {
    SamplePanel.rows(run("malmquist", ["--table", table, "--format", "csv"] + more).output)
  }

  @Test("input biases of the fixture are exact, the geometric mean last")
  func biasByUnit() {
    let rows = rows("bias-by-unit")
    let expected = [1.2, 1.08, 1.2, 1.05].map { $0.squareRoot() }
    #expect(rows.map { $0["unit"] ?? "" }.prefix(4) == ["甲", "乙", "丙", "丁"])
    for (row, value) in zip(rows, expected) {
      #expect(abs(row.number("overall ibtech") / value - 1) < 1e-9)
    }
    #expect(rows.last?["unit"] == "geometric mean")
    let mean = pow(expected.reduce(1, *), 0.25)
    #expect(abs((rows.last?.number("overall ibtech") ?? 0) / mean - 1) < 1e-9)
  }

  @Test("annual means multiply to productivity change, and a mean year of one year is that year")
  func annualMeans() {
    let rows = rows("annual-means")
    #expect(rows.map { $0["year"] } == ["t+1", "overall (mean year)"])
    for row in rows {
      let product = ["effch", "matech", "obtech", "ibtech"].reduce(1) { $0 * row.number($1) }
      #expect(abs(product / row.number("tfpch") - 1) < 1e-9 && row["units"] == "4")
    }
  }

  @Test("saved inputs follow the rule, and the bottom rows count them")
  func saving() {
    let rows = rows("saving-by-unit")
    // ln(x1/x2) rises for A, B and D and falls for C only where x1 falls more: see METHODS 8.1.
    let cells = rows.map { $0["overall 煤:电"] ?? "" }
    #expect(cells.prefix(4) == ["电", "煤", "煤", "电"])
    #expect(rows.map { $0["unit"] ?? "" }.dropFirst(4).first == "units saving 煤")
    #expect(cells.dropFirst(4) == ["2", "2", "0", "0"])
    #expect(self.rows("saving-by-year").map { $0["year"] } == ["t+1", "overall"])
  }

  @Test("an input that became dearer and is saved is consistent; prices may share a column")
  func inducedInnovation() {
    let prices = ["--prices", "煤=p1,电=p2"]
    let units = rows("induced-by-unit", prices).filter { $0["rule"] == "ibtech" }
    #expect(units.map { $0["consistent"] } == ["no", "yes", "no", "?"])
    let mean = rows("induced-innovation", prices).first { $0["rule"] == "ibtech" } ?? [:]
    #expect(
      mean["units decided"] == "3" && mean["units consistent"] == "1" && mean["units p"] == "1")
    let change = (2 * log(2.0) - log(3.0)) / 4
    #expect(abs(mean.number("average unit price change") - change) < 1e-12)
    let same = rows("induced-by-unit", ["--prices", "煤=p1,电=p1"])
    #expect(same.allSatisfy { $0["price change"] == "0" && $0["consistent"] == "?" })
    #expect(
      run("malmquist", prices + ["--format", "json"]).output.contains("\"induced-innovation\""))
    let refused: [(arguments: [String], code: Int32, words: String)] = [
      (["--table", "induced-innovation"], 64, "without prices; expected --prices with it"),
      (["--prices", "煤=p1"], 64, "expected prices of at least two inputs"),
      (["--prices", "煤=p1,煤=p2"], 64, "expected each input once"),
      (["--prices", "y=p1,煤=p2"], 64, "expected INPUT=COLUMN with an input of \"煤\", \"电\""),
      (["--prices", "煤=,电=p2"], 64, "expected INPUT=COLUMN"),
      (["--prices", "煤=p1,电=p3"], 65, "in.csv:1:1: found no price column \"p3\""),
      (["--prices", "煤=p1,电=unit"], 65, "in.csv:2:1: found \"甲\"; expected a number"),
    ]
    for (arguments, code, words) in refused {
      let outcome = run("malmquist", arguments)
      #expect(outcome.exitCode == code && outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test("every format shows the same tables, each with its model")
  func formats() {
    let text = run("malmquist", ["--format", "markdown"]).output
    let latex = run("malmquist", ["--format", "tex"]).output
    for title in [
      "Geometric means over units by year", "Input bias of technical change by unit",
      "Saved input of the average unit", "Saved input by unit",
    ] {
      #expect(text.contains("**\(title)**") && latex.contains("\\caption{\(title)}"))
    }
    for output in [text, latex, run("malmquist", []).output] {
      let model = "returns to scale crs, orientation in, reference contemporaneous, convention a"
      #expect(output.split(separator: model).count == 5)
      #expect(output.split(separator: " 0 missing, 0 uncertified, 0 failed").count == 5)
      #expect(output.contains("甲"))
    }
    #expect(latex.contains("xeCJK") && text == run("malmquist", ["--format", "md"]).output)
    #expect(run("efficiency", ["--format", "latex"]).output.contains("\\toprule"))
  }

  @Test("figures are there, in two forms, the same for any number of threads")
  func pictures() {
    func figures(_ name: String, _ threads: String) -> [String] {
      let path = directory.file(name)
      let outcome = run(
        "malmquist", ["--pictures", path, "--threads", threads, "--period", "one=t+1..t+1"])
      #expect(outcome.exitCode == 0)
      let files = ["cumulative", "cumulative-1", "isoquant-1", "isoquant-1-1"].flatMap {
        ["\($0).svg", "\($0).vl.json"]
      }
      defer {
        for file in files { unsafe unlink("\(path)/\(file)") }
        unsafe rmdir(path)
      }
      return files.map { farrell.contents("\(path)/\($0)") }
    }
    let one = figures("a", "1")
    #expect(one.allSatisfy { $0.count > 1000 } && figures("b", "3") == one)
    let isoquant = one[4]
    #expect(isoquant.contains("煤") && isoquant.contains("neutral shift"))
    #expect(isoquant.contains("mix of t+1") && isoquant.contains("(a corner)"))
    #expect(one[0].contains("Share of the input bias in tfpch"))
    #expect(run("malmquist", ["--pictures", directory.file("x/y")]).exitCode == 73)
    let corners = rows("isoquants").filter { $0["line"] == "new" }
    // F_t of the geometric mean (2^1.25, 2^1.25) is 2^0.25: the corners of F_{t+1} = 1 times that.
    let level = pow(2, 0.25)
    for (row, corner) in zip(corners, [(1.0, 3.0), (1.5, 2.0), (3.0, 1.0)]) {
      #expect(abs(row.number("first") / (corner.0 * level) - 1) < 1e-12)
      #expect(abs(row.number("second") / (corner.1 * level) - 1) < 1e-12)
    }
    #expect(corners.count == 3)
  }

  /// F2 of METHODS 8.1 over two years.
  private static let second = """
    unit,year,a,b,y,z
    u1,1,2,8,4,3
    u2,1,3,4,5,5
    u3,1,6,3,6,4
    u4,1,8,2,3,6
    u5,1,5,6,4,4
    u1,2,2,7,4,4
    u2,2,3,5,6,5
    u3,2,5,3,6,5
    u4,2,9,2,4,6
    u5,2,6,5,5,5
    """

  @Test("the biases of the fixture of two outputs are those of METHODS")
  func secondFixture() {
    let outcome = run(
      "malmquist", ["--table", "bias-by-unit", "--format", "csv"], data: Self.second,
      columns: [
        "--unit", "unit", "--time", "year", "--inputs", "a,b", "--outputs", "y,z", "--quiet",
      ])
    let rows = SamplePanel.rows(outcome.output)
    let biases = [1.016001, 1.069045, 1.054093, 1.041684, 1.048386]
    let reduced = [1, 1.001836, 0.986178, 1, 1.048386]
    for (row, (bias, loo)) in zip(rows, zip(biases, reduced)) {
      #expect(abs(row.number("overall ibtech") - bias) < 1e-6)
      #expect(abs(row.number("overall LOO") - loo) < 1e-6)
    }
    #expect(rows.count == 7)
  }

  /// 12 units over 3 years, the mix drifting, with prices.
  private var panel: String {
    var random = SplitMix64(seed: 5)
    var text = "unit,year,k,e,y,pk,pe\n"
    for year in 0..<3 {
      for unit in 0..<12 {
        let (k, e) = (
          Double.random(in: 1...4, using: &random), Double.random(in: 1...4, using: &random)
        )
        let y = (k * e).squareRoot() * Double.random(in: 0.6...1, using: &random)
        text += "行业\(unit),\(2000 + year),\(k),\(e),\(y),1,\(exp(0.1 * Double(year)))\n"
      }
    }
    return text
  }

  @Test("a bootstrap adds intervals and doubts, and prices can be given to a run on disk")
  func bootstrap() {
    let columns = [
      "--unit", "unit", "--time", "year", "--inputs", "k,e", "--outputs", "y", "--quiet",
    ]
    let path = directory.file("run")
    let arguments = [
      "--replicates", "40", "--run", path, "--resume", "--pairs", "e:k", "--subset",
      "two=行业1,行业2", "--format", "md",
    ]
    let text = run("bootstrap", arguments, data: panel, columns: columns).output
    for words in [
      "**Saved input by unit, two**", "p-value", "B 40, seed 1", "neutral-null", "(n.s.)",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    func table(_ name: String, _ more: [String] = []) -> [[String: String]] {
      let outcome = farrell.run(
        ["merge", path, "--table", name, "--format", "csv", "--quiet"] + more)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      return SamplePanel.rows(outcome.output)
    }
    let bias = table("bias-by-unit")
    #expect(bias.count == 12 + 4)
    for row in bias.prefix(12) {
      #expect(row.number("overall lower") < row.number("overall upper"))
      #expect((0...1).contains(row.number("overall supp.")))
    }
    let (annual, chain) = (bias[12], bias[13])
    for name in ["ibtech", "lower", "upper"] {
      let value = annual.number("overall \(name)")
      #expect(abs(value * value / chain.number("overall \(name)") - 1) < 1e-12)
    }
    let means = table("annual-means")
    #expect(means.map { $0["year"] } == ["2001", "2002", "overall (mean year)"])
    #expect(abs(means[2].number("ibtech") / annual.number("overall ibtech") - 1) < 1e-12)
    let byYear = table("saving-by-year")
    #expect(byYear.map { $0["year"] } == ["2001", "2002", "overall"])
    for row in byYear {
      let (cell, share) = (row["e:k saves"] ?? "", row.number("e:k confid."))
      #expect(cell.hasPrefix("e") || cell.hasPrefix("k"))
      if cell == "e" { #expect(share >= 0.975) }
      if cell == "k" { #expect(share <= 0.025) }
    }
    #expect(table("contributions").count == 2)
    let units = table("induced-by-unit", ["--prices", "e=pe,k=pk"])
    #expect(units.count == 12)
    #expect(units.allSatisfy { abs($0.number("price change") - 0.2) < 1e-12 })
    for row in units {
      #expect(row["consistent"] == ((row["saves"] ?? "").hasPrefix("e") ? "yes" : "no"))
    }
    #expect(farrell.run(["merge", path, "--prices", "e=pe", "--quiet"]).exitCode == 64)
    removeRun(path)
  }

  private func removeRun(_ path: String) {
    for number in 0..<64 { unsafe unlink("\(path)/shards/00000\(number < 10 ? "0" : "")\(number)") }
    unsafe rmdir("\(path)/shards")
  }
}

@Suite(
  "Tables of the Chinese industries",
  .enabled(if: Industries.exist, "../shared/data is missing"))
struct IndustryTableTests {
  private let directory = TemporaryDirectory()

  private func malmquist(_ more: [String]) -> String {
    let energy = "energy_total_mtce"
    let outcome = FarrellProcess(directory: directory).run(
      [
        "malmquist", Industries.path, "--unit", "industry_zh", "--time", "year", "--inputs",
        "k,l,\(energy),m_est", "--outputs", "y", "--to", "2012", "--pairs",
        "\(energy):k,\(energy):l,\(energy):m_est", "--period", "11th=2006..2010", "--prices",
        "\(energy)=price_coal_yuan_t,k=price_k_pct,l=price_l_yuan", "--quiet",
      ] + more)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    return outcome.output
  }

  @Test("all tables have the rows of 35 industries, 13 transitions, 3 periods and 3 pairs")
  func rows() {
    let text = malmquist([
      "--from", "1999", "--period", "10th=2001..2005", "--format", "markdown",
    ])
    let tables = text.split(separator: "\n**").map { part in
      part.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
    }
    // Means by year, bias by unit, saving by year and by unit, induced innovation by two rules.
    #expect(tables.map(\.count) == [13 + 3, 35 + 2, 13 + 3, 35 + 4, 3 * 2 * 2])
    let widths = tables.map { ($0.first ?? "").split(separator: " | ").count }
    #expect(widths == [2 + 7, 1 + 3 * 3, 1 + 3, 1 + 3 * 3, 3 + 3 + 4])
  }

  @Test("shares and isoquants are there for every year, period and pair")
  func figures() {
    let short = ["--from", "2006", "--format", "csv", "--table"]
    #expect(SamplePanel.rows(malmquist(short + ["contributions"])).count == 6)
    let corners = SamplePanel.rows(malmquist(short + ["isoquants"]))
    #expect(Set(corners.map { "\($0["period"] ?? "") \($0["pair"] ?? "")" }).count == 6)
  }
}

/// The industries of ../shared/data, which not every copy of the repository has beside it.
private enum Industries {
  static let path =
    #filePath.split(separator: "/").dropLast(4).reduce("") { "\($0)/\($1)" }
    + "/shared/data/china_industry35/china_industry35.csv"
  static var exist: Bool { unsafe access(path, R_OK) == 0 }
}
