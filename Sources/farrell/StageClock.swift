internal import Analysis
internal import CPlatform
internal import Tables

/// Wall and processor seconds of the stages of a run, from the start of the process on.
struct StageClock: Sendable {
  /// What a run does, in this order.
  enum Stage: String, Sendable, CaseIterable {
    case starting, reading, solving, writing
  }

  /// Readings of the clocks.
  private struct Reading {
    var wall = farrell_wall_seconds()
    var process = farrell_cpu_seconds()
    var thread = farrell_thread_cpu_seconds()
  }

  private struct Spent {
    var wall = 0.0
    var cpu = 0.0
  }

  private var stage = Stage.starting
  private var entered = Reading()
  private var spent: [Stage: Spent] = [:]

  /// Clock in the first stage, which began with the process.
  init() {
    entered.wall -= farrell_process_age_seconds()
    entered.process = 0
    entered.thread = 0
  }

  /// Ends the stage under way and begins another.
  mutating func enter(_ next: Stage) {
    let now = Reading()
    // One thread starts and reads; counting all would add what libraries do at their start.
    let isParallel = stage == .solving || stage == .writing
    let cpu = isParallel ? now.process - entered.process : now.thread - entered.thread
    spent[stage, default: Spent()].wall += now.wall - entered.wall
    spent[stage, default: Spent()].cpu += cpu
    stage = next
    entered = now
  }

  /// One line, which ends the stage under way: the speed of reading, then wall and processor seconds.
  mutating func line(readByteCount: Int) -> String {
    enter(stage)
    let stages = Stage.allCases.compactMap { stage in
      spent[stage].map { "\(stage.rawValue) \(Self.text($0))" }
    }
    let total = spent.values.reduce(into: Spent()) { total, part in
      total.wall += part.wall
      total.cpu += part.cpu
    }
    let megabytes = Double(readByteCount) / 1e6
    let readSeconds = spent[.reading]?.cpu ?? 0
    let speed = readSeconds > 0 ? Int((megabytes / readSeconds).rounded()) : 0
    return "seconds (of them CPU): \(stages.joined(separator: ", ")), all \(Self.text(total)); "
      + "\(Self.rounded(megabytes)) MB read at \(speed) MB per CPU second"
  }

  private static func text(_ spent: Spent) -> String {
    "\(rounded(spent.wall)) (\(rounded(spent.cpu)))"
  }

  private static func rounded(_ value: Double) -> String {
    ((value * 1000).rounded() / 1000).shortest
  }
}
