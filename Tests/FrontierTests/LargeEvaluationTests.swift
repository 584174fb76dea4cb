import DenseKernels
import TestSupport
import Testing

@testable import Frontier

@Suite("Second phase and exceptional points in large technologies")
struct LargeEvaluationTests {
  private static let kinds: [DataKind] = [
    .smooth, .smallIntegers, .duplicates, .collinear, .zeros, .constantInput,
  ]

  /// Options that send technologies of a hundred observations through the frame, and those that solve one
  /// program per point.
  private static var paths: (large: FrontierOptions, single: FrontierOptions) {
    var large = FrontierOptions()
    large.path = .facets
    large.largeTechnologyCount = 100
    var single = FrontierOptions()
    single.path = .programs
    return (large, single)
  }

  private func technology(
    _ kind: DataKind, _ returnsToScale: ReturnsToScale, count: Int = 130
  ) throws -> Technology {
    var random = SplitMix64(seed: 17)
    return try randomTechnology(
      count: count, inputCount: 3, outputCount: 2, kind: kind, returnsToScale: returnsToScale,
      using: &random)
  }

  @Test(
    "both phases give the scores and the sum of slacks of one program per point",
    arguments: kinds, [ReturnsToScale.constant, .variable])
  func evaluations(kind: DataKind, returnsToScale: ReturnsToScale) throws {
    let technology = try technology(kind, returnsToScale)
    for orientation in Orientation.allCases {
      // Own points; some without their observation, of the frame or not.
      let queries = (0..<technology.count).map {
        DistanceQuery(
          point: technology.point($0), orientation: orientation,
          leavingOut: $0 % 7 == 0 ? $0 : nil)
      }
      let batch = DistanceBatch(technology: technology, queries: queries)
      let found = FrontierSolver(options: Self.paths.large).evaluate([batch])[0]
      let expected = FrontierSolver(options: Self.paths.single).evaluate([batch])[0]
      for (number, (one, other)) in zip(found, expected).enumerated() {
        #expect((one.distance.farrell == nil) == (other.distance.farrell == nil))
        guard let a = one.distance.farrell, let b = other.distance.farrell else {
          #expect(one.distance.status == other.distance.status)
          continue
        }
        #expect(a.lower <= b.upper && b.lower <= a.upper)
        let (mine, theirs) = (slackSum(one, technology), slackSum(other, technology))
        #expect(abs(mine - theirs) <= 1e-8 * max(1, theirs), "\(orientation) \(number)")
        expectTargets(one, technology)
      }
    }
  }

  /// Σ slack / mean of its variable.
  private func slackSum(_ evaluation: Evaluation, _ technology: Technology) -> Double {
    func sum(_ slacks: [Double], _ values: Matrix) -> Double {
      slacks.indices.reduce(0) { sum, column in
        let total = (0..<values.rowCount).reduce(0.0) { $0 + values[$1, column] }
        return total > 0 ? sum + slacks[column] * Double(values.rowCount) / total : sum
      }
    }
    return sum(evaluation.inputSlacks, technology.inputs)
      + sum(evaluation.outputSlacks, technology.outputs)
  }

  /// Peers with their weights make the targets.
  private func expectTargets(_ evaluation: Evaluation, _ technology: Technology) {
    for column in evaluation.inputTargets.indices {
      let made = evaluation.peers.reduce(0.0) {
        $0 + $1.weight * technology.inputs[$1.observation, column]
      }
      let target = evaluation.inputTargets[column]
      #expect(abs(made - target) <= 1e-8 * max(1, target))
    }
    for column in evaluation.outputTargets.indices {
      let made = evaluation.peers.reduce(0.0) {
        $0 + $1.weight * technology.outputs[$1.observation, column]
      }
      let target = evaluation.outputTargets[column]
      #expect(abs(made - target) <= 1e-8 * max(1, target))
    }
  }

  @Test(
    "points outside every mix are proved infeasible",
    arguments: ReturnsToScale.allCases.filter { $0 != .freeDisposalHull }, Orientation.allCases)
  func infeasible(returnsToScale: ReturnsToScale, orientation: Orientation) throws {
    let technology = try technology(.smooth, returnsToScale, count: 200)
    let queries = (0..<60).map { number in
      let point = technology.point(number)
      let factor = [0.01, 1, 100][number % 3]
      return DistanceQuery(
        point: Point(
          inputs: point.inputs.map { $0 * factor }, outputs: point.outputs.map { $0 * factor }),
        orientation: orientation)
    }
    try expectEqualScores(technology, queries)
  }

  @Test("a few points, and all points without themselves, get the same scores")
  func exceptional() throws {
    let data = SphereTechnology(count: 300, inputCount: 3, outputCount: 2, density: 0.1, seed: 3)
    for returnsToScale in [ReturnsToScale.constant, .variable] {
      let technology = try Technology(
        inputs: data.inputs, outputs: data.outputs, returnsToScale: returnsToScale)
      for orientation in Orientation.allCases {
        let few = (0..<20).map {
          DistanceQuery(point: technology.point($0), orientation: orientation)
        }
        try expectEqualScores(technology, few)
        let without = (0..<120).map {
          DistanceQuery(point: technology.point($0), orientation: orientation, leavingOut: $0)
        }
        try expectEqualScores(technology, without)
      }
    }
  }

  @Test("evaluations have the same bits for any number of workers", arguments: [2, 3, 8])
  func workers(count: Int) throws {
    let data = SphereTechnology(count: 5000, inputCount: 2, outputCount: 2, density: 0.02, seed: 2)
    let technology = try Technology(
      inputs: data.inputs, outputs: data.outputs, returnsToScale: .variable)
    let queries = (0..<technology.count).map {
      DistanceQuery(
        point: technology.point($0), orientation: .input, leavingOut: $0 % 50 == 0 ? $0 : nil)
    }
    let batch = DistanceBatch(technology: technology, queries: queries)
    var options = Self.paths.large
    let alone = FrontierSolver(options: options).evaluate([batch])
    options.workerCount = count
    #expect(FrontierSolver(options: options).evaluate([batch]) == alone)
  }

  private func expectEqualScores(_ technology: Technology, _ queries: [DistanceQuery]) throws {
    let batch = DistanceBatch(technology: technology, queries: queries)
    let found = FrontierSolver(options: Self.paths.large).solve([batch])[0]
    let expected = FrontierSolver(options: Self.paths.single).solve([batch])[0]
    for (one, other) in zip(found, expected) {
      #expect(one.status == other.status)
      guard let a = one.farrell, let b = other.farrell else { continue }
      #expect(a.lower <= b.upper && b.lower <= a.upper)
    }
  }
}
