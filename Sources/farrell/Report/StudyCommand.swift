internal import Analysis
internal import ArgumentParser
internal import Tables

/// `farrell study`: from raw tables to a report, in one command.
struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "From raw tables to tables, figures and a report, by one recipe.",
    discussion: """
      EXAMPLES:
        farrell study Data/recipes/china-industry35.toml -o china
        farrell study recipe.toml -o study --replicates 499 --seed 7
        farrell study recipe.toml -o study --resume

      The recipe is one of farrell prepare whose [study] table has the settings of
      farrell bootstrap, such as inputs, outputs, period, pairs, subset and prices.
      The directory gets panel.csv and audit.csv, the run (run), every table as CSV,
      Markdown and LaTeX (tables), every figure as SVG and Vega-Lite (figures), and
      report.html. Stopped by whatever means, the same command with --resume goes on;
      it replaces what an earlier call wrote, and nothing else.

      \(CommandHelp.common)
      A study that was stopped exits 75.
      """)

  @Argument(help: "Recipe, a TOML file.")
  var recipe: String
  @Option(name: .shortAndLong, help: "Directory for everything: a new one, or one to go on with.")
  var output: String
  @Option(help: "Folder of the raw tables (default: that of the recipe).")
  var root: String?
  @Option(help: "Replicates B (default: those of the recipe, or 1999).")
  var replicates: String?
  @Option(help: "Seed of the draws (default: that of the recipe, or 1).")
  var seed: String?
  @OptionGroup var shown: ShownArguments
  @Flag(inversion: .prefixedNo, help: "Go on with the study in the directory, or begin it.")
  var resume: Bool?
  @Option(help: "Number of threads (default: the processors this process may use).")
  var threads: String?
  @Flag(inversion: .prefixedNo, help: "Print no lines of the steps, no warnings and no summary.")
  var quiet: Bool?

  func run() throws {
    var flags = shown.flags
    flags[.replicates] = replicates.map { [$0] }
    flags[.seed] = seed.map { [$0] }
    flags[.resume] = resume.map { [String($0)] }
    flags[.threads] = threads.map { [$0] }
    flags[.quiet] = quiet.map { [String($0)] }
    try StudySession(recipe: recipe, root: root, directory: output, flags).execute()
  }
}
