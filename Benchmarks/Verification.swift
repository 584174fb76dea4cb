internal import Frontier

/// Compares scores with those of a library at its smallest tolerances, without any clock.
struct Verification {
  let library: RivalLibrary

  /// The first library that can be told its tolerances: HiGHS; nil with none.
  init?(_ libraries: [RivalLibrary]) {
    guard let library = libraries.first(where: { $0.kind == .highs }) else { return nil }
    self.library = library
  }

  /// Adds the comparison of some points of one technology, whose programs are numbered.
  func compare(
    _ scores: [Double], of points: [Point], programs: [Int], against technology: Technology,
    _ orientation: Orientation, into agreement: inout Agreement
  ) {
    let task = RivalTask(technology, units: nil, points: points, orientation)
    let expected = task.solve(library, usesDual: true, isTight: true).values
    for (number, program) in programs.enumerated() {
      agreement.compare(scores[number], with: expected[number], program: program) {
        EngineContenders.certifiedScore(of: points[number], against: technology, orientation)
      }
    }
  }
}

/// `count` of the numbers below `total`, ascending, each as likely; all of them where there are fewer.
func sample(_ count: Int, below total: Int, seed: UInt64) -> [Int] {
  var random = RandomNumbers(seed: seed)
  var chosen: [Int] = []
  // Selection sampling (Knuth, The Art of Computer Programming, vol. 2, algorithm 3.4.2 S).
  for number in 0..<total where chosen.count < count {
    if random.uniform() * Double(total - number) < Double(count - chosen.count) {
      chosen.append(number)
    }
  }
  return chosen
}
