internal import ArgumentParser
internal import DenseKernels
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
    let returnsToScale = try run.settings[.rts]?.returnsToScale() ?? .constant
    let orientation = try run.settings[.orientation]?.orientation() ?? .input
    var bootstrap = try ScoreBootstrap(run.settings)

    stages.enter(.reading)
    let loaded = try run.loadPanel()
    stages.enter(.solving)
    let reference = try ReferenceChoice(
      run.settings[.technology], panel: loaded.panel, file: run.request.path)
    let model = Model(
      returnsToScale: returnsToScale, orientation: orientation, reference: reference,
      hasSlacks: try run.settings.isOn(.slacks, builtIn: true),
      hasScale: try run.settings.isOn(.scale))
    let clock = SolverClock()
    let measured = try run.solving { control in
      try model.measure(loaded.panel, run.solver, control)
    }
    let solved = clock.line(distanceCount: measured.count)
    if bootstrap != nil {
      try run.solving { control in
        try bootstrap?.run(
          loaded.panel, returnsToScale: returnsToScale, orientation: orientation, run: run, control)
      }
    }
    stages.enter(.writing)
    let report = EfficiencyReport(
      loaded: loaded, source: run.request.note, measured: measured,
      returnsToScale: returnsToScale, orientation: orientation, reference: reference,
      bootstrap: bootstrap, hasScale: model.hasScale,
      hasMultipliers: try run.settings.isOn(.multipliers),
      efficiencyTolerance: run.solver.options.efficiencyTolerance)
    try run.write(
      readable: [report.readableTable], tables: [report.table], metadata: report.metadata)
    run.remark(report.summary)
    run.remark(solved)
    if let counts = bootstrap?.counts { run.remark("bootstrap: \(counts.line)") }
    run.remark(stages.line(readByteCount: loaded.byteCount))
    if report.isIncomplete { throw CommandExit.incomplete.code }
  }
}

/// What is measured for every observation.
private struct Model {
  let returnsToScale: ReturnsToScale
  let orientation: Orientation
  let reference: ReferenceChoice
  let hasSlacks: Bool
  let hasScale: Bool

  /// One result for each observation of the panel.
  func measure(
    _ panel: Panel, _ solver: FrontierSolver, _ control: WorkControl
  ) throws(WorkCancelled) -> [MeasuredObservation] {
    let batches = reference.batches(
      panel, returnsToScale: returnsToScale, orientation: orientation)
    let evaluations = try solver.evaluate(
      batches.map(\.batch), secondPhase: hasSlacks, control: control)
    let scales = hasScale ? try scaleProperties(panel, solver, control) : []
    var measured: [(observation: Int, result: MeasuredObservation)] = []
    for (number, (batch, answers)) in zip(batches, evaluations).enumerated() {
      for (position, answer) in answers.enumerated() {
        let result = MeasuredObservation(
          evaluation: answer, reference: batch.reference,
          scale: hasScale ? scales[number][position] : nil)
        measured.append((batch.observations[position], result))
      }
    }
    return measured.sorted { $0.observation < $1.observation }.map(\.result)
  }

  /// By batch and question: scores under three returns to scale, compared.
  private func scaleProperties(
    _ panel: Panel, _ solver: FrontierSolver, _ control: WorkControl
  ) throws(WorkCancelled) -> [[ScaleProperties?]] {
    func scores(_ returnsToScale: ReturnsToScale) throws(WorkCancelled) -> [[DistanceResult]] {
      try solver.solve(
        reference.batches(panel, returnsToScale: returnsToScale, orientation: orientation)
          .map(\.batch), control: control)
    }
    let (constant, variable) = (try scores(.constant), try scores(.variable))
    let nonIncreasing = try scores(.nonIncreasing)
    return constant.indices.map { batch in
      constant[batch].indices.map { position in
        ScaleProperties(
          constant: constant[batch][position], variable: variable[batch][position],
          nonIncreasing: nonIncreasing[batch][position], orientation: orientation)
      }
    }
  }
}
