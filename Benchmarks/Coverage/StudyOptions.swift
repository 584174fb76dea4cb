import ArgumentParser
import DenseKernels
import Inference
import Productivity

/// How many samples and replicates a study takes, and at which level.
struct StudyOptions: ParsableArguments {
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
  }

  /// What `sample` finds in each of the samples.
  func outcomes<Outcome: Sendable>(
    _ sample: @Sendable (Int) throws -> Outcome
  ) throws -> [Outcome] {
    let workers = threads ?? Processor.allowedCount
    return try parallelMap(count: samples, workers: workers) { number in
      Result { try sample(number) }
    }.map { try $0.get() }
  }

  /// Seed of the replicates of a sample.
  func replicateSeed(_ sample: Int) -> UInt64 { seed &* 1_000_003 &+ UInt64(sample) }
}

/// Which designs a study is about.
struct DesignOptions: ParsableArguments {
  @Option(help: "Designs, separated by commas, or all.")
  var designs = "all"

  func validate() throws { _ = try chosen }

  var chosen: [CoverageDesign] {
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
}

/// Which worlds the replicates come from.
struct WorldOptions: ParsableArguments {
  @Option(
    help: "Worlds, separated by commas: neutral, simar-wilson-1999, subsample-M for M units.")
  var worlds = "neutral,simar-wilson-1999"

  @Option(help: "Multiplies the bandwidth.")
  var bandwidthFactor = 1.0

  func validate() throws {
    _ = try chosen
    if !(bandwidthFactor > 0) { throw ValidationError("a positive bandwidth factor") }
  }

  var chosen: [IndexWorld] {
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

  static func name(_ world: IndexWorld) -> String {
    switch world {
    case .neutral: "neutral"
    case .estimated: "simar-wilson-1999"
    case .subsample(let size): "subsample-\(size)"
    }
  }
}

extension CoverageDesign {
  /// The indices reported, by name.
  var indices: [(name: String, index: LogIndex)] {
    var found: [(String, LogIndex)] = [("IBTECH", .inputBias(.newInputs))]
    if outputCount > 1 { found.append(("OBTECH", .outputBias(.newInputs))) }
    return found + [
      ("TECH", .technicalChange), ("MATECH", .magnitude), ("EFFCH", .efficiencyChange),
      ("MI", .productivityChange), ("IBTECH_LOO", LogIndex.inputBias(.newInputs).leavingOwnOut),
    ]
  }
}
