internal import ArgumentParser
internal import Frontier
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

      Scores are theta <= 1 for inputs and phi >= 1 for outputs; against the
      frontier of another period they may lie on the other side of 1.

      \(CommandHelp.common)
      """)

  @OptionGroup var panelArguments: PanelArguments
  @Option(help: "Returns to scale: crs, vrs, nirs, ndrs or fdh (default: crs).")
  var rts: String?
  @Option(help: "Orientation: in or out (default: in).")
  var orientation: String?
  @Option(help: "Frontier: own, pooled, sequential or a period (default: own).")
  var technology: String?
  @OptionGroup var runArguments: RunArguments

  func run() throws {
    var flags = panelArguments.flags.merging(runArguments.flags) { first, _ in first }
    flags[.rts] = rts.map { [$0] }
    flags[.orientation] = orientation.map { [$0] }
    flags[.technology] = technology.map { [$0] }
    let run = try Run(command: "efficiency", Settings(flags: flags, runFile: runArguments.config))
    let returnsToScale = try run.settings[.rts]?.returnsToScale() ?? .constant
    let orientation = try run.settings[.orientation]?.orientation() ?? .input

    let loaded = try run.loadPanel()
    let reference = try ReferenceChoice(
      run.settings[.technology], panel: loaded.panel, file: run.request.path)
    let batches = reference.batches(
      loaded.panel, returnsToScale: returnsToScale, orientation: orientation)
    var results = [DistanceResult](
      repeating: DistanceResult(status: .failed, farrell: nil), count: loaded.panel.count)
    for (batch, answers) in zip(batches, run.solver.solve(batches.map(\.batch))) {
      for (observation, answer) in zip(batch.observations, answers) {
        results[observation] = answer
      }
    }
    let report = EfficiencyReport(
      loaded: loaded, results: results, returnsToScale: returnsToScale, orientation: orientation,
      reference: reference, efficiencyTolerance: run.solver.options.efficiencyTolerance)
    try run.write(
      readable: [report.readableTable], tables: [report.table], metadata: report.metadata)
    run.remark(report.summary)
    if report.isIncomplete { throw CommandExit.incomplete.code }
  }
}
