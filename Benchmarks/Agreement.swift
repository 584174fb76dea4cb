/// How far the answers of a contender are from the reference.
struct Agreement {
  /// Largest |difference| of a score, relative where the score is above 1.
  private(set) var largestDifference = 0.0
  /// Programs for which only one of the two has a score.
  private(set) var verdictsDiffering: [Int] = []
  /// Programs compared.
  private(set) var count = 0
  /// Programs on which the reference was overruled by a certified score.
  private(set) var overruledCount = 0
  /// As `largestDifference`, from the certified score where the reference was overruled.
  private(set) var decidingDifference = 0.0

  /// Largest difference that is still called the same answer in a race, in which libraries keep
  /// their own tolerances.
  static let raceTolerance = 1e-6
  /// The same where both sides are as accurate as they can be.
  static let tightTolerance = 1e-9

  /// Largest difference from a library at its smallest tolerances that is not looked into.
  private static let disputeTolerance = 1e-10

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
  ///
  /// `certified` has a score with a proven interval; it is asked where the two differ, and overrules
  /// the reference.
  mutating func compare(
    _ value: Double, with expected: Double, program: Int, certified: (() -> Double)? = nil
  ) {
    count += 1
    let difference = Self.difference(value, expected)
    largestDifference = max(largestDifference, difference.isFinite ? difference : 0)
    var deciding = difference
    if let certified, difference > Self.disputeTolerance {
      deciding = Self.difference(value, certified())
      overruledCount += 1
    }
    if deciding == .infinity { verdictsDiffering.append(program) }
    decidingDifference = max(decidingDifference, deciding.isFinite ? deciding : 0)
  }

  /// Relative where the score is above 1; infinite where only one of the two exists.
  private static func difference(_ value: Double, _ expected: Double) -> Double {
    if value.isNaN || expected.isNaN { return value.isNaN == expected.isNaN ? 0 : .infinity }
    return abs(value - expected) / max(1, abs(expected))
  }

  /// Whether the answers are the same.
  func holds(within tolerance: Double = Agreement.raceTolerance) -> Bool {
    decidingDifference <= tolerance && verdictsDiffering.isEmpty
  }
}
