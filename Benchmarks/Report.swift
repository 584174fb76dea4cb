internal import Frontier
internal import Glibc
internal import Tables

/// Writes races as aligned tables, or one JSON object a line.
struct Report {
  let writesJSON: Bool
  let machine: Machine

  /// Writes one race; false when an answer was wrong or missing.
  func write(_ workload: Workload, _ results: [RaceResult], frame: FrameCount) -> Bool {
    let ratios = RivalRatios(results, bill: frame.bill)
    if writesJSON {
      for result in results { print(record(workload, result, ratios).text) }
    } else {
      var tables = [table(workload, results, frame)]
      if !ratios.best.isEmpty { tables.append(ratioTable(workload, results, ratios)) }
      print(TerminalReport(decimalCount: 2).text(of: tables))
    }
    for result in results where !result.agreement.holds() || result.slice.failureCount > 0 {
      complain(workload, result)
    }
    fflush(nil)  // a run that is cut short keeps what it has measured
    return results.allSatisfy { $0.agreement.holds() }
  }

  /// Writes named figures of a run without a race.
  func write(_ name: String, _ members: [JSONValue.Member]) {
    let members = members + [.init("peakResidentBytes", .integer(Clock.peakResidentBytes))]
    if writesJSON {
      print(JSONValue.object([.init("suite", .text(name))] + members + machine.members).text)
    } else {
      print(name)
      for member in members { print("  \(member.name): \(member.value.text)") }
    }
    fflush(nil)
  }

  /// Figures of a comparison with HiGHS at its smallest tolerances.
  func members(_ agreement: Agreement, sampleOf settings: Settings) -> [JSONValue.Member] {
    guard let verification = Verification(settings.libraries) else {
      return [.init("comparedWith", .null)]
    }
    return [
      .init("comparedWith", .text(verification.library.name)),
      .init("compared", .integer(agreement.count)),
      .init("largestDifference", .number(agreement.largestDifference)),
      .init("overruledByCertificate", .integer(agreement.overruledCount)),
      .init("largestDifferenceAfterThat", .number(agreement.decidingDifference)),
      .init("verdictsDiffering", .integer(agreement.verdictsDiffering.count)),
      .init("agrees", .boolean(agreement.holds(within: Agreement.tightTolerance))),
    ]
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
    /// What finding it costs a library.
    var bill = Workload.FrameBill()
  }

  /// Nanoseconds of pricing every generator once at the peak (ENGINE 3): the floor of a certificate
  /// that shares nothing.
  private func floor(_ workload: Workload) -> Double {
    workload.pricingOperations / machine.roofline.peakGigaflops
  }

  private func table(
    _ workload: Workload, _ results: [RaceResult], _ frame: FrameCount
  ) -> ReportTable {
    let sizes = workload.sizes
    let floor = floor(workload)
    var table = ReportTable(
      name: workload.name,
      notes: [
        "\(workload.name): \(sizes.technologyCount) technologies of \(sizes.unitCount) units, "
          + "\(sizes.variableCounts), \(sizes.technologyName); \(workload.programCount) programs, "
          + "\(frame.withoutScore) without a score; "
          + "\(Int((100 * frame.efficientShare).rounded())) % efficient; seed \(workload.seed)",
        "one pass over the generators at peak: \(floor.rounded(to: 1)) ns",
      ],
      columns: [
        "contender", "programs", "ns/LP", "min", "max", "wall", "LP/CPU s", "pivots/LP",
        "passes/LP", "hits %", "one pass %", "|diff|",
      ])
    for result in results {
      let summary = Summary(result)
      var row: [ReportTable.Cell] = [.text(result.contender.name), .integer(summary.programCount)]
      row += [summary.median, summary.least, summary.largest, summary.wall].map {
        .integer(Int($0.rounded()))
      }
      row.append(.integer(Int(summary.programsPerSecond.rounded())))
      row.append(ReportTable.Cell(summary.pivots))
      row.append(ReportTable.Cell(summary.passes))
      row.append(ReportTable.Cell(summary.hits.map { 100 * $0 }))
      row.append(.number(100 * floor / summary.median))
      row.append(.text(result.agreement.largestDifference.scientific))
      table.append(row)
    }
    return table
  }

  private func ratioTable(
    _ workload: Workload, _ results: [RaceResult], _ ratios: RivalRatios
  ) -> ReportTable {
    let own = results.filter(\.contender.isOwn)
    var table = ReportTable(
      name: "ratios of \(workload.name)",
      notes: ["times as fast as the best way of each library, medians of the ratios of a round"],
      columns: ["library", "frame"] + own.map { "x " + $0.contender.name } + ["ns/LP", "best way"],
      keyCount: 2)
    for best in ratios.best {
      table.append(
        [
          .text(best.family), .text(best.hasFreeFrame ? "given" : "not given"),
        ] + own.map { .number(best.ratio(to: $0)) } + [
          .integer(Int(median(best.nanoseconds).rounded())), .text(best.name),
        ])
    }
    return table
  }

  private func record(
    _ workload: Workload, _ result: RaceResult, _ ratios: RivalRatios
  ) -> JSONValue {
    let summary = Summary(result)
    let best = result.contender.isOwn ? ratios.best : []
    let faster = best.map { rival in
      JSONValue.object([
        .init("library", .text(rival.family)), .init("frameGiven", .boolean(rival.hasFreeFrame)),
        .init("way", .text(rival.name)), .init("ratio", .number(rival.ratio(to: result))),
      ])
    }
    var members: [JSONValue.Member] = [
      .init("workload", .text(workload.name)), .init("contender", .text(result.contender.name)),
      .init("technologies", .integer(workload.sizes.technologyCount)),
      .init("units", .integer(workload.sizes.unitCount)),
      .init("inputs", .integer(workload.inputCount)),
      .init("outputs", .integer(workload.outputCount)),
      .init("returnsToScale", .text(workload.returnsToScale.rawValue)),
      .init("orientation", .text(workload.orientation.rawValue)),
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
      .init("passesPerProgram", .number(summary.passes ?? .nan)),
      .init("hitShare", .number(summary.hits ?? .nan)),
      .init("shareOfOnePass", .number(floor(workload) / summary.median)),
      .init("largestDifference", .number(result.agreement.largestDifference)),
      .init("verdictsDiffering", .integer(result.agreement.verdictsDiffering.count)),
      .init("withoutVerdict", .integer(result.slice.failureCount)),
      .init("ratios", .array(faster)),
      .init("peakResidentBytes", .integer(Clock.peakResidentBytes)),
    ]
    return .object(members + machine.members)
  }
}
