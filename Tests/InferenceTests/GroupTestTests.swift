import Frontier
import Glibc
import Testing

@testable import Inference

@Suite("Tests of groups")
struct GroupTestTests {
  private static let groups = (0..<30).map { $0 % 2 }

  /// Units with two inputs and one output; those of group 1 have `ratio` times the inefficiency.
  private static func technology(ratio: Double, factor: Double = 1) throws -> Technology {
    var random = RandomStream(seed: 5, stream: 1, replicate: 0)
    let points = groups.map { group in
      let x = [exp(random.normal() / 2), exp(random.normal() / 2)]
      let loss = 0.2 * abs(random.normal()) * (group == 1 ? ratio : 1)
      return Point(
        inputs: [factor * x[0], x[1]], outputs: [(x[0] * x[1]).squareRoot() * exp(-loss)])
    }
    return try Technology(points: points, returnsToScale: .constant)
  }

  private func run(
    _ technology: Technology, groups: [Int] = groups,
    _ change: (inout SampleTestOptions) -> Void = { _ in }
  ) throws -> GroupEvidence {
    var options = SampleTestOptions()
    options.replicateCount = 99
    change(&options)
    return try GroupTest(options).run(technology, groups: groups, solver: FrontierSolver())
  }

  @Test("equal groups are not told apart, unequal ones are", arguments: Orientation.allCases)
  func decision(orientation: Orientation) throws {
    let equal = try run(try Self.technology(ratio: 1)) { $0.orientation = orientation }
    #expect(equal.sumOfSquares.pValue > 0.05)
    #expect(try #require(equal.difference).pValue > 0.05)
    let unequal = try run(try Self.technology(ratio: 4)) { $0.orientation = orientation }
    #expect(unequal.sumOfSquares.pValue <= 0.02)
    let difference = try #require(unequal.difference)
    #expect(difference.pValue <= 0.02 && difference.value < 0)
    #expect(unequal.sizes == [15, 15] && unequal.counts.failed == 0)
    #expect(abs(difference.value - (unequal.means[0] - unequal.means[1])) <= 1e-15)
    // With two groups of n/2 the sum of squares is n/4 times that of the difference.
    let square = 30 / 4 * difference.value * difference.value
    #expect(abs(unequal.sumOfSquares.value - square) <= 1e-12)
  }

  @Test("names of groups and units of inputs do not matter")
  func invariance() throws {
    let base = try run(try Self.technology(ratio: 2))
    let swapped = try run(try Self.technology(ratio: 2), groups: Self.groups.map { 1 - $0 })
    #expect(swapped.difference?.pValue == base.difference?.pValue)
    #expect(swapped.means == base.means.reversed())
    let scaled = try run(try Self.technology(ratio: 2, factor: 1e6))
    #expect(scaled.difference?.pValue == base.difference?.pValue)
    #expect(scaled.sumOfSquares.pValue == base.sumOfSquares.pValue)
  }

  @Test("three groups have no difference")
  func three() throws {
    let found = try run(try Self.technology(ratio: 1), groups: (0..<30).map { $0 / 10 })
    #expect(found.difference == nil && found.means.count == 3)
    #expect(found.sumOfSquares.pValue > 0.05)
  }

  @Test("any number of workers gives the same bits, and a longer run begins with the shorter")
  func determinism() throws {
    let technology = try Self.technology(ratio: 2)
    let base = try run(technology)
    for workers in [2, 3] {
      #expect(try run(technology) { $0.workerCount = workers } == base)
    }
    #expect(try run(technology) { $0.technologyNumber = 1 } != base)
    let longer = try run(technology) { $0.replicateCount = 150 }
    #expect(Array(longer.sumOfSquares.replicates.prefix(99)) == base.sumOfSquares.replicates)
  }

  @Test(
    "groups that are one, have a gap or another count are refused",
    arguments: [
      [Int](repeating: 0, count: 30), (0..<30).map { $0 % 2 * 2 }, [0, 1], (0..<30).map { $0 - 1 },
    ])
  func refusals(groups: [Int]) throws {
    let technology = try Self.technology(ratio: 1)
    #expect(throws: InferenceError.self) { try run(technology, groups: groups) }
  }
}
