internal import Frontier

/// The ways in which a general library may serve a workload: one model for a technology, only the
/// score column and the right-hand sides changed, the basis kept, no presolve, one thread.
struct RivalContenders {
  /// Some points of one technology.
  private struct Sample {
    let task: DistanceTask
    let first: Int
    let pointCount: Int
    let efficient: [Int]
    /// A stretch of the path of nearest neighbours, so that a small sample has neighbours too.
    let path: [Int]

    func order(_ way: RivalWay) -> [Int] { way == .dataOrder ? Array(0..<pointCount) : path }
  }

  private let samples: [Sample]
  private let warmCount: Int
  private let orientation: Orientation

  /// The first tasks of a workload with at most `pointCount` points of each.
  ///
  /// `efficient` has the efficient units of each of these tasks.
  init(_ workload: Workload, _ share: Contest.Share, efficient: [[Int]]) {
    orientation = workload.orientation
    warmCount = share.warmCount
    let tasks = zip(workload.tasks.prefix(share.taskCount), workload.firstPrograms)
    samples = zip(tasks, efficient).map { numbered, efficient in
      let (task, first) = numbered
      let count = min(share.pointCount, task.points.count)
      return Sample(
        task: task, first: first, pointCount: count, efficient: efficient,
        path: neighbourPath(task.points, count: count))
    }
  }

  /// All ways of a library, each by its methods: dual and primal simplex, or column generation,
  /// which is given no frame since it finds what it needs of one.
  func contenders(_ library: RivalLibrary) -> [[Contender]] {
    if library.kind == .columns {
      return [RivalWay.dataOrder, .neighbours].map { way in
        [contender(library, way, usesDual: true)]
      }
    }
    return RivalWay.allCases.map { way in
      [true, false].map { contender(library, way, usesDual: $0) }
    }
  }

  private func contender(
    _ library: RivalLibrary, _ way: RivalWay, usesDual: Bool
  ) -> Contender {
    let tasks = samples.map { sample in
      RivalTask(
        sample.task.technology, units: way.hasFreeFrame ? sample.efficient : nil,
        points: sample.order(way).map { sample.task.points[$0] }, orientation)
    }
    let programs = samples.flatMap { sample in
      sample.order(way).dropFirst(warmCount).map { sample.first + $0 }
    }
    let method = library.kind == .columns ? "" : usesDual ? " dual" : " primal"
    return Contender(
      name: "\(library.shortName)\(method), \(way.rawValue)", family: library.shortName, way: way,
      programs: programs
    ) {
      var slice = Slice(pivotCount: 0)
      for task in tasks {
        let part = task.solve(library, usesDual: usesDual, warmCount: warmCount)
        slice.values += part.values
        slice.pivotCount = (slice.pivotCount ?? 0) + (part.pivotCount ?? 0)
        slice.failureCount += part.failureCount
        slice.untimedSeconds += part.untimedSeconds
        slice.untimedWallSeconds += part.untimedWallSeconds
      }
      return slice
    }
  }
}
