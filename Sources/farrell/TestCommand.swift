internal import Analysis
internal import ArgumentParser
internal import Tables

/// `farrell test`: questions about the technology of a sample.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Tests of returns to scale, of groups and of the environment.",
    discussion: """
      EXAMPLES:
        farrell test returns hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases
        farrell test groups hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases --rts vrs --group owner
        farrell test environment hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases --rts vrs --environment density,age

      Every period has a technology, draws and a test of its own.
      """,
    subcommands: [ReturnsTestCommand.self, GroupTestCommand.self, EnvironmentTestCommand.self])
}

/// Flags that all tests have.
struct TestArguments: ParsableArguments {
  @Option(help: "Orientation: in or out (default: in).")
  var orientation: String?
  @Option(help: "Replicates B (default: 1999, for the environment 2000).")
  var replicates: String?
  @OptionGroup var draws: DrawArguments

  var flags: [SettingName: [String]] {
    ([.orientation: orientation, .replicates: replicates] as [SettingName: String?])
      .compactMapValues { $0.map { [$0] } }
      .merging(draws.flags) { first, _ in first }
  }
}
