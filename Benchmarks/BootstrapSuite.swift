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

  /// Processor seconds, but for the last.
  private struct Times {
    var drawing = 0.0
    var solving = 0.0
    var wall = 0.0
  }

  private func run(_ source: BootstrapReplicates) throws -> Bool {
    let replicateSize = source.years.reduce(0) { $0 + $1.points.count }
    let verification = Verification(settings.libraries)
    let chosen =
      verification == nil
      ? [] : sample(sampleCount, below: replicateSize * replicateCount, seed: settings.seed)
    let engine = try ReplicateEngine(source)
    var (agreement, times) = (Agreement(), Times())
    var (next, scoreCount) = (0, 0)
    for replicate in 0..<replicateCount {
      let (start, startOnWall) = (Clock.threadSeconds, Clock.wallSeconds)
      let factors = source.factors(replicate: replicate)
      let drawn = Clock.threadSeconds
      let scores = try engine.solve(factors: factors)
      times.solving += Clock.threadSeconds - drawn
      times.drawing += drawn - start
      times.wall += Clock.wallSeconds - startOnWall
      let first = replicate * replicateSize
      let end = chosen[next...].firstIndex { $0 >= first + replicateSize } ?? chosen.count
      if let verification, next < end {
        verification.compare(
          scores, chosen[next..<end], first: first, try source.tasks(replicate: replicate),
          into: &agreement)
      }
      next = end
      scoreCount += scores.count { $0.isFinite }
    }
    let counts = engine.counts
    let missing = counts.programs - counts.infeasible - scoreCount
    write(source, counts, times, agreement, missingCount: missing)
    return agreement.holds(within: Agreement.tightTolerance) && counts.failed == 0
      && missing == 0
  }

  private func write(
    _ source: BootstrapReplicates, _ counts: ReplicateCounts, _ times: Times,
    _ agreement: Agreement, missingCount: Int
  ) {
    let programs = Double(counts.programs)
    report.write(
      "bootstrap 36 x 14 \(source.returnsToScale.rawValue), \(replicateCount) replicates",
      [
        .init("programs", .integer(counts.programs)), .init("workers", .integer(1)),
        .init("solvingSeconds", .number(times.solving)),
        .init("drawingSeconds", .number(times.drawing)),
        .init("wallSeconds", .number(times.wall)),
        .init("programsPerSecond", .number(programs / times.solving)),
        .init("hitShare", .number(Double(counts.hits) / programs)),
        .init("pivotsPerProgram", .number(Double(counts.pivots) / programs)),
        .init("checked", .integer(counts.checked)), .init("rescued", .integer(counts.rescued)),
        .init("failed", .integer(counts.failed)),
        .init("infeasible", .integer(counts.infeasible)),
        .init("missing", .integer(missingCount)),
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
