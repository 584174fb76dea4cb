internal import Frontier
internal import Tables

/// Time of everything by the number of units, at the same share of frame members: what `plot.py` draws.
struct GrowthSuite {
  let settings: Settings
  let report: Report
  let description: LargeSuite.Case
  let largestUnitCount: Int

  /// Steps of about half a power of ten.
  private static let unitCounts = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000]

  /// False when the frame found is not the one the data were made with.
  func run() throws -> Bool {
    var isRight = true
    for unitCount in Self.unitCounts where unitCount <= largestUnitCount {
      var size = description
      size.unitCount = unitCount
      isRight = try run(size) && isRight
    }
    return isRight
  }

  private func run(_ size: LargeSuite.Case) throws -> Bool {
    let source = try SphereWorkload(size, seed: settings.seed)
    let workload = Workload(
      name: size.name, inputCount: size.inputCount, outputCount: size.outputCount,
      returnsToScale: size.returnsToScale, orientation: size.orientation,
      tasks: [DistanceTask(technology: source.technology, points: source.points)],
      seed: settings.seed)
    let race = Race(
      roundCount: min(settings.roundCount, LargeSuite.largestRoundCount), leastTurnSeconds: 0)
    let engine = EngineContenders(workload: workload)
    guard let result = race.run([engine.certified(.facets)]).first else { return false }
    let misplaced = result.slice.values.indices.filter {
      (abs(result.slice.values[$0] - 1) <= Agreement.tightTolerance) != source.isFrame[$0]
    }.count
    let hasKnownFrame = size.returnsToScale == .variable
    let count = Double(size.unitCount) / 1e9
    report.write(
      "growth",
      [
        .init("units", .integer(size.unitCount)), .init("inputs", .integer(size.inputCount)),
        .init("outputs", .integer(size.outputCount)), .init("density", .number(size.density)),
        .init("returnsToScale", .text(size.returnsToScale.rawValue)),
        .init("orientation", .text(size.orientation.rawValue)),
        .init("seconds", .number(median(result.nanoseconds) * count)),
        .init("minSeconds", .number((result.nanoseconds.min() ?? .nan) * count)),
        .init("maxSeconds", .number((result.nanoseconds.max() ?? .nan) * count)),
        .init("misclassified", hasKnownFrame ? .integer(misplaced) : .null),
      ])
    return (misplaced == 0 || !hasKnownFrame) && result.slice.failureCount == 0
  }
}
