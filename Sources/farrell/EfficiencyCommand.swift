internal import Analysis
internal import ArgumentParser
internal import Tables

/// `farrell efficiency`: the Farrell efficiency of every observation.
struct EfficiencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "efficiency",
    abstract: "Farrell efficiency of every observation, with certified bounds.",
    discussion: """
      EXAMPLES:
        farrell efficiency hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases
        farrell efficiency panel.csv --unit id --time year --inputs k,l \\
          --outputs y --rts vrs --orientation out --format csv -o scores.csv
        farrell efficiency panel.csv --unit id --time year --inputs k,l \\
          --outputs y --technology 2001
        farrell efficiency --config run.toml --technology pooled
        farrell efficiency hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases --rts vrs --bootstrap 1999 --seed 7

      Scores are theta <= 1 for inputs and phi >= 1 for outputs; against the
      frontier of another period they may lie on the other side of 1. CSV columns:
      unit, time, score (Farrell), distance (Shephard), lower and upper bound of
      the score, status, then slacks, targets and peers.
      --bootstrap adds the score less its bias, an interval (ci_lower, ci_upper) of
      the true score, bias, standard error, share of replicates with a value, and
      whether the corrected score is the better estimate (correct).

      \(CommandHelp.common)
      """)

  @OptionGroup var panelArguments: PanelArguments
  @Option(help: "Returns to scale: crs, vrs, nirs, ndrs or fdh (default: crs).")
  var rts: String?
  @Option(help: "Orientation: in or out (default: in).")
  var orientation: String?
  @Option(help: "Frontier: own, pooled, sequential or a period (default: own).")
  var technology: String?
  @Flag(inversion: .prefixedNo, help: "Find slacks and targets, a second phase (default: yes).")
  var slacks: Bool?
  @Flag(inversion: .prefixedNo, help: "Add scale efficiency and local returns to scale.")
  var scale: Bool?
  @Flag(inversion: .prefixedNo, help: "Add multipliers; they need not be unique.")
  var multipliers: Bool?
  @OptionGroup var bootstrapArguments: ScoreBootstrapArguments
  @OptionGroup var runArguments: RunArguments

  func run() throws {
    var stages = StageClock()
    var flags = panelArguments.flags.merging(runArguments.flags) { first, _ in first }
    flags.merge(bootstrapArguments.flags) { first, _ in first }
    flags[.rts] = rts.map { [$0] }
    flags[.orientation] = orientation.map { [$0] }
    flags[.technology] = technology.map { [$0] }
    flags[.slacks] = slacks.map { [String($0)] }
    flags[.scale] = scale.map { [String($0)] }
    flags[.multipliers] = multipliers.map { [String($0)] }
    let run = try Run(command: "efficiency", Settings(flags: flags, runFile: runArguments.config))
    let analysis = try EfficiencyAnalysis(run.settings)

    stages.enter(.reading)
    let loaded = try run.loadPanel()
    stages.enter(.solving)
    let report = try analysis.report(on: loaded, run.request, run)
    stages.enter(.writing)
    try run.write(
      readable: [report.readableTable], tables: [report.table], metadata: report.metadata)
    for line in report.remarks { run.remark(line) }
    run.remark(stages.line(readByteCount: loaded.byteCount))
    if report.isIncomplete { throw CommandExit.incomplete.code }
  }
}
