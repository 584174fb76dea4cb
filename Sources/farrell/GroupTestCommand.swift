internal import Analysis
internal import ArgumentParser
internal import Frontier
internal import Glibc
internal import Inference
internal import Tables

/// `farrell test groups`: whether groups of units are equally efficient.
struct GroupTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "groups",
    abstract: "Tests whether groups with one technology have the same efficiency.",
    discussion: """
      EXAMPLES:
        farrell test groups hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases --rts vrs --group owner

      Means are those of the logarithms of scores, theta or phi. The difference is
      that of the first group less the second, in the order of the file; with more
      groups there is the sum of squares only. --table writes one table only:
      equality or groups; csv holds equality without it.

      \(CommandHelp.common)
      """)

  /// Tables by name.
  enum TableName: String, CaseIterable { case equality, groups }

  @OptionGroup var panelArguments: PanelArguments
  @Option(help: "Column with the group of each observation.")
  var group: String?
  @Option(help: "Returns to scale: crs, vrs, nirs or ndrs (default: crs).")
  var rts: String?
  @OptionGroup var testArguments: TestArguments
  @OptionGroup var bandwidthArguments: BandwidthArguments
  @Option(help: "Write this table only.")
  var table: String?
  @OptionGroup var runArguments: RunArguments

  func run() throws {
    var flags = panelArguments.flags
    for more in [testArguments.flags, bandwidthArguments.flags, runArguments.flags] {
      flags.merge(more) { first, _ in first }
    }
    flags[.group] = group.map { [$0] }
    flags[.rts] = rts.map { [$0] }
    flags[.table] = table.map { [$0] }
    let settings = try Settings(flags: flags, runFile: runArguments.config)
    var session = try TestSession(command: "test groups", settings)
    let column = try settings.required(.group, "the column with the groups").single()
    session.run.request.options.groupColumn = column
    let only = try settings[.table]?.choice(TableName.allCases.map { ($0, [$0.rawValue]) })
    var options = SampleTestOptions(session.plan, workerCount: session.run.threadCount)
    options.orientation = session.orientation
    let solver = session.run.solver
    let loaded = try session.load()
    let grouping = Grouping(loaded.groups)
    let found = try session.solve(loaded.panel) {
      (technology, period, observations, control) throws(InferenceError) in
      options.technologyNumber = UInt32(truncatingIfNeeded: period)
      let groups = grouping.selecting(observations)
      let evidence = try GroupTest(options)
        .run(technology, groups: groups.numbers, solver: solver, control: control)
      return GroupsFound(names: groups.names, evidence: evidence)
    }
    let report = report(found, loaded, session, column)
    let results = GroupTables(
      found: found, panel: loaded.panel, orientation: session.orientation, size: session.plan.size)
    let tables = (only.map { [$0] } ?? TableName.allCases).map { name in
      switch name {
      case .equality: results.equality
      case .groups: results.groups
      }
    }
    try session.write(
      report, readable: tables.map { $0.readable(loaded.panel) }, tables: tables)
  }

  private func report(
    _ found: [PeriodInference<GroupsFound>], _ loaded: LoadedPanel, _ session: TestSession,
    _ column: String
  ) -> TestReport {
    let plan = session.plan
    return TestReport(
      loaded: loaded,
      heading: [
        "Equality of mean log scores of groups: returns to scale "
          + "\(session.returnsToScale.rawValue), orientation \(session.orientation.rawValue); "
          + "B \(plan.replicateCount), seed \(plan.seed), size \(plan.size.shortest)",
        "groups \(column)",
      ], source: session.run.request.note,
      cautions: found.compactMap { $0.caution(loaded.panel) } + [
        "one technology is assumed for all groups; where groups have frontiers of their own, a "
          + "rejection does not tell which part of the hypothesis failed"
      ], counts: .sum(found.compactMap { $0.value?.evidence.counts }),
      model: [
        .init("rts", .text(session.returnsToScale.rawValue)),
        .init("orientation", .text(session.orientation.rawValue)),
        .init("group", .text(column)),
      ] + plan.metadata() + [.init("size", .number(plan.size))])
  }
}

/// Names as numbers in order of first appearance.
private struct Grouping {
  private(set) var names: [String] = []
  private(set) var numbers: [Int] = []

  init(_ groups: [String]) {
    var known: [String: Int] = [:]
    for name in groups {
      let number = known[name] ?? names.count
      if number == names.count {
        known[name] = number
        names.append(name)
      }
      numbers.append(number)
    }
  }

  /// The groups of some observations without gaps, in the order that all have.
  func selecting(_ observations: [Int]) -> (names: [String], numbers: [Int]) {
    let used = Set(observations.map { numbers[$0] }).sorted()
    var positions = [Int](repeating: 0, count: names.count)
    for (position, number) in used.enumerated() { positions[number] = position }
    return (used.map { names[$0] }, observations.map { positions[numbers[$0]] })
  }
}

/// The groups of a period with what the test says.
private struct GroupsFound: Sendable {
  let names: [String]
  let evidence: GroupEvidence
}

/// Tables of a test of groups; means are of ln score, which is −ln δ for inputs.
private struct GroupTables {
  let found: [PeriodInference<GroupsFound>]
  let panel: Panel
  let orientation: Orientation
  let size: Double

  private var sign: Double { orientation == .input ? -1 : 1 }

  /// One row for each period.
  var equality: ReportTable {
    var table = ReportTable(
      name: "equality",
      columns: [
        "time", "groups", "first", "second", "difference", "difference_p", "sum_of_squares",
        "sum_of_squares_p",
        "rejected", "valid_share", "bandwidth", "bandwidth_rule",
      ])
    for period in found {
      let time = panel.timeCell(period.period)
      guard let evidence = period.value?.evidence else {
        table.append([time] + table.columns.dropFirst().map { _ in .missing })
        continue
      }
      let squares = evidence.sumOfSquares
      let pair = evidence.difference == nil ? nil : period.value?.names
      table.append([
        time, .integer(evidence.sizes.count), pair?.first.map { .text($0) } ?? .missing,
        pair?.last.map { .text($0) } ?? .missing,
        .init(evidence.difference.map { sign * $0.value }),
        .init(evidence.difference?.pValue), .number(squares.value), .number(squares.pValue),
        .text(squares.pValue <= size ? "yes" : "no"), .number(squares.validShare),
        .number(evidence.bandwidth), .text(evidence.bandwidthRule?.rawValue ?? "given"),
      ])
    }
    return table
  }

  /// One row for each group of each period.
  var groups: ReportTable {
    var table = ReportTable(
      name: "groups", columns: ["time", "group", "observations", "mean_log_score", "mean_score"],
      keyCount: 2)
    for period in found {
      guard let groups = period.value else { continue }
      for (number, name) in groups.names.enumerated() {
        let mean = sign * groups.evidence.means[number]
        table.append([
          panel.timeCell(period.period), .text(name), .integer(groups.evidence.sizes[number]),
          .number(mean), .number(exp(mean)),
        ])
      }
    }
    return table
  }
}
