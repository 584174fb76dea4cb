internal import Glibc
internal import Tables

/// Writes races as aligned tables, or one JSON object a line.
struct Report {
  let writesJSON: Bool
  let machine: Machine

  /// Writes one race; false when an answer was wrong or missing.
  func write(_ workload: Workload, _ results: [RaceResult], frame: FrameCount) -> Bool {
    let rivals = bestOfRivals(results)
    if writesJSON {
      for result in results { print(record(workload, result, rivals).text) }
    } else {
      print(TerminalReport(decimalCount: 2).text(of: [table(workload, results, rivals, frame)]))
    }
    for result in results where !result.agreement.holds || result.slice.failureCount > 0 {
      complain(workload, result)
    }
    fflush(nil)  // a run that is cut short keeps what it has measured
    return results.allSatisfy { $0.agreement.holds }
  }

  private func complain(_ workload: Workload, _ result: RaceResult) {
    let differing = result.agreement.verdictsDiffering
    let first = differing.first.map { " (first: program \($0))" } ?? ""
    let line =
      "\(workload.name): \(result.contender.name): scores differ by up to "
      + "\(result.agreement.largestDifference.scientific), verdicts in \(differing.count) "
      + "programs\(first); \(result.slice.failureCount) without a verdict"
    print(writesJSON ? JSONValue.object([.init("error", .text(line))]).text : line)
  }

  /// How many programs have no score, and how many units are efficient.
  struct FrameCount {
    let withoutScore: Int
    let efficientShare: Double
  }

  /// The fastest way of every library, by median.
  private func bestOfRivals(_ results: [RaceResult]) -> [RaceResult] {
    let rivals = results.filter { !$0.contender.isOwn }
    var families: [String] = []
    for rival in rivals where !families.contains(rival.contender.family) {
      families.append(rival.contender.family)
    }
    return families.compactMap { family in
      rivals.filter { $0.contender.family == family }
        .min { median($0.nanoseconds) < median($1.nanoseconds) }
    }
  }

  /// Median over the rounds of rival / own time; nil for a rival's own row.
  private func ratio(_ rival: RaceResult, to result: RaceResult) -> Double? {
    guard result.contender.isOwn else { return nil }
    return median(zip(rival.nanoseconds, result.nanoseconds).map { $0 / $1 })
  }

  /// Nanoseconds of pricing every generator once at the peak (ENGINE 3): the floor of a certificate
  /// that shares nothing.
  private func floor(_ workload: Workload) -> Double {
    workload.pricingOperations / machine.roofline.peakGigaflops
  }

  private func table(
    _ workload: Workload, _ results: [RaceResult], _ rivals: [RaceResult], _ frame: FrameCount
  ) -> ReportTable {
    let sizes = workload.sizes
    let floor = floor(workload)
    var table = ReportTable(
      name: workload.name,
      notes: [
        "\(workload.name): \(sizes.technologyCount) technologies of \(sizes.unitCount) units, "
          + "\(sizes.variableCounts), \(sizes.returnsToScale); \(workload.programCount) programs, "
          + "\(frame.withoutScore) without a score; "
          + "\(Int((100 * frame.efficientShare).rounded())) % efficient; seed \(workload.seed)",
        "one pass over the generators at peak: \(floor.rounded(to: 1)) ns",
      ],
      columns: [
        "contender", "programs", "ns/LP", "min", "max", "wall", "LP/CPU s", "pivots/LP", "hits %",
        "one pass %", "|diff|",
      ] + rivals.map { "x " + $0.contender.family })
    for result in results {
      let summary = Summary(result)
      var row: [ReportTable.Cell] = [.text(result.contender.name), .integer(summary.programCount)]
      row += [summary.median, summary.least, summary.largest, summary.wall].map {
        .integer(Int($0.rounded()))
      }
      row.append(.integer(Int(summary.programsPerSecond.rounded())))
      row.append(ReportTable.Cell(summary.pivots))
      row.append(ReportTable.Cell(summary.hits.map { 100 * $0 }))
      row.append(.number(100 * floor / summary.median))
      row.append(.text(result.agreement.largestDifference.scientific))
      row += rivals.map { ReportTable.Cell(ratio($0, to: result)) }
      table.append(row)
    }
    return table
  }

  private func record(
    _ workload: Workload, _ result: RaceResult, _ rivals: [RaceResult]
  ) -> JSONValue {
    let summary = Summary(result)
    let ratios = rivals.compactMap { rival in
      ratio(rival, to: result).map { JSONValue.Member(rival.contender.name, .number($0)) }
    }
    var members: [JSONValue.Member] = [
      .init("workload", .text(workload.name)), .init("contender", .text(result.contender.name)),
      .init("technologies", .integer(workload.sizes.technologyCount)),
      .init("units", .integer(workload.sizes.unitCount)),
      .init("inputs", .integer(workload.inputCount)),
      .init("outputs", .integer(workload.outputCount)),
      .init("returnsToScale", .text(workload.sizes.returnsToScale)),
      .init("seed", .text(String(workload.seed))),
    ]
    members += [
      .init("programs", .integer(summary.programCount)),
      .init("rounds", .integer(result.nanoseconds.count)),
      .init("workers", .integer(result.contender.workerCount)),
      .init("medianNanoseconds", .number(summary.median)),
      .init("minNanoseconds", .number(summary.least)),
      .init("maxNanoseconds", .number(summary.largest)),
      .init("medianWallNanoseconds", .number(summary.wall)),
      .init("programsPerSecond", .number(summary.programsPerSecond)),
    ]
    members += [
      .init("pivotsPerProgram", .number(summary.pivots ?? .nan)),
      .init("hitShare", .number(summary.hits ?? .nan)),
      .init("shareOfOnePass", .number(floor(workload) / summary.median)),
      .init("largestDifference", .number(result.agreement.largestDifference)),
      .init("verdictsDiffering", .integer(result.agreement.verdictsDiffering.count)),
      .init("withoutVerdict", .integer(result.slice.failureCount)),
      .init("ratios", .object(ratios)),
      .init("peakResidentBytes", .integer(Clock.peakResidentBytes)),
    ]
    return .object(members + machine.members)
  }
}
