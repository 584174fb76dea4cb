internal import Frontier
internal import Tables

/// The same scores, bounds and statuses, bit for bit, from any number of workers, again and again.
struct RepeatSuite {
  let settings: Settings
  let report: Report
  /// Runs with each number of workers.
  let runCount: Int

  private static let workerCounts = [1, 2, 3, 4, 8]

  /// The small and the large path, and one program for each point; false when any bit differed.
  func run() throws -> Bool {
    let panel = try BootstrapWorkload(
      unitCount: 36, inputCount: 4, outputCount: 1, returnsToScale: .variable, seed: settings.seed
    ).workload(name: "panel", years: 0..<14, replicateCount: 1)
    let size = LargeSuite.Case(
      unitCount: 5_000, inputCount: 3, outputCount: 2, density: 0.1, returnsToScale: .variable,
      orientation: .input)
    let sphere = try SphereWorkload(size, seed: settings.seed)
    let large = Workload(
      name: "sphere", inputCount: 3, outputCount: 2, returnsToScale: .variable,
      tasks: [DistanceTask(technology: sphere.technology, points: sphere.points)],
      seed: settings.seed)
    let areEqual = [
      repeats("small path, " + panel.name, panel, .facets),
      repeats("large path, " + large.name, large, .facets),
      repeats("one program for each point, " + panel.name, panel, .programs),
    ]
    return !areEqual.contains(false)
  }

  private func repeats(
    _ name: String, _ workload: Workload, _ path: FrontierOptions.Path
  ) -> Bool {
    let engine = EngineContenders(workload: workload)
    var digests: [UInt64] = []
    for workerCount in Self.workerCounts {
      for _ in 0..<runCount {
        digests.append(engine.digest(path, workers: workerCount))
      }
    }
    let areEqual = Set(digests).count == 1
    report.write(
      "repeats: " + name,
      [
        .init("programs", .integer(workload.programCount)),
        .init("workers", .array(Self.workerCounts.map { .integer($0) })),
        .init("runs", .integer(digests.count)),
        .init("digest", .text(String(digests[0], radix: 16))),
        .init("equal", .boolean(areEqual)),
      ])
    return areEqual
  }
}
