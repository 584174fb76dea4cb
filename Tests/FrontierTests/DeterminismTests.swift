import TestSupport
import Testing

@testable import Frontier

@Suite("Determinism")
struct DeterminismTests {
  #if DEBUG
    static let workerCounts = [3]
  #else
    static let workerCounts = [1, 2, 3, 8, 16]
  #endif

  @Test(
    "the same bits for any number of workers and every run", arguments: DataKind.allCases)
  func workers(kind: DataKind) throws {
    var random = SplitMix64(seed: 20_251_125)
    let batches = try [ReturnsToScale.variable, .constant, .freeDisposalHull].map { rts in
      let technology = try randomTechnology(
        count: 90, inputCount: 3, outputCount: 2, kind: kind, returnsToScale: rts, using: &random)
      // More questions than one chain of solves answers, so that workers share the batch.
      let queries = (0..<150).map { index in
        DistanceQuery(
          point: technology.point(index % 90), orientation: index % 2 == 0 ? .input : .output,
          leavingOut: index % 5 == 0 ? index % 90 : nil)
      }
      return DistanceBatch(technology: technology, queries: queries)
    }
    func evaluations(workers: Int) -> [[Evaluation]] {
      var options = FrontierOptions()
      options.workerCount = workers
      return FrontierSolver(options: options).evaluate(batches)
    }
    let alone = evaluations(workers: 1)
    for workers in Self.workerCounts { #expect(evaluations(workers: workers) == alone) }
  }
}
