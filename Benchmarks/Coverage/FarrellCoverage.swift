import ArgumentParser
import DenseKernels
import Glibc
import Inference
import Productivity

/// Measures how often intervals hold the truth, on data whose truth is known (METHODS 5.13).
@main
struct FarrellCoverage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "farrell-coverage",
    abstract: "How often the bootstrap's intervals hold the truth, on data whose truth is known.",
    discussion: """
      E1 is the share of units whose interval holds their own truth, averaged over samples; E2 the share of \
      samples whose interval of the mean holds the mean of the truths. Behind each share stands its \
      Monte-Carlo error.
      """)

  @Option(help: "Designs, separated by commas, or all.")
  var designs = "all"

  @Option(
    help: "Worlds, separated by commas: neutral, simar-wilson-1999, subsample-M for M units.")
  var worlds = "neutral,simar-wilson-1999"

  @Option(help: "Samples S.")
  var samples = 200

  @Option(help: "Replicates B of each.")
  var replicates = 199

  @Option(help: "Nominal level.")
  var level = 0.95

  @Option(help: "Seed.")
  var seed: UInt64 = 1

  @Option(help: "Threads.")
  var threads: Int?

  func validate() throws {
    if samples < 2 || replicates < 1 || threads.map({ $0 < 1 }) ?? false {
      throw ValidationError("at least 2 samples, 1 replicate and 1 thread")
    }
    if !(level > 0 && level < 1) { throw ValidationError("a level between 0 and 1") }
    _ = try (chosenDesigns, chosenWorlds)
  }

  private var chosenDesigns: [CoverageDesign] {
    get throws {
      if designs == "all" { return CoverageDesign.all }
      return try designs.split(separator: ",").map { name in
        guard let found = CoverageDesign.all.first(where: { $0.name == name }) else {
          let names = CoverageDesign.all.map(\.name).joined(separator: ", ")
          throw ValidationError("no design '\(name)'; there are \(names)")
        }
        return found
      }
    }
  }

  private var chosenWorlds: [IndexWorld] {
    get throws {
      try worlds.split(separator: ",").map { name in
        if name == "neutral" { return .neutral }
        if name == "simar-wilson-1999" { return .estimated }
        if name.hasPrefix("subsample-"), let size = Int(name.dropFirst("subsample-".count)) {
          return .subsample(size: size)
        }
        throw ValidationError("no world '\(name)'")
      }
    }
  }

  func run() throws {
    BLASLibrary.useOneThread()
    print("S = \(samples), B = \(replicates), nominal \(level), seed \(seed)\n")
    print(
      "| design | world | index | E1 | E2 | rejects, unit | rejects, mean | width, unit | width, mean "
        + "| bootstrap bias | true bias |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for design in try chosenDesigns {
      for world in try chosenWorlds { try run(design, world) }
    }
  }

  private func run(_ design: CoverageDesign, _ world: IndexWorld) throws {
    let study = CoverageStudy(
      design: design, world: world, sampleCount: samples, replicateCount: replicates, seed: seed,
      level: level, workerCount: threads ?? Processor.allowedCount)
    var indices: [(String, LogIndex)] = [("IBTECH", .inputBias(.newInputs))]
    if design.outputCount > 1 { indices.append(("OBTECH", .outputBias(.newInputs))) }
    indices += [
      ("TECH", .technicalChange), ("MATECH", .magnitude), ("EFFCH", .efficiencyChange),
      ("MI", .productivityChange),
    ]
    let outcomes = try study.run(indices.map(\.1))
    for ((name, _), outcomes) in zip(indices, outcomes) {
      func cell(_ value: (CoverageStudy.Outcome) -> Double, _ digits: Int, error: Bool = true)
        -> String
      {
        let values = outcomes.map(value)
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let text = Self.fixed(mean, digits)
        return error ? text + " (\(Self.fixed((square / count).squareRoot(), digits)))" : text
      }
      let cells = [
        design.name, self.name(world), name, cell(\.unitCoverage, 3), cell(\.meanCoverage, 3),
        cell(\.unitRejection, 3), cell(\.meanRejection, 3), cell(\.unitWidth, 4, error: false),
        cell(\.meanWidth, 4, error: false), cell(\.bootstrapBias, 4), cell(\.trueError, 4),
      ]
      print("| " + cells.joined(separator: " | ") + " |")
    }
  }

  private func name(_ world: IndexWorld) -> String {
    switch world {
    case .neutral: "neutral"
    case .estimated: "simar-wilson-1999"
    case .subsample(let size): "subsample-\(size)"
    }
  }

  /// A number with so many decimals.
  private static func fixed(_ value: Double, _ digits: Int) -> String {
    let unit = pow(10, Double(digits))
    let scaled = Int((abs(value) * unit).rounded())
    let fraction = String(scaled % Int(unit))
    return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / Int(unit))."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
