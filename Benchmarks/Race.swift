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

/// How far the answers of a contender are from the reference.
struct Agreement {
  /// Largest |difference| of a score, relative where the score is above 1.
  var largestDifference = 0.0
  /// Programs for which only one of the two has a score.
  var verdictsDiffering: [Int] = []

  /// Largest difference that is still called the same answer.
  private static let tolerance = 1e-6

  /// Whether the answers are the same.
  var holds: Bool { largestDifference <= Self.tolerance && verdictsDiffering.isEmpty }
}

/// Runs contenders in turn, A B A B, so that a change of the machine's pace meets all alike.
struct Race {
  /// Scores of all programs of the workload, NaN where there is none.
  let reference: [Double]
  let roundCount: Int
  /// A contender that is faster is run again within its turn until this is reached.
  let leastTurnSeconds: Double

  /// Results in the order given, after one untimed turn each.
  func run(_ contenders: [Contender]) -> [RaceResult] {
    let repeats = contenders.map { contender in
      let seconds = turn(contender, repeats: 1).processor
      return min(1000, max(1, Int((leastTurnSeconds / max(seconds, 1e-6)).rounded(.up))))
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
      return RaceResult(
        contender: contender, nanoseconds: times[index].map { $0.processor * scale },
        wallNanoseconds: times[index].map { $0.wall * scale }, slice: slice,
        agreement: agreement(slice.values, contender.programs))
    }
  }

  /// The fastest two of each library's ways in one turn each; slower ones are not raced.
  func fastest(_ ways: [Contender], count: Int = 2) -> [Contender] {
    let timed = ways.map { ($0, turn($0, repeats: 1).processor / Double($0.programs.count)) }
    return timed.sorted { $0.1 < $1.1 }.prefix(count).map(\.0)
  }

  private struct Turn {
    let processor: Double
    let wall: Double
    let slice: Slice
  }

  private func turn(_ contender: Contender, repeats: Int) -> Turn {
    func processorSeconds() -> Double {
      contender.workerCount == 1 ? Clock.threadSeconds : Clock.processSeconds
    }
    let (processor, wall) = (processorSeconds(), Clock.wallSeconds)
    var slice = Slice()
    for _ in 0..<repeats { slice = contender.run() }
    return Turn(
      processor: processorSeconds() - processor, wall: Clock.wallSeconds - wall, slice: slice)
  }

  private func agreement(_ values: [Double], _ programs: [Int]) -> Agreement {
    precondition(values.count == programs.count, "\(values.count) of \(programs.count) scores")
    var found = Agreement()
    for (value, program) in zip(values, programs) {
      let expected = reference[program]
      if value.isNaN != expected.isNaN { found.verdictsDiffering.append(program) }
      if value.isNaN || expected.isNaN { continue }
      let difference = abs(value - expected) / max(1, abs(expected))
      found.largestDifference = max(found.largestDifference, difference)
    }
    return found
  }
}
