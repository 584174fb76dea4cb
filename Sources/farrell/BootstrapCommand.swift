internal import Analysis
internal import ArgumentParser
internal import Tables

/// `farrell bootstrap`: intervals and tests for productivity change and the bias of technical change.
struct BootstrapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bootstrap",
    abstract: "Intervals and tests for the Malmquist index and the bias of technical change.",
    discussion: """
      EXAMPLES:
        farrell bootstrap industry.csv --unit sector --time year \\
          --inputs k,l,e --outputs y
        farrell bootstrap industry.csv --unit sector --time year \\
          --inputs k,l,e,m --outputs y --replicates 1999 --seed 7 \\
          --period "11th plan=2006..2010" --pairs e:k,e:l,e:m \\
          --subset "high emitters=power,coking,steel" --pictures figures
        farrell bootstrap industry.csv ... --run work --resume
        farrell bootstrap --run work --resume --shard 2/7

      The neutral-null method draws replicates of a world without bias, so its
      intervals of IBTECH are free of the upward bias of the estimate; the published
      method of Simar and Wilson (1999) stands beside it. E1 is the value of a unit
      at its observed points, E2 the mean of these units, E3 the mean of a
      population that they were drawn from.
      --run keeps finished replicates in a directory; stopped by whatever means, the
      same command with --resume goes on. The first Ctrl-C finishes the replicates
      under way. --shard i/N draws one part of N; farrell merge joins them. --begin
      makes the run first, so that parts that start together find it.
      --prices e=p_e,k=p_k names columns with prices, and checks whether the input
      that became dearer is the one that is saved.
      --table writes one table only: \(BootstrapReport.TableName.list).
      Without it csv holds units, json all with every column, and table, markdown
      and latex those that fit a page.

      \(CommandHelp.common)
      A run on disk that was stopped exits 75 and names the command to go on.
      """)

  @OptionGroup var panelArguments: PanelArguments
  @OptionGroup var bootstrapArguments: BootstrapArguments
  @OptionGroup var intervalArguments: IntervalArguments
  @Option(name: .customLong("run"), help: "Directory in which the run is kept.")
  var runDirectory: String?
  @Flag(inversion: .prefixedNo, help: "Go on with the run in the directory, or begin it.")
  var resume: Bool?
  @Flag(help: "Make the run in the directory, or look whether it is this one, and draw nothing.")
  var begin = false
  @Option(help: "Draw part i of N only, as i/N; needs --run.")
  var shard: String?
  @Flag(help: "Draw for two seconds, and say what the whole would take.")
  var dryRun = false
  @OptionGroup var runArguments: RunArguments

  func run() throws {
    var flags = panelArguments.flags
    for more in [bootstrapArguments.flags, intervalArguments.flags, runArguments.flags] {
      flags.merge(more) { first, _ in first }
    }
    flags[.run] = runDirectory.map { [$0] }
    flags[.resume] = resume.map { [String($0)] }
    flags[.begin] = begin ? ["true"] : nil
    flags[.shard] = shard.map { [$0] }
    flags[.dryRun] = dryRun ? ["true"] : nil
    let settings = try Settings(flags: flags, runFile: runArguments.config)
    var bootstrap = try BootstrapRun(settings, mayDraw: true)
    try bootstrap.execute()
  }
}

/// `farrell merge`: the results of a run whose shards were drawn in several places.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Joins the shards of a run, and prints its results.",
    discussion: """
      EXAMPLES:
        farrell merge work
        farrell merge work other-machine/work --format json -o results.json

      Shards that lie in other directories of the same run are copied into the first.
      Nothing is drawn: where shards are missing, the command says so and exits 75.

      \(CommandHelp.common)
      """)

  @Argument(help: "Directory of the run.")
  var directory: String
  @Argument(help: "Directories with more shards of it.")
  var others: [String] = []
  @OptionGroup var intervalArguments: IntervalArguments
  @OptionGroup var runArguments: RunArguments

  func run() throws {
    var flags = intervalArguments.flags.merging(runArguments.flags) { first, _ in first }
    flags[.run] = [directory]
    flags[.resume] = ["true"]
    for other in others { try RunMerge(into: directory).take(from: other) }
    let settings = try Settings(flags: flags, runFile: runArguments.config)
    var bootstrap = try BootstrapRun(settings, mayDraw: false)
    try bootstrap.execute()
  }
}
