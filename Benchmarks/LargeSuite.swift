internal import DenseKernels
internal import Frontier
internal import Tables

/// One technology of many units, of which a known share is on the frame; every unit is measured against it,
/// and the time is that of everything: ordering, frame and scores.
struct LargeSuite {
  /// Data and question.
  struct Case {
    var unitCount: Int
    let inputCount: Int
    let outputCount: Int
    let density: Double
    let returnsToScale: ReturnsToScale
    let orientation: Orientation

    var name: String {
      "large \(unitCount), \(inputCount)+\(outputCount), \(density), \(returnsToScale.rawValue) "
        + orientation.rawValue
    }
  }

  let contest: Contest
  let description: Case
  /// Points solved by each library, and by our path of one program for each point.
  let samplePointCount: Int
  /// Units compared with HiGHS at its smallest tolerances.
  let comparedCount: Int

  /// Points with which each library starts, untimed: making a model of all units for a few points
  /// must not be charged to them.
  private static let warmCount = 10

  /// Rounds are cut to this from 50,000 units on, where a turn takes seconds.
  static let largestRoundCount = 3

  /// False when an answer was wrong or the frame found is not the one the data were made with.
  func run() throws -> Bool {
    let source = try SphereWorkload(description, seed: contest.settings.seed)
    let workload = workload(source)
    let race = Race(
      roundCount: description.unitCount < 50_000
        ? contest.settings.roundCount
        : min(contest.settings.roundCount, Self.largestRoundCount),
      leastTurnSeconds: contest.settings.isQuick ? 0.002 : 0.05)
    let engine = EngineContenders(workload: workload)
    var contenders = [engine.certified(.facets)]
    if contest.settings.workerCount > 1 {
      contenders.append(engine.certified(.facets, workers: contest.settings.workerCount))
    }
    contenders.append(engine.certified(.programs, pointCount: samplePointCount))
    let share = Contest.Share(
      taskCount: 1, pointCount: samplePointCount + Self.warmCount,
      programPointCount: samplePointCount, warmCount: Self.warmCount)
    let frame = source.isFrame.indices.filter { source.isFrame[$0] }
    contenders += contest.rivals(workload, share, efficient: [frame], race)
    let results = race.run(contenders)
    let scores = results[0].slice.values
    let count = Report.FrameCount(
      withoutScore: scores.count { $0.isNaN },
      efficientShare: Double(scores.count { isOne($0) }) / Double(scores.count),
      bill: workload.frameBill(taskCount: 1))
    let isRight = contest.report.write(workload, results, frame: count)
    let seconds = median(results[0].nanoseconds) * Double(scores.count) / 1e9
    return check(source, scores, seconds: seconds) && isRight
  }

  private func workload(_ source: SphereWorkload) -> Workload {
    let frameCount = Double(source.isFrame.count { $0 })
    let n = Double(description.unitCount)
    return Workload(
      name: description.name, inputCount: description.inputCount,
      outputCount: description.outputCount, returnsToScale: description.returnsToScale,
      orientation: description.orientation,
      tasks: [DistanceTask(technology: source.technology, points: source.points)],
      seed: contest.settings.seed, leastUnitCount: frameCount * (n - frameCount) / n)
  }

  private func isOne(_ score: Double) -> Bool { abs(score - 1) <= Agreement.tightTolerance }

  /// Frame found against frame made, and a sample against HiGHS.
  private func check(_ source: SphereWorkload, _ scores: [Double], seconds: Double) -> Bool {
    let settings = contest.settings
    let misplaced = scores.indices.filter { isOne(scores[$0]) != source.isFrame[$0] }.count
    let hasKnownFrame = description.returnsToScale == .variable
    let chosen = sample(comparedCount, below: scores.count, seed: settings.seed)
    var agreement = Agreement()
    Verification(settings.libraries)?.compare(
      chosen.map { scores[$0] }, of: chosen.map { source.points[$0] }, programs: chosen,
      against: comparisonTechnology(source, chosen), description.orientation, into: &agreement)
    contest.report.write(
      "check of " + description.name,
      [
        .init("units", .integer(description.unitCount)),
        .init("inputs", .integer(description.inputCount)),
        .init("outputs", .integer(description.outputCount)),
        .init("density", .number(description.density)),
        .init("returnsToScale", .text(description.returnsToScale.rawValue)),
        .init("orientation", .text(description.orientation.rawValue)),
        .init("seconds", .number(seconds)),
        .init("frameMade", .integer(source.isFrame.count { $0 })),
        .init("scoresOfOne", .integer(scores.count { isOne($0) })),
        .init("misclassified", hasKnownFrame ? .integer(misplaced) : .null),
      ] + contest.report.members(agreement, sampleOf: settings))
    return agreement.holds(within: Agreement.tightTolerance) && (misplaced == 0 || !hasKnownFrame)
  }

  /// All units up to 20,000; above, the frame made and the units compared, which span the same set.
  private func comparisonTechnology(_ source: SphereWorkload, _ chosen: [Int]) -> Technology {
    guard description.unitCount > 20_000 else { return source.technology }
    let isChosen = Set(chosen)
    return source.technology.selecting(
      source.isFrame.indices.filter { source.isFrame[$0] || isChosen.contains($0) })
  }
}
