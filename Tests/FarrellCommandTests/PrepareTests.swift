import TestSupport
import Testing

@Suite("farrell prepare")
struct PrepareTests {
  private let process = FarrellProcess(directory: TemporaryDirectory())
  private static let recipe = """
    title = "two units"
    [[step]]
    do = "read"
    file = "raw.csv"
    unit = "u"
    time = "t"
    numbers = ["x"]
    [panel]
    columns = ["x"]
    """

  private func write(
    recipe: String = recipe, raw: String = "u,t,x\nB,2001,0.1\nB,2000,2\nA,2000,3\n"
  ) {
    process.directory.write("recipe.toml", Array(recipe.utf8))
    process.directory.write("raw.csv", Array(raw.utf8))
  }

  private func run(_ more: String...) -> FarrellProcess.Outcome {
    process.run(["prepare", process.directory.file("recipe.toml")] + more)
  }

  @Test("the panel goes to standard output, its steps to standard error, and --quiet silences them")
  func standardOutput() {
    write()
    let found = run()
    #expect(found.exitCode == 0)
    #expect(found.output == "unit,year,x\nB,2000,2\nB,2001,0.1\nA,2000,3\n")
    #expect(found.errors.contains("read raw.csv as raw: 3 rows, 2 units, 2000 to 2001, 1 column"))
    #expect(run("--quiet").errors == "")
    #expect(process.directory.names() == ["raw.csv", "recipe.toml"])
  }

  @Test("a panel in a file has its audit beside it, and neither replaces a file without --force")
  func files() {
    write()
    let panel = process.directory.file("panel.csv")
    let audit = process.directory.file("panel.audit.csv")
    #expect(run("-o", panel, "--quiet").exitCode == 0)
    #expect(process.contents(panel) == "unit,year,x\nB,2000,2\nB,2001,0.1\nA,2000,3\n")
    let text = process.contents(audit)
    #expect(text.hasPrefix("record,line,step,column,units,from,to,rows,origin,text\n"))
    #expect(text.contains("cells,,,x,B,2000,2001,2,raw.csv: x,line 2\n"))
    #expect(run("-o", panel).exitCode == 73)
    #expect(run("-o", process.directory.file("other.csv"), "--audit", audit).exitCode == 73)
    #expect(run("-o", panel, "--force").exitCode == 0)
    #expect(run("-o", process.directory.file("raw.csv"), "--force").exitCode == 73)
    #expect(run("-o", process.directory.file("recipe.toml"), "--force").exitCode == 73)
    #expect(run("-o", panel, "--audit", panel, "--force").exitCode == 64)
    #expect(
      process.directory.names() == ["panel.audit.csv", "panel.csv", "raw.csv", "recipe.toml"])
  }

  @Test("--root names the folder of the raw tables")
  func root() {
    write()
    let other = TemporaryDirectory()
    other.write("raw.csv", Array("u,t,x\nC,1,7\n".utf8))
    #expect(run("--root", other.path, "--quiet").output == "unit,year,x\nC,1,7\n")
  }

  @Test("what fails prints one line, has its exit code, and leaves no file")
  func refusals() {
    for (recipe, raw, code) in [
      (Self.recipe + "\nx = 1", "u,t,x\nA,1,1\n", 64), (Self.recipe, "u,t,x\nA,1,z\n", 65),
      (Self.recipe, "", 65), ("", "u,t,x\nA,1,1\n", 64), ("a = ", "u,t,x\nA,1,1\n", 64),
      (Self.recipe.replacingLast("raw", "no"), "u,t,x\nA,1,1\n", 66),
    ] as [(String, String, Int32)] {
      write(recipe: recipe, raw: raw)
      let found = run("-o", process.directory.file("panel.csv"))
      #expect(found.exitCode == code, "\(found.errors)")
      #expect(found.errors.split(separator: "\n").count == 1)
      #expect(process.directory.names() == ["raw.csv", "recipe.toml"])
    }
    let missing = process.run(["prepare", process.directory.file("no.toml")])
    #expect(missing.exitCode == 66)
  }
}

extension String {
  /// The text with one word replaced where it stands last.
  fileprivate func replacingLast(_ word: String, _ other: String) -> String {
    guard let range = ranges(of: word).last else { return self }
    return String(self[..<range.lowerBound]) + other + self[range.upperBound...]
  }
}
