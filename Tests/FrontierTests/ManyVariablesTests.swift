import TestSupport
import Testing

@testable import Frontier

@Suite("Many variables")
struct ManyVariablesTests {
  static let count = 90

  static func technology(inputCount: Int, outputCount: Int) throws -> Technology {
    var random = SplitMix64(seed: 64)
    return try randomTechnology(
      count: count, inputCount: inputCount, outputCount: outputCount, kind: .smooth,
      returnsToScale: .variable, using: &random)
  }

  static func queries(_ technology: Technology) -> [DistanceQuery] {
    (0..<count).map { unit in
      DistanceQuery(
        point: technology.point(unit), orientation: unit % 2 == 0 ? .input : .output,
        leavingOut: unit % 5 == 0 ? unit : nil)
    }
  }

  /// With the sum of intensities, 64 components are the most that facets have room for.
  @Test(
    "technologies with as many variables as facets take, and with more, are measured",
    arguments: [33, 34, 70], [1500, 50])
  func distances(inputCount: Int, largeTechnologyCount: Int) throws {
    let technology = try Self.technology(inputCount: inputCount, outputCount: 30)
    let batch = DistanceBatch(technology: technology, queries: Self.queries(technology))
    var options = FrontierOptions()
    options.largeTechnologyCount = largeTechnologyCount
    let found = FrontierSolver(options: options).solve([batch])[0]
    options.path = .programs
    let expected = FrontierSolver(options: options).solve([batch])[0]
    for (one, other) in zip(found, expected) {
      #expect(one.status == other.status)
      guard let score = one.farrell, let known = other.farrell else { continue }
      #expect(abs(score.value - known.value) <= 1e-10 * known.value)
    }
    #expect(found.contains { $0.farrell != nil })
  }

  @Test("replicates of more variables than facets take are refused")
  func replicates() throws {
    let technology = try Self.technology(inputCount: 33, outputCount: 30)
    let queries = Self.queries(technology).filter { $0.leavingOut == nil }
    let solver = ReplicateSolver(try ReplicateFamily(technology: technology, queries: queries))
    try solver.solve()
    let counts = solver.counts
    #expect(counts.checked + counts.rescued == queries.count)
    #expect(throws: ReplicateError.tooManyVariables(count: 65)) {
      try ReplicateFamily(
        technology: try Self.technology(inputCount: 34, outputCount: 30), queries: [])
    }
  }
}
