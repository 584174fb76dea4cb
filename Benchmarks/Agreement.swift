/// How far the answers of a contender are from the reference.
struct Agreement {
  /// Largest |difference| of a score, relative where the score is above 1.
  private(set) var largestDifference = 0.0
  /// Programs for which only one of the two has a score.
  private(set) var verdictsDiffering: [Int] = []
  /// Programs compared.
  private(set) var count = 0

  /// Largest difference that is still called the same answer in a race, in which libraries keep
  /// their own tolerances.
  static let raceTolerance = 1e-6
  /// The same where both sides are as accurate as they can be.
  static let tightTolerance = 1e-9

  /// Nothing compared yet.
  init() {}

  /// Scores, NaN where there is none, with the reference for each and the number of its program.
  init(_ values: [Double], reference: [Double], _ programs: [Int]) {
    precondition(values.count == programs.count, "\(values.count) of \(programs.count) scores")
    for (number, program) in programs.enumerated() {
      compare(values[number], with: reference[number], program: program)
    }
  }

  /// Adds one program.
  mutating func compare(_ value: Double, with expected: Double, program: Int) {
    count += 1
    if value.isNaN != expected.isNaN { verdictsDiffering.append(program) }
    if value.isNaN || expected.isNaN { return }
    largestDifference = max(largestDifference, abs(value - expected) / max(1, abs(expected)))
  }

  /// Whether the answers are the same.
  func holds(within tolerance: Double = Agreement.raceTolerance) -> Bool {
    largestDifference <= tolerance && verdictsDiffering.isEmpty
  }
}
