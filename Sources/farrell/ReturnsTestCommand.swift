internal import Analysis
internal import ArgumentParser
internal import Frontier
internal import Inference
internal import Tables

/// `farrell test returns`: which returns to scale the data allow.
struct ReturnsTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "returns",
    abstract: "Tests constant, then non-increasing returns to scale against variable ones.",
    discussion: """
      EXAMPLES:
        farrell test returns hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases --replicates 999

      Simar and Wilson (2002). ratio_of_means is the sum of delta under variable
      returns over that under the hypothesis, mean_of_ratios the mean of their
      ratios; delta is 1 / theta, or phi. Small values speak against the hypothesis.
      mean_of_ratios decides: constant returns are tested first, and where they are
      rejected non-increasing ones. conclusion is the first that is not rejected.

      \(CommandHelp.common)
      """)

  @OptionGroup var panelArguments: PanelArguments
  @OptionGroup var testArguments: TestArguments
  @OptionGroup var bandwidthArguments: BandwidthArguments
  @OptionGroup var runArguments: RunArguments

  private typealias Evidence = (returnsToScale: ReturnsToScale, evidence: [ReturnsToScaleEvidence])

  func run() throws {
    var flags = panelArguments.flags
    for more in [testArguments.flags, bandwidthArguments.flags, runArguments.flags] {
      flags.merge(more) { first, _ in first }
    }
    var session = try TestSession(
      command: "test returns", Settings(flags: flags, runFile: runArguments.config),
      hasReturns: false)
    let plan = session.plan
    var options = SampleTestOptions(plan, workerCount: session.run.threadCount)
    options.orientation = session.orientation
    let solver = session.run.solver
    let loaded = try session.load()
    let found = try session.solve(loaded.panel) {
      (technology, period, _, control) throws(InferenceError) -> Evidence in
      options.technologyNumber = UInt32(truncatingIfNeeded: period)
      return try ReturnsToScaleTest(options)
        .sequence(technology, size: plan.size, solver: solver, control: control)
    }
    let evidence = found.flatMap { $0.value?.evidence ?? [] }
    let report = TestReport(
      loaded: loaded,
      heading: [
        "Returns to scale against variable ones: orientation \(session.orientation.rawValue); "
          + "B \(plan.replicateCount), seed \(plan.seed), size \(plan.size.shortest)",
        "small ratios speak against a hypothesis; the mean of ratios decides",
      ], source: session.run.request.note,
      cautions: found.compactMap { $0.caution(loaded.panel) } + [
        "non-increasing returns are rejected too often where returns are constant; test in the "
          + "orientation in which losses arise"
      ], counts: .sum(evidence.map(\.counts)),
      model: [.init("orientation", .text(session.orientation.rawValue))] + plan.metadata()
        + [.init("size", .number(plan.size))])
    let table = Self.table(found, loaded.panel, plan)
    try session.write(report, readable: [table.readable(loaded.panel)], tables: [table])
  }

  /// One row for each hypothesis tested.
  private static func table(
    _ found: [PeriodInference<Evidence>], _ panel: Panel, _ plan: DrawPlan
  ) -> ReportTable {
    let statistics = [
      "ratio_of_means", "ratio_of_means_p", "mean_of_ratios", "mean_of_ratios_p",
    ]
    var table = ReportTable(
      name: "returns",
      columns: ["time", "hypothesis"] + statistics
        + ["rejected", "valid_share", "bandwidth", "bandwidth_rule", "conclusion"], keyCount: 2)
    for period in found {
      let time = panel.timeCell(period.period)
      guard let sequence = period.value else {
        table.append([time] + table.columns.dropFirst().map { _ in .missing })
        continue
      }
      for evidence in sequence.evidence {
        let (means, ratios) = (evidence.ratioOfMeans, evidence.meanOfRatios)
        table.append([
          time, .text(evidence.hypothesis.rawValue), .number(means.value), .number(means.pValue),
          .number(ratios.value), .number(ratios.pValue),
          .text(ratios.pValue <= plan.size ? "yes" : "no"), .number(ratios.validShare),
          .number(evidence.bandwidth), .text(evidence.bandwidthRule?.rawValue ?? "given"),
          .text(sequence.returnsToScale.rawValue),
        ])
      }
    }
    return table
  }
}
