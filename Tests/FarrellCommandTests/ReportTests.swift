import Glibc
import TestSupport
import Testing

@Suite("farrell report")
struct ReportTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  /// A run that all tests read and none writes to.
  private struct Sample {
    let directory = TemporaryDirectory()
    let page: String
    let element: Result<Element, any Error>
    var run: String { directory.file("run") }

    init() {
      let farrell = FarrellProcess(directory: directory)
      let panel = directory.write("panel.csv", Array(ReportTests.table().utf8))
      _ = farrell.run(
        ["bootstrap", panel] + ReportTests.flags + [
          "--run", directory.file("run"), "-o", "/dev/null",
        ])
      let html = farrell.run(["report", directory.file("run"), "--quiet"]).output
      (page, element) = (html, Result { try PageReader.read(html) })
      atexit { ReportTests.sample.directory.remove() }
    }
  }
  private static let sample = Sample()

  private static let units = ["Coal", "Steel", "Power", "Glass", "Paper", "Food", "Textiles"]
  private static let flags = [
    "--unit", "sector", "--time", "year", "--inputs", "k,l", "--outputs", "y", "--period",
    "early=2001..2002", "--period", "late=2003..2003", "--pairs", "k:l", "--prices", "k=r",
    "--prices", "l=w", "--subset", "heavy=Coal,Steel,Power", "--replicates", "40", "--quiet",
  ]
  static let sections = [
    "findings", "productivity", "bias", "factors", "prices", "data", "method", "proof", "citing",
  ]

  /// Sectors over four years with prices of both inputs.
  private static func table(_ units: [String] = units) -> String {
    var random = SplitMix64(seed: 34)
    var text = "sector,year,k,l,y,r,w\n"
    for unit in units {
      for year in 2000..<2004 {
        let numbers = (0..<5).map { _ in Double.random(in: 1...3, using: &random) }
        text += "\(unit.quotedForCSV),\(year),"
        text += numbers.map(\.description).joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private func report(_ more: String..., output: String? = nil) -> FarrellProcess.Outcome {
    farrell.run(["report", Self.sample.run, "--quiet"] + more, output: output)
  }

  /// The run again, in a directory that may be changed.
  private func copyOfRun(without shard: String? = nil) -> String {
    for folder in ["run", "run/shards", "run/locks"] { directory.folder(folder) }
    let from = Self.sample.directory
    for name in from.tree("run") where name != shard {
      directory.write(name, farrell.bytes(from.file(name)))
    }
    return directory.file("run")
  }

  @Test("a page has all sections, every unit, and files that agree with its own counts")
  func contents() throws {
    let page = try Self.sample.element.get()
    #expect(page.all("h2").compactMap { $0.attributes["id"] } == Self.sections)
    let words = Set(page.all.map(\.text))
    for unit in Self.units { #expect(words.contains(unit), "\(unit)") }
    let main = try #require(page.all("main").first)
    for (kind, mark) in [("data-tables", "t"), ("data-figures", "f")] {
      let count = page.all("figure").count { $0.attributes["class"] == mark }
      #expect(main.attributes[kind] == "\(count)" && count >= 4)
    }
    for section in Self.sections { #expect((page.section(section)?.words.count ?? 0) > 200) }
    #expect(Self.sample.page.utf8.count < 1_000_000)
    // Written to a file, it is the same and the only one.
    #expect(report("-o", directory.file("page.html")).exitCode == 0)
    #expect(farrell.contents(directory.file("page.html")) == Self.sample.page)
    #expect(directory.tree() == ["page.html"])
  }

  @Test("the numbers of a page are those that merge gives")
  func numbers() throws {
    let page = try Self.sample.element.get()
    let files = page.savedTables
    let json = farrell.run(["merge", Self.sample.run, "--format", "json", "--quiet"]).output
    func merged(_ table: String) -> String {
      farrell.run(["merge", Self.sample.run, "--table", table, "--format", "csv", "--quiet"]).output
    }
    for table in ["annual-means", "bias-by-unit", "saving-by-year"] {
      #expect(files["\(table).csv"] == merged(table), "\(table)")
    }
    // Table 1, as text for people and as the values that its cells sort by.
    let table = try #require(page.all("figure").first { $0.attributes["id"] == "table-1" })
    let cells = table.all("tbody").flatMap(\.children).map { row in
      row.children.map { $0.attributes["data-v"] ?? $0.text }
    }.filter { $0.count > 1 }
    let rows = SamplePanel.rows(merged("annual-means"))
    #expect(cells.count == rows.count && rows.count == 6)
    for (cells, row) in zip(cells, rows) {
      #expect(Set(row.values.filter { !$0.isEmpty }).isSubset(of: cells))
      // Of periods the table has the mean year, which JSON has by other names.
      for name in ["tfpch", "ibtech"] where Int(row["year"] ?? "") != nil {
        #expect(json.contains("\"estimate\": \(try #require(row[name]))"), "\(name)")
      }
    }
    // The cumulative figure has the means of the whole.
    let means = SamplePanel.rows(merged("means")).filter {
      $0["group"] == "all" && $0["period"] == "overall"
    }
    let last = SamplePanel.rows(try #require(files["cumulative.csv"])).filter {
      $0["year"] == "2003"
    }
    #expect(means.count >= 6)
    for row in last {
      let mean = try #require(means.first { $0["index"] == row["index"] })
      #expect(abs(row.number("estimate") / mean.number("estimate") - 1) < 1e-12)
    }
    #expect(last.count >= 6)
  }

  @Test("threads and parts leave the same bytes")
  func sameBytes() {
    for threads in ["1", "2", "4"] {
      #expect(report("--threads", threads).output == Self.sample.page, "\(threads) threads")
    }
    let run = directory.file("parts")
    let panel = Self.sample.directory.file("panel.csv")
    for part in ["2/3", "1/3", "3/3"] {
      let drawn = farrell.run(
        ["bootstrap", panel] + Self.flags + ["--run", run, "--resume", "--shard", part])
      #expect(drawn.exitCode == 0)
    }
    #expect(farrell.run(["report", run, "--quiet"]).output == Self.sample.page)
  }

  private static let hostile = [
    "<script>alert(1)</script>", "say \"x\"", "]]>", "../../x", "=cmd|' /C calc'!A0", "煤炭开采",
    "مصنع",
  ]

  @Test("names are words wherever they stand: no markup, no address, no file")
  func hostileNames() throws {
    for folder in ["inner", "inner/box"] { directory.folder(folder) }
    let panel = directory.write("inner/box/panel.csv", Array(Self.table(Self.hostile).utf8))
    let run = directory.file("inner/box/run")
    var arguments = [
      "bootstrap", panel, "--unit", "sector", "--time", "year", "--inputs", "k,l", "--outputs",
      "y", "--replicates", "4", "--quiet", "--run", run, "-o", "/dev/null", "--compare", "none",
    ]
    let labels = Self.hostile.map { $0.split(separator: "=").joined() }
    for name in labels.prefix(3) { arguments += ["--period", "\(name)=2001..2002"] }
    for name in labels.dropFirst(3) { arguments += ["--subset", "\(name)=../../x,]]>,煤炭开采"] }
    let drawn = farrell.run(arguments)
    #expect(drawn.exitCode == 0, "\(drawn.errors)")
    let output = directory.file("inner/box/page.html")
    let title = Self.hostile.joined(separator: " ")
    let made = farrell.run(["report", run, "--title", title, "--quiet", "-o", output])
    #expect(made.exitCode == 0, "\(made.errors)")
    let words = try checkHarmless(farrell.contents(output), title: title)
    for label in labels { #expect(words.contains { $0.contains(label) }, "\(label)") }
    #expect(
      directory.tree().filter { !$0.hasPrefix("inner/box/run/") }
        == ["inner/box/page.html", "inner/box/panel.csv"])
  }

  /// Checks a page, and returns its texts.
  private func checkHarmless(_ html: String, title: String) throws -> Set<String> {
    let harmless = try Self.sample.element.get()
    let page = try PageReader.read(html)
    #expect(Set(page.all.map(\.name)).isSubset(of: harmless.all.map(\.name) + ["bdi"]))
    #expect(
      Set(page.all.flatMap(\.attributes.keys)).isSubset(
        of: harmless.all.flatMap(\.attributes.keys)))
    for value in page.all.flatMap({ [$0.attributes["href"], $0.attributes["src"]] }).compactMap(
      \.self)
    {
      #expect(value.hasPrefix("#") || value.hasPrefix("data:text/csv;charset=utf-8,"))
    }
    for name in page.all("a").compactMap({ $0.attributes["download"] }) {
      #expect(!name.contains("/") && !name.hasPrefix("."), "\(name)")
    }
    let texts = Set(page.all.map(\.text))
    for unit in Self.hostile { #expect(texts.contains(unit), "\(unit)") }
    #expect(page.all("h1").map(\.words) == [title] && page.all("title").first?.text == title)
    return texts
  }

  @Test("what has no page says so in one line, with its exit code, and writes nothing")
  func refusals() {
    let empty = directory.folder("empty")
    let old = directory.write("old.html", Array("old".utf8))
    let refused: [(arguments: [String], code: Int32, words: String)] = [
      ([directory.file("nowhere")], 66, "found no run"), ([empty], 66, "found no run"),
      ([old], 66, "found no run"),
      ([Self.sample.run, "-o", old], 73, "--force"),
      ([Self.sample.run, "-o", empty, "--force"], 73, "directory"),
      ([Self.sample.run, "-o", directory.file("nowhere/x.html")], 73, "nowhere"),
      ([Self.sample.run, "--level", "2"], 64, "--level"),
      ([Self.sample.run, "--level", "x"], 64, "--level"),
      ([Self.sample.run, "--pairs", "k"], 64, "--pairs"),
      ([Self.sample.run, "--pairs", "k:z"], 64, "--pairs"),
      ([Self.sample.run, "--interval", "bca"], 64, "--interval"),
      ([Self.sample.run, "--threads", "0"], 64, "--threads"), ([], 64, "<directory>"),
    ]
    for (arguments, code, words) in refused {
      let found = farrell.run(["report", "--quiet"] + arguments)
      #expect(found.exitCode == code && found.output.isEmpty, "\(arguments): \(found.errors)")
      #expect(found.errors.contains(words), "\(arguments): \(found.errors)")
      #expect(found.errors.split(separator: "\n").count == 1)
    }
    #expect(
      farrell.contents(old) == "old" && directory.tree(hasFolders: true) == ["empty", "old.html"])
    #expect(report("-o", old, "--force").exitCode == 0)
    #expect(farrell.contents(old) == Self.sample.page)
  }

  @Test("a run with shards missing or damaged names the command that goes on, and has no page")
  func incomplete() {
    let run = copyOfRun(without: "run/shards/000001")
    let output = directory.file("page.html")
    let missing = farrell.run(["report", run, "-o", output, "--quiet"])
    #expect(missing.exitCode == 75 && missing.errors.contains("--resume --run \(run)"))
    directory.write("run/shards/000001", Array("nonsense".utf8))
    let damaged = farrell.run(["report", run, "-o", output, "--quiet"])
    #expect(damaged.exitCode == 75 && !directory.names().contains("page.html"))
    #expect(
      farrell.run(["bootstrap", "--run", run, "--resume", "-o", "/dev/null", "--quiet"]).exitCode
        == 0)
    #expect(farrell.run(["report", run, "-o", output, "--quiet"]).exitCode == 0)
    #expect(farrell.contents(output) == Self.sample.page)
    directory.write("run/data", Array("x".utf8))
    #expect(farrell.run(["report", run, "-o", output, "--force", "--quiet"]).exitCode == 65)
    #expect(farrell.contents(output) == Self.sample.page)
  }

  @Test("no file of the run is ever replaced by results", arguments: ["report", "merge"])
  func runIsSafe(command: String) {
    let run = copyOfRun()
    let before = farrell.snapshot("run")
    for name in ["manifest.json", "data", "shards/000000"] {
      let found = farrell.run([command, run, "-o", "\(run)/\(name)", "--force", "--quiet"])
      #expect(found.exitCode == 73, "\(name): \(found.errors)")
    }
    #expect(FarrellProcess.differences(farrell.snapshot("run"), before) == [])
  }

  @Test("title, level and type of interval are those asked for, and estimates stay")
  func options() throws {
    let original = try Self.sample.element.get()
    let files = original.savedTables
    let titled = try PageReader.read(report("--title", "Two & two").output)
    #expect(titled.all("h1").map(\.words) == ["Two & two"])
    #expect(titled.savedTables == files)
    for arguments in [["--level", "0.9"], ["--interval", "percentile"]] {
      let page = try PageReader.read(report(arguments[0], arguments[1]).output)
      let (rows, other) = (
        SamplePanel.rows(files["annual-means.csv"] ?? ""),
        SamplePanel.rows(page.savedTables["annual-means.csv"] ?? "")
      )
      #expect(rows.count == 6 && rows.map { $0["tfpch"] } == other.map { $0["tfpch"] })
      #expect(rows.map { $0["ibtech lower"] } != other.map { $0["ibtech lower"] })
      if arguments[0] == "--level" {
        for (wide, narrow) in zip(rows, other) {
          #expect(narrow.number("ibtech lower") >= wide.number("ibtech lower"))
          #expect(narrow.number("ibtech upper") <= wide.number("ibtech upper"))
        }
        #expect(page.section("method")?.words.contains("90 %") == true)
      }
    }
  }

  @Test("a full device ends with 74, and an output that cannot be kept is not there at all")
  func fullDevice() {
    #expect(report(output: "/dev/full").exitCode == 74)
    #expect(report("-o", "/dev/full", "--force").exitCode == 74)
    #expect(directory.tree() == [])
  }
}
