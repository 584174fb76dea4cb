internal import Analysis
internal import ArgumentParser
internal import DenseKernels
internal import Frontier
internal import Inference
internal import Tables

/// `farrell test environment`: what moves efficiency.
struct EnvironmentTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "environment",
    abstract: "Regression of efficiencies on variables of the environment.",
    discussion: """
      EXAMPLES:
        farrell test environment hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases --rts vrs --environment density,age --algorithm 2

      Simar and Wilson (2007): delta = 1 / theta, or phi, is regressed on a constant
      and the columns of --environment by a normal truncated at 1. A positive
      coefficient makes units less efficient. Each has a basic and a percentile
      interval; (sigma) is the deviation of the normal. Algorithm 1 takes delta as estimated,
      algorithm 2 less its bias. Numbers of the environment may have any sign.

      \(CommandHelp.common)
      """)

  @OptionGroup var panelArguments: PanelArguments
  @Option(help: "Columns of the environment, separated by commas.")
  var environment: [String] = []
  @Option(help: "Algorithm of Simar and Wilson (2007): 1 or 2 (default: 2).")
  var algorithm: String?
  @Option(help: "Returns to scale: crs, vrs, nirs or ndrs (default: crs).")
  var rts: String?
  @OptionGroup var testArguments: TestArguments
  @OptionGroup var runArguments: RunArguments

  func run() throws {
    var flags = panelArguments.flags
    for more in [testArguments.flags, runArguments.flags] {
      flags.merge(more) { first, _ in first }
    }
    flags[.environment] = environment
    flags[.algorithm] = algorithm.map { [$0] }
    flags[.rts] = rts.map { [$0] }
    let settings = try Settings(flags: flags, runFile: runArguments.config)
    var options = EnvironmentRegressionOptions()
    var session = try TestSession(
      command: "test environment", settings, replicateCount: options.replicateCount)
    let columns = try settings.required(.environment, "columns between commas").names()
    session.run.request.options.environmentColumns = columns
    if let algorithm = settings[.algorithm] {
      options.algorithm = try algorithm.choice(
        TwoStageAlgorithm.allCases.map { ($0, [$0.rawValue]) })
    }
    (options.replicateCount, options.seed) = (session.plan.replicateCount, session.plan.seed)
    (options.orientation, options.workerCount) = (session.orientation, session.run.threadCount)
    let solver = session.run.solver
    let loaded = try session.load()
    let found = try session.solve(loaded.panel) {
      (technology, period, observations, control) throws(InferenceError) in
      options.technologyNumber = UInt32(truncatingIfNeeded: period)
      return try EnvironmentRegression(options).run(
        technology, environment: loaded.environment.selecting(rows: observations), solver: solver,
        control: control)
    }
    let table = Self.table(found, loaded.panel, columns, level: session.plan.level)
    try session.write(
      Self.report(found, loaded, session, columns, options),
      readable: [table.readable(loaded.panel)], tables: [table])
  }

  private static func report(
    _ found: [PeriodInference<EnvironmentReplicates>], _ loaded: LoadedPanel,
    _ session: TestSession, _ columns: [String], _ options: EnvironmentRegressionOptions
  ) -> TestReport {
    let plan = session.plan
    let isCorrected = options.algorithm == .biasCorrected
    let first = isCorrected ? "\(options.efficiencyReplicateCount) replicates of delta, " : ""
    return TestReport(
      loaded: loaded,
      heading: [
        "Regression of efficiencies on the environment: returns to scale "
          + "\(session.returnsToScale.rawValue), orientation \(session.orientation.rawValue), "
          + "algorithm \(options.algorithm.rawValue); \(first)B \(plan.replicateCount), "
          + "seed \(plan.seed), \(plan.levelText) intervals",
        "delta >= 1 (\(session.orientation == .input ? "1 / theta" : "phi")"
          + "\(isCorrected ? ", less its bias" : "")) on \(columns.joined(separator: ", ")): a "
          + "positive coefficient makes units less efficient",
      ], source: session.run.request.note,
      cautions: [
        "separability is assumed: the environment moves efficiency and never the frontier; where it "
          + "does move it, the coefficients have no meaning"
      ] + found.compactMap { $0.caution(loaded.panel) },
      counts: .sum(found.compactMap { $0.value?.counts }),
      model: [
        .init("rts", .text(session.returnsToScale.rawValue)),
        .init("orientation", .text(session.orientation.rawValue)),
        .init("environment", .array(columns.map { .text($0) })),
        .init("algorithm", .text(options.algorithm.rawValue)),
        .init(
          "efficiency_replicates",
          isCorrected ? .integer(options.efficiencyReplicateCount) : .null),
      ] + plan.metadata(smooth: false))
  }

  /// One row for each coefficient and the deviation.
  private static func table(
    _ found: [PeriodInference<EnvironmentReplicates>], _ panel: Panel, _ columns: [String],
    level: Double
  ) -> ReportTable {
    var table = ReportTable(
      name: "coefficients",
      columns: [
        "time", "variable", "coefficient", "std_error", "basic_lower", "basic_upper",
        "percentile_lower", "percentile_upper", "p_value", "valid_share", "observations",
      ], keyCount: 2)
    for period in found {
      let time = panel.timeCell(period.period)
      guard let regression = period.value else {
        table.append([time] + table.columns.dropFirst().map { _ in .missing })
        continue
      }
      for (place, name) in (["(constant)"] + columns).enumerated() {
        let errors = regression.errors[place]
        let basic = regression.basicInterval(place, level: level)
        let percentile = regression.percentileInterval(place, level: level)
        table.append([
          time, .text(name), .number(regression.fit.coefficients[place]),
          .number(errors.variance.squareRoot()), .number(basic.lower), .number(basic.upper),
          .number(percentile.lower), .number(percentile.upper),
          .number(regression.pValue(place)), .number(errors.validShare),
          .integer(regression.unitCount),
        ])
      }
      let (sigma, errors) = (regression.fit.deviation, regression.deviationErrors)
      let (basic, tail) = (errors.interval(of: sigma, level: level), (1 - level) / 2)
      table.append([
        time, .text("(sigma)"), .number(sigma), .number(errors.variance.squareRoot()),
        .number(basic.lower), .number(basic.upper), .number(sigma + errors.quantile(tail)),
        .number(sigma + errors.quantile(1 - tail)), .missing, .number(errors.validShare),
        .integer(regression.unitCount),
      ])
    }
    return table
  }
}
