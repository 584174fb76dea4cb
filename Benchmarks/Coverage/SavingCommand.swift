import ArgumentParser
import DenseKernels
import Inference
import Productivity

/// Prints how often confident calls of the input saved agree with the Hicks bias of the pair.
struct SavingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "saving", abstract: "Confidence that technical change saves an input of a pair.",
    discussion: """
      Over all pairs of inputs: how often the sign of ln IBTECH against that of the change of the mix says \
      which input is saved, with true distances and with estimated ones; how often there is a call, and how \
      often it is right. Where technical change is neutral every call is an error.
      """)

  @OptionGroup var designs: DesignOptions
  @OptionGroup var worlds: WorldOptions
  @OptionGroup var options: StudyOptions

  /// Pairs of one sample, of its units or of their mean.
  private struct Outcome: Sendable {
    var pairs = 0.0
    /// Pairs that the rule gets right with true and with estimated distances.
    var rightByTruth = 0.0
    var rightByEstimate = 0.0
    /// Calls at the level, and those that are right.
    var calls = 0.0
    var rightCalls = 0.0

    /// Adds a pair whose Hicks bias is known.
    mutating func record(
      _ found: Estimate, truth: Double, mixChange: Double, hicksBias: Double, level: Double
    ) {
      let call = SavingConfidence(
        estimate: found.value, errors: found.errors, mixChange: mixChange, level: level
      ).evidence
      pairs += 1
      rightByTruth += truth * mixChange * hicksBias > 0 ? 1 : 0
      rightByEstimate += found.value * mixChange * hicksBias > 0 ? 1 : 0
      calls += call == .saving || call == .using ? 1 : 0
      rightCalls += call == .saving && hicksBias < 0 || call == .using && hicksBias > 0 ? 1 : 0
    }
  }

  func run() throws {
    BLASLibrary.useOneThread()
    print(
      "S = \(options.samples), B = \(options.replicates), level \(options.level), "
        + "seed \(options.seed)\n")
    MarkdownTable.head([
      "design", "world", "of", "right, true distances", "right, estimates", "calls",
      "right calls",
    ])
    for design in try designs.chosen {
      for world in try worlds.chosen {
        let study = IndexCoverage(
          design: design, world: world, bandwidthFactor: worlds.bandwidthFactor, options: options)
        let all = try options.outcomes { try Self.sample($0, study) }
        row(study, "units", all.map(\.units))
        row(study, "mean", all.map(\.mean))
      }
    }
  }

  private func row(_ study: IndexCoverage, _ what: String, _ all: [Outcome]) {
    let isBiased = Self.pairs(study.design).contains { study.design.hicksBias($0, $1) != 0 }
    func share(_ part: (Outcome) -> Double, of whole: (Outcome) -> Double) -> String {
      MonteCarlo(parts: all.map(part), wholes: all.map(whole)).text(3)
    }
    MarkdownTable.row([
      study.design.name, WorldOptions.name(study.world), what,
      isBiased ? share(\.rightByTruth, of: \.pairs) : "–",
      isBiased ? share(\.rightByEstimate, of: \.pairs) : "–", share(\.calls, of: \.pairs),
      isBiased ? share(\.rightCalls, of: \.calls) : "–",
    ])
  }

  private static func pairs(_ design: CoverageDesign) -> [(Int, Int)] {
    (0..<design.inputCount).flatMap { a in (a + 1..<design.inputCount).map { (a, $0) } }
  }

  private static func sample(
    _ number: Int, _ study: IndexCoverage
  ) throws -> (units: Outcome, mean: Outcome) {
    let (design, level) = (study.design, study.options.level)
    let index = LogIndex.inputBias(.newInputs)
    let (replicates, paths) = try study.replicates(number, [index])
    let n = Double(paths.count)
    let truths = paths.map { design.truth(index, $0) }
    let transitions = design.transitions.indices
    let byUnit = paths.indices.compactMap {
      replicates.sum(index, transitions: transitions, units: [$0])
    }
    let all = replicates.sum(index, transitions: transitions, units: paths.indices)
    var (units, mean) = (Outcome(), Outcome())
    for (a, b) in pairs(design) {
      let hicksBias = design.hicksBias(a, b)
      let changes = paths.map { path in
        let (first, last) = (path.inputs[0], path.inputs[design.periodCount - 1])
        return last[a] - last[b] - first[a] + first[b]
      }
      for (unit, found) in byUnit.enumerated() {
        units.record(
          found, truth: truths[unit], mixChange: changes[unit], hicksBias: hicksBias,
          level: level)
      }
      if let all {
        mean.record(
          all, truth: truths.reduce(0, +) / n, mixChange: changes.reduce(0, +) / n,
          hicksBias: hicksBias, level: level)
      }
    }
    return (units, mean)
  }
}
