import TestSupport
import Testing

@Suite struct OutputTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  /// Runs `efficiency` on one input and one output, where a score is a ratio of productivities.
  private func efficiency(_ arguments: [String], output: String? = nil) -> FarrellProcess.Outcome {
    let path = directory.write("in.csv", Array("unit,x,y\nA,1,1\n甲,4,2\nC,4,3\n".utf8))
    return farrell.run(
      ["efficiency", path, "--unit", "unit", "--inputs", "x", "--outputs", "y"] + arguments,
      output: output)
  }

  @Test("data go to standard output, the summary to standard error")
  func streams() {
    let outcome = efficiency(["--format", "csv"])
    #expect(
      outcome.output.hasPrefix(
        "unit,time,score,distance,lower,upper,status,slack_"))
    #expect(outcome.output.split(separator: "\n").count == 4)
    #expect(outcome.errors.contains("3 observations of 3 units"))
    #expect(efficiency(["--format", "csv", "--quiet"]).errors.isEmpty)
  }

  @Test("a file gets what standard output would get, and nothing else is left")
  func file() {
    let direct = efficiency(["--format", "json"])
    let outcome = efficiency(["--format", "json", "-o", directory.file("out.json")])
    #expect(outcome.output.isEmpty)
    #expect(outcome.exitCode == direct.exitCode)
    #expect(farrell.contents(directory.file("out.json")) == direct.output)
    #expect(directory.names() == ["in.csv", "out.json"])
  }

  @Test("an existing file needs --force, an input is never replaced")
  func existing() {
    directory.write("out.csv", Array("old".utf8))
    let output = directory.file("out.csv")
    let refused = efficiency(["--format", "csv", "-o", output])
    #expect(refused.exitCode == 73)
    #expect(refused.errors.contains("--force"))
    #expect(farrell.contents(output) == "old")
    let forced = efficiency(["--format", "csv", "-o", output, "--force"])
    #expect(forced.exitCode != 73)
    #expect(farrell.contents(output).hasPrefix("unit,"))
    let runFile = directory.write("run.toml", Array("rts = \"vrs\"\n".utf8))
    let settings = efficiency(["--config", runFile, "-o", runFile, "--force"])
    #expect(settings.exitCode == 73)
    #expect(farrell.contents(runFile) == "rts = \"vrs\"\n")
    let input = efficiency(["-o", directory.file("in.csv"), "--force"])
    #expect(input.exitCode == 73)
    #expect(farrell.contents(directory.file("in.csv")).hasPrefix("unit,x,y"))
    #expect(efficiency([], output: directory.file("in.csv")).exitCode == 73)
  }

  @Test("a full device is exit code 74, for results and for help")
  func fullDevice() {
    #expect(efficiency([], output: "/dev/full").exitCode == 74)
    #expect(farrell.run(["--help"], output: "/dev/full").exitCode == 74)
  }

  @Test("help begins with examples and shows every sub-command")
  func help() {
    let outcome = farrell.run(["--help"])
    #expect(outcome.exitCode == 0)
    for word in ["efficiency", "malmquist", "doctor"] { #expect(outcome.output.contains(word)) }
    for command in ["efficiency", "malmquist"] {
      let help = farrell.run([command, "--help"]).output
      let examples = help.firstRange(of: "EXAMPLES:")
      let usage = help.firstRange(of: "USAGE:")
      #expect(examples != nil && usage != nil)
      if let examples, let usage { #expect(examples.lowerBound < usage.lowerBound) }
    }
  }

  @Test("the version is one line")
  func version() {
    #expect(farrell.run(["--version"]).output == "farrell 0.1.0\n")
  }
}
