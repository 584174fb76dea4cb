internal import ArgumentParser
internal import Tables

/// `farrell malmquist`: productivity change and the bias of technical change.
struct MalmquistCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "malmquist",
    abstract: "Malmquist index, its components, and the bias of technical change.")

  @OptionGroup var panelArguments: PanelArguments
  @OptionGroup var runArguments: RunArguments

  func run() throws {
    let flags = panelArguments.flags.merging(runArguments.flags) { first, _ in first }
    let run = try Run(command: "malmquist", Settings(flags: flags, runFile: runArguments.config))
    _ = try run.loadPanel()
  }
}
