import ArgumentParser
import DenseKernels
import Frontier
import Inference
import Productivity

/// Prints the coverage of intervals of the mean of the population (estimand E3).
struct MeansCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "means", abstract: "Central limit intervals of the mean of the population.",
    discussion: """
      E3 is the share of samples whose interval holds the mean of the population the units are drawn from. \
      Designs of one transition only. There are splits into halves, and no replicates.
      """)

  @OptionGroup var designs: DesignOptions
  @OptionGroup var options: StudyOptions

  @Option(help: "Random splits into halves K.")
  var splits = 100

  @Flag(help: "The rate 2 / (p + q) of constant returns in place of 2 / (p + q + 1).")
  var constantReturns = false

  func validate() throws {
    if splits < 1 { throw ValidationError("at least 1 split") }
  }

  private struct Outcome: Sendable {
    var coverage = 0.0
    var width = 0.0
    var jackknifeBias = 0.0
    /// Mean of the estimates less that of the units' truths.
    var unitError = 0.0
  }

  func run() throws {
    BLASLibrary.useOneThread()
    print(
      "S = \(options.samples), K = \(splits), nominal \(options.level), seed \(options.seed), "
        + "rate 2 / (p + q\(constantReturns ? "" : " + 1"))\n")
    MarkdownTable.head([
      "design", "index", "E3", "population mean", "width", "jackknife bias", "true bias",
    ])
    for design in try designs.chosen where design.periodCount == 2 {
      let indices = design.indices.filter { !["MATECH", "IBTECH_LOO"].contains($0.name) }
      let truths = design.populationMeans(indices.map(\.index), seed: options.seed)
      let all = try options.outcomes { try sample($0, design, indices.map(\.index), truths) }
      for (i, (name, _)) in indices.enumerated() {
        func cell(_ value: (Outcome) -> Double, _ digits: Int, error: Bool = true) -> String {
          MonteCarlo(all.map { value($0[i]) }).text(digits, error: error)
        }
        MarkdownTable.row([
          design.name, name, cell(\.coverage, 3), cell({ _ in truths[i] }, 4, error: false),
          cell(\.width, 4, error: false), cell(\.jackknifeBias, 4), cell(\.unitError, 4),
        ])
      }
    }
  }

  private func sample(
    _ number: Int, _ design: CoverageDesign, _ indices: [LogIndex], _ truths: [Double]
  ) throws -> [Outcome] {
    let (panel, paths) = try design.sample(number, seed: options.seed)
    var settings = PopulationMeanOptions()
    settings.splitCount = splits
    settings.seed = options.replicateSeed(number)
    settings.maintainsConstantReturns = constantReturns
    settings.orientation = design.orientation
    settings.returnsToScale = design.returnsToScale
    let window = try Window(panel, over: design.transitions[0])
    let means = try PopulationMeans(settings).run(window, indices, solver: FrontierSolver())
    return indices.indices.map { i in
      guard let mean = means[0][i] else { return Outcome() }
      let interval = mean.interval(level: options.level)
      let unitMean = paths.reduce(0) { $0 + design.truth(indices[i], $1) } / Double(paths.count)
      return Outcome(
        coverage: coverage(interval, of: truths[i]), width: interval.upper - interval.lower,
        jackknifeBias: mean.bias, unitError: mean.mean - unitMean)
    }
  }
}
