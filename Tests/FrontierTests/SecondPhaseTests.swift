import DenseKernels
import TestSupport
import Testing

@testable import Frontier

@Suite("Second phase")
struct SecondPhaseTests {
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
