internal import DenseKernels
internal import Frontier

/// A workload, our ways through it and those of the rivals, raced together.
struct Contest {
  let settings: Settings
  let report: Report

  /// How much of a workload the slower contenders get.
  struct Share {
    /// Tasks solved by the rivals, and by our path of one program for each point.
    var taskCount: Int
    /// Points of each of these tasks for the rivals.
    var pointCount: Int
    /// Points of each of these tasks for our path of one program for each point; nil for all.
    var programPointCount: Int?
    /// First points of the rivals that do not count, nor does making their model.
    var warmCount = 0
  }

  /// Races and reports; false when an answer was wrong.
  func run(_ workload: Workload, share: Share, moreWorkers: [Int] = []) throws -> Bool {
    let engine = EngineContenders(workload: workload)
    let reference = engine.certified(.facets).run()
    let race = Race(
      reference: reference.values, roundCount: settings.roundCount,
      leastTurnSeconds: settings.isQuick ? 0.002 : 0.05)
    var contenders = [
      engine.replicates(), engine.rays(), engine.rays(conesGiven: true), engine.certified(.facets),
      engine.certified(
        .programs, taskCount: share.taskCount, pointCount: share.programPointCount),
    ]
    contenders += moreWorkers.map { engine.certified(.facets, workers: $0) }
    let efficient = workload.tasks.prefix(share.taskCount).map {
      EngineContenders.efficientUnits($0.technology)
    }
    let frames = EngineContenders(workload: workload.cut(to: efficient), suffix: ", frame")
    contenders += [frames.rays(), frames.certified(.facets)]
    contenders += rivals(workload, share, efficient: efficient, race)
    let results = race.run(contenders)
    let referenceUnits = workload.tasks.prefix(efficient.count).reduce(0) {
      $0 + $1.technology.count
    }
    let frame = Report.FrameCount(
      withoutScore: reference.values.count { $0.isNaN },
      efficientShare: Double(efficient.joined().count) / Double(max(1, referenceUnits)),
      bill: workload.frameBill(taskCount: share.taskCount))
    return report.write(workload, results, frame: frame)
  }

  /// Each library in each of its ways, by the faster of its methods.
  func rivals(
    _ workload: Workload, _ share: Share, efficient: [[Int]], _ race: Race
  ) -> [Contender] {
    guard !settings.libraries.isEmpty else { return [] }
    let rivals = RivalContenders(workload, share, efficient: efficient)
    return settings.libraries.flatMap { library in
      rivals.contenders(library).compactMap { race.fastest($0) }
    }
  }
}
