internal import Frontier
internal import Tables

/// Six distances of a whole panel of 36 units and 14 years in many bootstrap replicates, made and solved
/// one after the other: counts of what happened to every program, and a sample held against HiGHS.
struct BootstrapSuite {
  let settings: Settings
  let report: Report
  let replicateCount: Int
  /// Programs compared with HiGHS.
  let sampleCount: Int

  /// Constant and variable returns; false when an answer was wrong or missing.
  func run() throws -> Bool {
    var isRight = true
    for returns in [ReturnsToScale.constant, .variable] {
      let source = BootstrapWorkload(
        unitCount: 36, inputCount: 4, outputCount: 1, returnsToScale: returns,
        seed: settings.seed)
      isRight = try run(try source.replicates(years: 0..<14)) && isRight
    }
    return isRight
  }

  /// Processor seconds.
  private struct Times {
    var making = 0.0
    var solving = 0.0
    var wall = 0.0
  }

  private func run(_ source: BootstrapReplicates) throws -> Bool {
    let replicateSize = source.years.reduce(0) { $0 + $1.points.count }
    let verification = Verification(settings.libraries)
    let chosen =
      verification == nil
      ? [] : sample(sampleCount, below: replicateSize * replicateCount, seed: settings.seed)
    var (agreement, times, engine) = (Agreement(), Times(), ReplicateEngine())
    var next = 0
    for replicate in 0..<replicateCount {
      let (start, startOnWall) = (Clock.threadSeconds, Clock.wallSeconds)
      let tasks = try source.tasks(replicate: replicate)
      let made = Clock.threadSeconds
      let scores = engine.solve(tasks)
      times.solving += Clock.threadSeconds - made
      times.making += made - start
      times.wall += Clock.wallSeconds - startOnWall
      let first = replicate * replicateSize
      let end = chosen[next...].firstIndex { $0 >= first + replicateSize } ?? chosen.count
      verification?.compare(scores, chosen[next..<end], first: first, tasks, into: &agreement)
      next = end
    }
    write(source, engine.counts, times, agreement)
    let counts = engine.counts
    return agreement.holds(within: Agreement.tightTolerance) && counts.failed == 0
      && counts.notNumbers == 0
  }

  private func write(
    _ source: BootstrapReplicates, _ counts: ReplicateEngine.Counts, _ times: Times,
    _ agreement: Agreement
  ) {
    let programs = Double(counts.programs)
    report.write(
      "bootstrap 36 x 14 \(source.returnsToScale.rawValue), \(replicateCount) replicates",
      [
        .init("programs", .integer(counts.programs)), .init("workers", .integer(1)),
        .init("solvingSeconds", .number(times.solving)),
        .init("makingSeconds", .number(times.making)),
        .init("wallSeconds", .number(times.wall)),
        .init("programsPerSecond", .number(programs / times.solving)),
        .init("hitShare", .number(Double(counts.hits) / programs)),
        .init("pivotsPerProgram", .number(Double(counts.pivots) / programs)),
        .init("checked", .integer(counts.checked)), .init("rescued", .integer(counts.rescued)),
        .init("failed", .integer(counts.failed)),
        .init("infeasible", .integer(counts.infeasible)),
        .init("notNumbers", .integer(counts.notNumbers)),
      ] + report.members(agreement, sampleOf: settings))
  }
}

extension Verification {
  /// Compares the chosen programs of one replicate, whose first program has the number `first`.
  fileprivate func compare(
    _ scores: [Double], _ chosen: ArraySlice<Int>, first: Int, _ tasks: [DistanceTask],
    into agreement: inout Agreement
  ) {
    var firstOfTask = first
    for task in tasks {
      let numbers = chosen.filter {
        $0 >= firstOfTask && $0 < firstOfTask + task.points.count
      }
      if !numbers.isEmpty {
        compare(
          numbers.map { scores[$0 - first] }, of: numbers.map { task.points[$0 - firstOfTask] },
          programs: numbers, against: task.technology, .input, into: &agreement)
      }
      firstOfTask += task.points.count
    }
  }
}
