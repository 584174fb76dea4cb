import DenseKernels
import TestSupport
import Testing

@testable import Frontier

@Suite("Second phase")
struct SecondPhaseTests {
  static let seed: UInt64 = 20_251_124

  @Test(
    "peers make the targets, and the targets attain the score", arguments: DataKind.allCases,
    ReturnsToScale.allCases)
  func peersMakeTargets(kind: DataKind, returnsToScale: ReturnsToScale) throws {
    var random = SplitMix64(seed: Self.seed)
    for trial in 0..<12 {
      let technology = try randomTechnology(
        count: 4 + trial, inputCount: 1 + trial % 4, outputCount: 1 + trial % 3, kind: kind,
        returnsToScale: returnsToScale, using: &random)
      for orientation in Orientation.allCases {
        for j in 0..<technology.count {
          try check(technology, technology.point(j), orientation, leavingOut: j % 3 == 2 ? j : nil)
        }
      }
    }
  }

  private func check(
    _ technology: Technology, _ point: Point, _ orientation: Orientation, leavingOut: Int?
  ) throws {
    let query = DistanceQuery(point: point, orientation: orientation, leavingOut: leavingOut)
    let evaluation = try #require(
      FrontierSolver().evaluate([DistanceBatch(technology: technology, queries: [query])])[0].first)
    guard let score = evaluation.distance.farrell else { return }
    let (contraction, expansion) = orientation == .input ? (score.value, 1) : (1, score.value)
    func near(_ a: Double, _ b: Double, _ size: Double = 0) -> Bool {
      abs(a - b) <= 1e-8 * max(abs(a), abs(b), size)
    }
    func made(_ values: Matrix, _ column: Int) -> Double {
      evaluation.peers.reduce(0) { $0 + $1.weight * values[$1.observation, column] }
    }
    for (i, target) in evaluation.inputTargets.enumerated() {
      #expect(near(target, made(technology.inputs, i)))
      #expect(near(target + evaluation.inputSlacks[i], contraction * point.inputs[i]))
    }
    for (r, target) in evaluation.outputTargets.enumerated() {
      #expect(near(target, made(technology.outputs, r)))
      #expect(near(target - evaluation.outputSlacks[r], expansion * point.outputs[r], target))
    }
    #expect(!evaluation.peers.contains { technology.units[$0.observation] == leavingOut })
  }

  @Test("the second phase on the free disposal hull takes the peer with the largest slacks")
  func freeDisposalHull() throws {
    // Unit 0 is dominated by unit 2 without being contracted: its first input cannot shrink.
    let technology = try Technology(
      inputs: Matrix(rows: [[1, 2], [1, 1.5], [1, 1]], columnCount: 2),
      outputs: Matrix(rows: [[1], [1], [1]], columnCount: 1), returnsToScale: .freeDisposalHull)
    let queries = (0..<3).map {
      DistanceQuery(point: technology.point($0), orientation: .input)
    }
    let evaluations = FrontierSolver().evaluate([
      DistanceBatch(technology: technology, queries: queries)
    ])[0]
    #expect(evaluations.map { $0.distance.farrell?.value } == [1, 1, 1])
    #expect(evaluations.map { $0.peers.map(\.observation) } == [[2], [2], [2]])
    #expect(evaluations.map(\.inputSlacks) == [[0, 1], [0, 0.5], [0, 0]])
    #expect(
      evaluations.map { $0.isStronglyEfficient(orientation: .input) } == [false, false, true])
  }
}
