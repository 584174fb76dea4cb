internal import Analysis
internal import DenseKernels
internal import Frontier
internal import Inference
internal import Tables

/// What a bootstrap would take, from replicates drawn for two seconds.
struct BootstrapProbe {
  private let study: IndexStudy
  private let run: Run
  private var counts = ReplicateCounts()
  private var replicates = 0
  private var seconds = 0.0

  private static let seconds = 2.0

  /// Draws on one thread.
  init(_ study: IndexStudy, _ run: Run) throws {
    (self.study, self.run) = (study, run)
    let start = Processor.usedSeconds
    let most = study.options.bootstrap.replicateCount
    while seconds < Self.seconds && replicates < most {
      for part in try study.block(replicates..<replicates + 1).counts { counts += part }
      replicates += 1
      seconds = Processor.usedSeconds - start
    }
  }

  /// Prints the estimate.
  func report() throws(TableError) {
    let whole = Double(study.options.bootstrap.replicateCount)
    let cpuSeconds = seconds / Double(replicates) * whole
    // Draws, and as much again for ordered errors and tables at the end.
    let drawBytes = 8 * Double(study.valueCount) * whole
    var table = ReportTable(
      name: "estimate", notes: ["From \(replicates) replicates drawn on one thread", ""],
      columns: ["what", "value"])
    func add(_ name: String, _ value: Double) {
      table.append([.text(name), .number(value.rounded())])
    }
    add("replicates", whole)
    add("worlds and windows", Double(study.parts.count))
    add("LPs of a replicate", Double(study.programCount))
    add("LPs", Double(study.programCount) * whole)
    add("LPs per CPU second", Double(counts.programs) / seconds)
    add("failed LPs of the probe", Double(counts.failed))
    add("megabytes of draws, in memory and on disk", drawBytes / 1e6)
    add("megabytes of memory at most", (1.5 * drawBytes + 50e6) / 1e6)
    table.append([.text("CPU seconds"), .number(Self.rounded(cpuSeconds))])
    table.append([
      .text("seconds on \(run.threadCount) threads"),
      .number(Self.rounded(cpuSeconds / Double(min(run.threadCount, Processor.allowedCount)))),
    ])
    try run.write(readable: [table], tables: [table], metadata: [.init("dry_run", .boolean(true))])
  }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
