import Glibc
import TestSupport
import Testing

@Suite("farrell study")
struct StudyTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  private func study(
    _ more: String..., interruption: FarrellProcess.Interruption? = nil
  ) -> FarrellProcess.Outcome {
    farrell.run(
      ["study", directory.file("recipe.toml"), "-o", directory.file("out")] + more,
      interruption: interruption)
  }

  @Test("one command leaves panel, audit, run, tables, figures and page, those of doing it by hand")
  func everything() throws {
    StudySample().write(to: directory)
    #expect(study("--quiet").exitCode == 0)
    let all = farrell.snapshot("out")
    let names = Set(all.keys)
    for name in ["panel.csv", "audit.csv", "report.html", "run/manifest.json", "run/data"] {
      #expect(names.contains("out/\(name)"))
    }
    #expect(names.allSatisfy { !$0.contains("/.") }, "temporary files are left")
    let stems = { (ending: String) in
      Set(names.filter { $0.hasSuffix(ending) }.map { $0.dropLast(ending.count) })
    }
    #expect(stems(".svg").count >= 8 && stems(".svg") == stems(".vl.json"))
    #expect(stems(".tex").count >= 6 && stems(".tex") == stems(".md"))

    let hand = directory.folder("hand")
    let panel = "\(hand)/panel.csv"
    let prepared = farrell.run(
      ["prepare", directory.file("recipe.toml"), "-o", panel, "--quiet"])
    #expect(prepared.exitCode == 0)
    #expect(farrell.contents(panel) == all["out/panel.csv"])
    #expect(all["out/panel.csv"] == all["out/run/data"])
    #expect(farrell.contents("\(hand)/panel.audit.csv") == all["out/audit.csv"])
    let drawn = farrell.run(
      ["bootstrap", panel] + StudySample.flags + ["--run", "\(hand)/run", "-o", "/dev/null"])
    #expect(drawn.exitCode == 0)
    for (name, contents) in all where name.hasPrefix("out/run/shards/") {
      #expect(farrell.contents("\(hand)/\(name.dropFirst(4))") == contents, "\(name)")
    }
    for name in [
      "means", "saving-by-unit", "induced-by-unit",
    ] {
      let table = farrell.run([
        "merge", "\(hand)/run", "--table", name, "--format", "csv", "--quiet",
      ])
      #expect(table.output == all["out/tables/\(name).csv"], "\(name)")
    }
    #expect(
      farrell.run(["report", "\(hand)/run", "-o", "\(hand)/report.html", "--quiet"]).exitCode == 0)
    try comparePages(try #require(all["out/report.html"]), farrell.contents("\(hand)/report.html"))
    let again = farrell.run(["report", directory.file("out/run"), "--quiet"])
    #expect(again.output == all["out/report.html"], "the run does not have its page")
  }

  /// The pages of a study and of the same run by hand: the same numbers, but only one knows the raw tables.
  private func comparePages(_ studied: String, _ byHand: String) throws {
    let pages = try [studied, byHand].map { try PageReader.read($0) }
    let files = pages.map(\.savedTables)
    for (name, csv) in files[1] where name != "variables.csv" {
      #expect(files[0][name] == csv, "\(name)")
    }
    #expect(Set(files[0].keys).subtracting(files[1].keys) == ["origins.csv", "files.csv"])
    let sections = pages.compactMap { page in page.section("data") }
    #expect(sections.count == 2)
    // Both say what is known: sources first, or that nothing is.
    #expect(sections[0].children[1].name == "h3" && sections[1].children[1].name == "p")
    let words = sections[0].words
    for expected in ["Tables made up for a test", "raw.csv", "deflate", "capital"] {
      #expect(words.contains(expected), "\(expected)")
      #expect(expected.count < 8 || !sections[1].words.contains(expected))
    }
    let digests = sections[0].all.map(\.text).filter { text in
      text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
    }
    #expect(digests.count == 1)
    let recipe = StudySample().recipe
    #expect(pages[0].all.contains { $0.text.contains(recipe) })
    #expect(!pages[1].all.contains { $0.text.contains("[[step]]") })
  }

  @Test("a study that was killed goes on, and leaves the bytes of one that was not")
  func killed() {
    let settings = StudySample.settings.split(separator: "\n").filter { !$0.hasPrefix("prices") }
    StudySample(study: (settings + ["compare = \"none\""]).joined(separator: "\n"))
      .write(to: directory)
    let more = ["--replicates", "100", "--threads", "2", "--quiet"]
    let command = ["study", directory.file("recipe.toml"), "-o", directory.file("out")]
    func call(_ rest: [String], _ interruption: FarrellProcess.Interruption? = nil) -> Int32 {
      let outcome = farrell.run(command + more + rest, interruption: interruption)
      if outcome.exitCode == 75 {
        let words = "farrell \(command.joined(separator: " ")) --resume goes on"
        #expect(outcome.errors.contains(words))
      }
      return outcome.exitCode
    }
    #expect(call([]) == 0)
    let whole = farrell.snapshot("out")
    for name in directory.tree("out", hasFolders: true).reversed() {
      if unsafe unlink(directory.file(name)) != 0 { unsafe rmdir(directory.file(name)) }
    }
    var kills = 0
    for (signal, delay) in [(SIGKILL, 30), (SIGINT, 200), (SIGKILL, 250)]
      as [(Int32, UInt32)]
    {
      let code = call(
        ["--resume"],
        .init(
          signal: signal, afterMilliseconds: delay, onceThere: directory.file("out/run/locks/all")))
      if code == 0 { break }
      kills += 1
      #expect((signal == SIGKILL ? [137] : [75, 130]).contains(code))
      #expect(!farrell.snapshot("out").keys.contains("out/report.html"))
    }
    #expect(kills > 1)
    #expect(call(["--resume"]) == 0)
    #expect(FarrellProcess.differences(farrell.snapshot("out"), whole) == [])
  }

  @Test(
    "a study can be asked for again; other raw tables and other settings are not mixed with it"
  )
  func otherData() {
    StudySample().write(to: directory)
    #expect(study("--quiet", "--replicates", "20").exitCode == 0)
    let before = farrell.snapshot("out")
    #expect(study("--quiet", "--replicates", "20", "--resume").exitCode == 0)
    #expect(FarrellProcess.differences(farrell.snapshot("out"), before) == [])
    for (arguments, scale, code) in [
      (["--quiet", "--replicates", "20"], 1, 73), (["--quiet", "--resume"], 1.5, 65),
      (["--quiet", "--resume", "--replicates", "30"], 1, 64),
      (["--quiet", "--resume", "--replicates", "20", "--seed", "9"], 1, 64),
    ] as [([String], Double, Int32)] {
      StudySample(scale: scale).write(to: directory)
      let found = farrell.run(
        ["study", directory.file("recipe.toml"), "-o", directory.file("out")] + arguments)
      #expect(found.exitCode == code, "\(found.errors)")
      #expect(found.errors.split(separator: "\n").count == 1)
      #expect(FarrellProcess.differences(farrell.snapshot("out"), before) == [])
    }
  }

  @Test(
    "settings that no study can have end in one line with their place, and leave nothing behind")
  func badSettings() {
    let settings = StudySample.settings
    let count = settings.split(separator: "\n").count
    let refused: [(study: String, line: Int, column: Int, code: Int32)] = [
      (settings + "replicants = 3", count, 1, 64), (settings + "level = 2", count, 9, 64),
      (settings + "level = [[1]]", count, 9, 64), (settings + "threads = 0", count, 11, 64),
      (settings + "method = 1979-05-27", count, 10, 64),
      (settings.replacing("capital:labour", with: "capital:energy"), 3, 9, 64),
    ]
    for (study, line, column, code) in refused {
      let sample = StudySample(study: study)
      sample.write(to: directory)
      let found = self.study("--quiet")
      let place = "\(sample.firstStudyLine + line):\(column):"
      #expect(found.exitCode == code, "\(found.errors)")
      #expect(
        found.errors.hasPrefix("farrell: \(directory.file("recipe.toml")):\(place) "),
        "\(place) \(found.errors)")
      #expect(found.errors.split(separator: "\n").count == 1)
      #expect(directory.tree(hasFolders: true) == ["raw.csv", "recipe.toml"])
    }
    // Put right, the same command finds nothing in its way.
    StudySample().write(to: directory)
    #expect(study("--quiet", "--replicates", "20").exitCode == 0)
  }

  @Test(
    "what is wrong with recipe, tables or places has its exit code, one line, and leaves nothing")
  func refusals() {
    let settings = StudySample.settings
    func check(_ code: Int32, _ more: [String] = [], output: String = "out", line: Int = #line) {
      let before = farrell.snapshot()
      let found = farrell.run(
        ["study", directory.file("recipe.toml"), "-o", directory.file(output), "--quiet"] + more)
      #expect(found.exitCode == code, "line \(line): \(found.errors)")
      #expect(found.errors.split(separator: "\n").count == 1, "line \(line): \(found.errors)")
      #expect(FarrellProcess.differences(farrell.snapshot(), before) == [], "line \(line)")
      #expect(!directory.names().contains("out"), "line \(line)")
    }
    check(66)
    // Its price names an input that there is not, and its output a column.
    StudySample(study: settings.replacing("[\"capital", with: "[\"kapital")).write(to: directory)
    check(64)
    StudySample(study: settings.replacing("[\"output", with: "[\"product")).write(to: directory)
    check(65)
    StudySample(output: "gross").write(to: directory)
    check(65)
    StudySample().write(to: directory)
    check(73, output: "nowhere/out")
    check(73, output: "raw.csv")
    check(73, output: "")
    check(64, ["--level", "7"])
    check(64, ["--replicates", "x"])
    check(64, ["--interval", "x"])
    check(64, ["--pairs", "capital:capital"])
    for (from, to) in [("2002\"", "1999\""), ("Power\"", "Mining\""), ("rate\"", "ratio\"")] {
      StudySample(study: settings.replacing(from, with: to)).write(to: directory)
      check(65)
    }
    StudySample().write(to: directory)
    check(66, ["--root", directory.file("nowhere")])
    unsafe unlink(directory.file("raw.csv"))
    check(66)
  }

  @Test("an input is never replaced, wherever the study goes")
  func inputsAreSafe() {
    let sample = StudySample()
    sample.write(to: directory)
    let named = sample.recipe.replacing("\"raw.csv\"", with: "\"panel.csv\"")
    directory.write("recipe.toml", Array(named.utf8))
    directory.write("panel.csv", Array(sample.table.utf8))
    let before = farrell.snapshot()
    let found = farrell.run([
      "study", directory.file("recipe.toml"), "-o", directory.path, "--resume", "--quiet",
    ])
    #expect(found.exitCode == 73 && found.errors.contains("input"))
    #expect(FarrellProcess.differences(farrell.snapshot(), before) == [])
  }
}

extension String {
  /// The text with other words for its first of some.
  fileprivate func replacing(_ words: String, with other: String) -> String {
    guard let range = firstRange(of: words) else { return self }
    return String(self[..<range.lowerBound]) + other + self[range.upperBound...]
  }
}
