import ArgumentParser

/// Measures how often intervals hold the truth, on data whose truth is known (METHODS 5.13).
@main
struct FarrellCoverage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "farrell-coverage",
    abstract: "How often intervals hold the truth, on data whose truth is known.",
    discussion: "Behind each mean over samples stands its Monte-Carlo error.",
    subcommands: [
      IndicesCommand.self, MeansCommand.self, SavingCommand.self, EfficiencyCommand.self,
    ],
    defaultSubcommand: IndicesCommand.self)
}
