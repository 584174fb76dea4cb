internal import Analysis
internal import ArgumentParser
internal import RunStore
internal import Tables

/// `farrell status`: how far a run on disk has come.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "How far a run on disk has come.",
    discussion: """
      EXAMPLES:
        farrell status work
        farrell status work --format json

      Every shard is read and checked. Exit codes: 0 all shards are there, 75 some
      are missing or damaged.
      """)

  @Argument(help: "Directory of the run.")
  var directory: String
  @Option(help: "Format of the results: table, markdown, latex, csv or json (default: table).")
  var format: String?

  func run() throws {
    let settings = try Settings(flags: format.map { [.format: [$0]] } ?? [:], runFile: nil)
    let format = try settings.format()
    let state = RunState(try RunDirectory(opening: directory))
    try OutputFile(.standardOutput, inputs: []).write(
      format.text(
        of: [state.table],
        metadata: EngineVersion.metadata("status")))
    if !state.isComplete { throw CommandExit.resumable.code }
  }
}
