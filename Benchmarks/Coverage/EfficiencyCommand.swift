import ArgumentParser
import DenseKernels
import Frontier
import Glibc
import Inference

/// Prints the coverage of intervals of the efficiency of one fixed point, by number of units.
struct EfficiencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "efficiency",
    abstract: "Bootstrap intervals of the efficiency of a fixed point (Simar and Wilson 1998).",
    discussion: """
      Two inputs with ln(x₁/x₂) uniform on (−1, 1), one output √(x₁x₂) e^{−u}, u = 0.25 |z|, constant returns. \
      The point has 82 % of the output that is possible with its inputs.
      """)

  @OptionGroup var options: StudyOptions

  @Option(help: "Numbers of units, separated by commas.")
  var units = "50,100,200,400"

  @Option(help: "ln(x₁/x₂) of the point.")
  var mix = 0.0

  @Option(
    help: "Rule for the bandwidth: normal-reference, silverman or cross-validation.",
    transform: rule)
  var bandwidthRule = BandwidthRule.silverman

  private static func rule(_ name: String) throws -> BandwidthRule {
    guard let rule = BandwidthRule(rawValue: name) else {
      throw ValidationError("no rule '\(name)'")
    }
    return rule
  }

  private struct Outcome: Sendable {
    var basic = 0.0
    var percentile = 0.0
    var bandwidth = 0.0
    var width = 0.0
    var bootstrapBias = 0.0
    var error = 0.0
  }

  func validate() throws { _ = try unitCounts }

  private var unitCounts: [Int] {
    get throws {
      try units.split(separator: ",").map {
        guard let count = Int($0), count >= 2 else { throw ValidationError("no number '\($0)'") }
        return count
      }
    }
  }

  func run() throws {
    BLASLibrary.useOneThread()
    print(
      "S = \(options.samples), B = \(options.replicates), nominal \(options.level), "
        + "seed \(options.seed), \(bandwidthRule.rawValue), ln(x₁/x₂) = \(mix)\n")
    MarkdownTable.head([
      "order", "bandwidth", "n", "basic", "percentile", "h", "width", "bootstrap bias", "true bias",
    ])
    for order in SmoothingOrder.allCases {
      for factor in [1, 0.5] {
        for count in try unitCounts { try run(order, factor, count) }
      }
    }
  }

  private func run(_ order: SmoothingOrder, _ factor: Double, _ unitCount: Int) throws {
    let design = CoverageDesign.crossSection(unitCount: unitCount)
    let all = try options.outcomes { try sample($0, design, order, factor) }
    func cell(_ value: (Outcome) -> Double, _ digits: Int, error: Bool = true) -> String {
      MonteCarlo(all.map(value)).text(digits, error: error)
    }
    MarkdownTable.row([
      order.rawValue, "× \(factor)", "\(unitCount)", cell(\.basic, 3), cell(\.percentile, 3),
      cell(\.bandwidth, 4, error: false), cell(\.width, 4, error: false),
      cell(\.bootstrapBias, 4), cell(\.error, 4),
    ])
  }

  private func sample(
    _ number: Int, _ design: CoverageDesign, _ order: SmoothingOrder, _ factor: Double
  ) throws -> Outcome {
    let panel = try design.sample(number, seed: options.seed).panel
    let truth = 0.2
    let x = [mix / 2, -mix / 2]
    let point = Point(
      inputs: x.map { exp($0) }, outputs: [exp(design.functions[0].logarithm(x) - truth)])
    var settings = EfficiencyBootstrapOptions()
    settings.replicateCount = options.replicates
    settings.seed = options.replicateSeed(number)
    settings.orientation = .output
    settings.bandwidthRule = bandwidthRule
    settings.bandwidthFactor = factor
    settings.order = order
    let found = try EfficiencyBootstrap(settings).run(
      Technology(
        panel: panel, observations: Array(0..<panel.count), returnsToScale: .constant),
      points: [point], solver: FrontierSolver())
    let (estimate, errors) = (found.estimates[0], found.errors[0])
    let interval = errors.interval(of: estimate, level: options.level)
    let tail = (1 - options.level) / 2
    let percentile = (
      lower: estimate + errors.quantile(tail), upper: estimate + errors.quantile(1 - tail)
    )
    return Outcome(
      basic: coverage(interval, of: truth), percentile: coverage(percentile, of: truth),
      bandwidth: found.bandwidth, width: interval.upper - interval.lower,
      bootstrapBias: errors.bias, error: estimate - truth)
  }
}

extension CoverageDesign {
  /// One period of two inputs and one output with constant returns.
  static func crossSection(unitCount: Int) -> CoverageDesign {
    CoverageDesign(
      name: "cross-section", unitCount: unitCount,
      functions: [.cobbDouglas(shares: [0.5, 0.5])], weights: [[1]],
      inputs: InputPath(drift: [0, 0], levelNoise: 0, noise: 0),
      inefficiency: Inefficiency(spreads: [0.25], persistence: 0), growth: 0)
  }
}
