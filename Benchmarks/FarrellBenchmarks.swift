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
    case tiny, panel, large, stages, all
  }

  @Option(help: "Which suite.")
  var suite = Suite.tiny

  @Option(help: "Rounds in which every contender has its turn.")
  var rounds = 9

  @Flag(help: "Small sizes, to see that everything runs.")
  var quick = false

  @Option(help: "none, all, or names joined by commas: glpk, lpsolve, clp, highs.")
  var rivals = "all"

  @Option(help: "Seed of the data.")
  var seed: UInt64 = 1

  @Flag(help: "One JSON object a line instead of tables.")
  var json = false

  @Option(help: "Bootstrap replicates of the panel suite.")
  var replicates = 20

  @Option(help: "Units of the large suite.")
  var units = 10_000

  @Option(help: "Inputs of the large suite.")
  var inputs = 3

  @Option(help: "Outputs of the large suite.")
  var outputs = 2

  @Option(help: "Share of efficient units of the large suite.")
  var density = 0.1

  @Option(help: "Units measured by the large suite.")
  var points = 2_000

  @Option(help: "Returns to scale of the stage suite.", transform: choice)
  var returns = ReturnsToScale.variable

  @Option(help: "Orientation of the stage suite.", transform: choice)
  var orientation = Orientation.input

  @Option(help: "Workers of the stage suite.")
  var workers = 1

  @Option(
    help: """
      HiGHS library, or several joined by colons that are loaded in turn; the variable FARRELL_HIGHS \
      says the same.
      """)
  var highs: String?

  func validate() throws {
    if rounds < 1 || replicates < 1 || units < 3 || inputs < 1 || outputs < 1 || points < 1 {
      throw ValidationError("counts start at 1, units at 3")
    }
    if !(density > 0 && density <= 1) { throw ValidationError("density lies in (0, 1]") }
    _ = try libraryKinds()
  }

  func run() throws {
    BLASLibrary.useOneThread()
    if suite == .stages {
      if try stageSuite.run() { return }
      throw ExitCode.failure
    }
    rival_keep_memory()
    let machine = Machine(roofline: Roofline(isQuick: quick))
    if !json { for line in machine.lines { print(line) } }
    let libraries = try libraryKinds().compactMap { kind in
      RivalLibrary.load(kind, path: kind == .highs ? highsPath : nil)
    }
    let settings = Settings(
      roundCount: quick ? min(rounds, 3) : rounds, isQuick: quick, seed: seed, libraries: libraries)
    let contest = Contest(
      settings: settings, report: Report(writesJSON: json, machine: machine))
    var isRight = true
    if suite == .tiny || suite == .all { isRight = try TinySuite(contest: contest).run() }
    if suite == .panel || suite == .all {
      isRight =
        try PanelSuite(contest: contest, replicateCount: quick ? 1 : replicates).run() && isRight
    }
    if suite == .large || suite == .all { isRight = try largeSuite(contest).run() && isRight }
    if !json { print("peak resident memory \(Clock.peakResidentBytes >> 20) MiB") }
    if !isRight { throw ExitCode.failure }
  }

  private var stageSuite: StageSuite {
    StageSuite(
      unitCount: units, inputCount: inputs, outputCount: outputs, density: density,
      returnsToScale: returns, orientation: orientation, workerCount: workers, seed: seed)
  }

  private func largeSuite(_ contest: Contest) -> LargeSuite {
    LargeSuite(
      contest: contest, unitCount: quick ? min(units, 500) : units, inputCount: inputs,
      outputCount: outputs, density: density,
      pointCounts: (engine: quick ? min(points, 200) : points, rivals: quick ? 20 : 100))
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

private func choice<Choice: RawRepresentable<String> & CaseIterable>(
  _ text: String
) throws -> Choice {
  guard let choice = Choice(rawValue: text) else {
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("'\(text)' is none of \(known)")
  }
  return choice
}
