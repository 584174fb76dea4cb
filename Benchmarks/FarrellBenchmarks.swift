internal import ArgumentParser
internal import CRivals
internal import DenseKernels
internal import Frontier
internal import Glibc

/// Measures the engine beside general linear programming libraries, in one process and interleaved.
@main
struct FarrellBenchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "farrell-benchmarks",
    abstract:
      "Times the engine beside general linear programming libraries; compares answers first.")

  enum Suite: String, ExpressibleByArgument, CaseIterable {
    case tiny, panel, bootstrap, large, stages, growth, real, repeats, all
  }

  @Option(help: "Which suite.")
  var suite = Suite.tiny

  @Option(help: "Rounds in which every contender has its turn.")
  var rounds = 9

  @Flag(help: "Small sizes, to see that everything runs.")
  var quick = false

  @Option(help: "none, all, or names joined by commas: glpk, columns, lpsolve, clp, highs.")
  var rivals = "all"

  @Option(help: "Seed of the data.")
  var seed: UInt64 = 1

  @Option(help: "Workers of an additional turn of the engine; all allowed processors when omitted.")
  var workers: Int?

  @Flag(help: "One JSON object a line instead of tables.")
  var json = false

  @OptionGroup var bootstrapOptions: BootstrapOptions
  @OptionGroup var largeOptions: LargeOptions

  @Option(help: "Folder of the real data.")
  var data = "../shared/data"

  @Option(
    help: """
      HiGHS library, or several joined by colons that are loaded in turn; the variable FARRELL_HIGHS \
      says the same.
      """)
  var highs: String?

  @Option(help: "Runs one fixed piece of work once, and nothing else, for counting instructions.")
  var workload: CountedWorkload?

  func validate() throws {
    if rounds < 1 || workers.map({ $0 < 1 }) ?? false {
      throw ValidationError("counts start at 1")
    }
    _ = try libraryKinds()
  }

  func run() throws {
    BLASLibrary.useOneThread()
    if let workload { return try workload.run() }
    rival_keep_memory()
    let libraries = try libraryKinds().compactMap { kind in
      RivalLibrary.load(kind, path: kind == .highs ? highsPath : nil)
    }
    let machine = Machine(
      roofline: Roofline(isQuick: quick), libraryNames: libraries.map(\.name))
    Clock.forgetPeak()  // the roofline reads memory far larger than any workload
    if !json { for line in machine.lines { print(line) } }
    let settings = Settings(
      roundCount: quick ? min(rounds, 3) : rounds, isQuick: quick, seed: seed,
      workerCount: workers ?? Processor.allowedCount, libraries: libraries)
    let contest = Contest(
      settings: settings, report: Report(writesJSON: json, machine: machine))
    var isRight = true
    for suite in suite == .all ? Suite.allCases : [suite] {
      isRight = try run(suite, contest) && isRight
    }
    if !json { print("peak resident memory \(Clock.peakResidentBytes >> 20) MiB") }
    if !isRight { throw ExitCode.failure }
  }

  private func run(_ suite: Suite, _ contest: Contest) throws -> Bool {
    switch suite {
    case .tiny: try TinySuite(contest: contest).run()
    case .panel:
      try PanelSuite(contest: contest, replicateCount: quick ? 1 : 20).run()
    case .bootstrap:
      try BootstrapSuite(
        settings: contest.settings, report: contest.report,
        replicateCount: quick ? 10 : bootstrapOptions.replicateCount,
        sampleCount: quick ? 100 : bootstrapOptions.sample
      ).run()
    case .large:
      try LargeSuite(
        contest: contest, description: largeOptions.description(isQuick: quick),
        samplePointCount: largeOptions.sampleCount(isQuick: quick), comparedCount: quick ? 20 : 200
      ).run()
    case .stages:
      try StageSuite(
        description: largeOptions.description(isQuick: quick), seed: seed,
        workerCount: workers ?? 1
      ).run()
    case .growth:
      try GrowthSuite(
        settings: contest.settings, report: contest.report,
        description: largeOptions.description(isQuick: quick),
        largestUnitCount: quick ? 3_000 : max(1_000, largeOptions.units)
      ).run()
    case .real:
      try RealSuite(
        contest: contest, folder: data, samplePointCount: quick ? 100 : 2_000
      ).run()
    case .repeats:
      try RepeatSuite(
        settings: contest.settings, report: contest.report, runCount: quick ? 2 : 20
      ).run()
    case .all: true
    }
  }

  private var highsPath: String? {
    if let highs { return highs }
    guard let path = unsafe getenv("FARRELL_HIGHS") else { return nil }
    return unsafe String(cString: path)
  }

  private func libraryKinds() throws -> [RivalLibrary.Kind] {
    switch rivals {
    case "none": return []
    case "all": return RivalLibrary.Kind.allCases
    default:
      return try rivals.split(separator: ",").map { name in
        guard let kind = RivalLibrary.Kind(rawValue: String(name)) else {
          throw ValidationError("no rival '\(name)'")
        }
        return kind
      }
    }
  }
}
