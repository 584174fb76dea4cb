/// Times and answers of one contender.
struct RaceResult {
  let contender: Contender
  /// Processor nanoseconds per program, one number a round.
  let nanoseconds: [Double]
  /// The same on the wall.
  let wallNanoseconds: [Double]
  let slice: Slice
  let agreement: Agreement
}

/// Runs contenders in turn, A B A B, so that a change of the machine's pace meets all alike.
struct Race {
  /// Scores of all programs of the workload, NaN where there is none; nil takes those of the first
  /// contender's untimed turn.
  var reference: [Double]?
  let roundCount: Int
  /// A contender that is faster is run again within its turn until this is reached.
  let leastTurnSeconds: Double

  /// Results in the order given, after one untimed turn each.
  func run(_ contenders: [Contender]) -> [RaceResult] {
    let first = contenders.map { turn($0, repeats: 1) }
    let reference = reference ?? first.first?.slice.values ?? []
    let repeats = first.map { turn in
      min(1000, max(1, Int((leastTurnSeconds / max(turn.gross, 1e-6)).rounded(.up))))
    }
    var times = contenders.map { _ in [Turn]() }
    for _ in 0..<roundCount {
      for index in contenders.indices {
        times[index].append(turn(contenders[index], repeats: repeats[index]))
      }
    }
    return contenders.indices.map { index in
      let contender = contenders[index]
      let scale = 1e9 / Double(repeats[index] * contender.programs.count)
      let slice = times[index][roundCount - 1].slice
      let expected = contender.programs.map { reference[$0] }
      return RaceResult(
        contender: contender, nanoseconds: times[index].map { $0.processor * scale },
        wallNanoseconds: times[index].map { $0.wall * scale }, slice: slice,
        agreement: Agreement(slice.values, reference: expected, contender.programs))
    }
  }

  /// The fastest of some ways to the same end, in one turn each; slower ones are not raced.
  func fastest(_ ways: [Contender]) -> Contender? {
    guard ways.count > 1 else { return ways.first }
    let timed = ways.map { ($0, turn($0, repeats: 1).processor) }
    return timed.min { $0.1 < $1.1 }?.0
  }

  private struct Turn {
    /// Seconds that count.
    let processor: Double
    let wall: Double
    /// All processor seconds.
    let gross: Double
    let slice: Slice
  }

  private func turn(_ contender: Contender, repeats: Int) -> Turn {
    func processorSeconds() -> Double {
      contender.workerCount == 1 ? Clock.threadSeconds : Clock.processSeconds
    }
    let (processor, wall) = (processorSeconds(), Clock.wallSeconds)
    var slice = Slice()
    var (untimed, untimedOnWall) = (0.0, 0.0)
    for _ in 0..<repeats {
      slice = contender.run()
      untimed += slice.untimedSeconds
      untimedOnWall += slice.untimedWallSeconds
    }
    let gross = processorSeconds() - processor
    return Turn(
      processor: gross - untimed, wall: Clock.wallSeconds - wall - untimedOnWall, gross: gross,
      slice: slice)
  }
}
