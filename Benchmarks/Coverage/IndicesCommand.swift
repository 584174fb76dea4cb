import ArgumentParser
import DenseKernels
import Inference

/// Prints the coverage of bootstrap intervals of indices, by units and by their mean.
struct IndicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "indices", abstract: "Bootstrap intervals of the indices of observed units.",
    discussion: """
      E1 is the share of units whose interval holds their own truth, averaged over samples; E2 the share of \
      samples whose interval of the mean holds the mean of the truths.
      """)

  @OptionGroup var designs: DesignOptions
  @OptionGroup var worlds: WorldOptions
  @OptionGroup var options: StudyOptions

  func run() throws {
    BLASLibrary.useOneThread()
    let factor = worlds.bandwidthFactor
    print(
      "S = \(options.samples), B = \(options.replicates), nominal \(options.level), "
        + "seed \(options.seed)" + (factor == 1 ? "" : ", bandwidth × \(factor)") + "\n")
    MarkdownTable.head([
      "design", "world", "index", "E1", "E2", "rejects, unit", "rejects, mean", "width, unit",
      "width, mean", "bootstrap bias", "true bias",
    ])
    for design in try designs.chosen {
      for world in try worlds.chosen { try run(design, world) }
    }
  }

  private func run(_ design: CoverageDesign, _ world: IndexWorld) throws {
    let study = IndexCoverage(
      design: design, world: world, bandwidthFactor: worlds.bandwidthFactor, options: options)
    for ((name, _), outcomes) in zip(design.indices, try study.run(design.indices.map(\.index))) {
      func cell(_ value: (IndexCoverage.Outcome) -> Double, _ digits: Int, error: Bool = true)
        -> String
      {
        MonteCarlo(outcomes.map(value)).text(digits, error: error)
      }
      MarkdownTable.row([
        design.name, WorldOptions.name(world), name, cell(\.unitCoverage, 3),
        cell(\.meanCoverage, 3), cell(\.unitRejection, 3), cell(\.meanRejection, 3),
        cell(\.unitWidth, 4, error: false), cell(\.meanWidth, 4, error: false),
        cell(\.bootstrapBias, 4), cell(\.trueError, 4),
      ])
    }
  }
}
