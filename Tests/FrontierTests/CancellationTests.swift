import DenseKernels
import TestSupport
import Testing

@testable import Frontier

@Suite("Cancellation")
struct CancellationTests {
  /// Every observation against the technology of all, on the path chosen by the options.
  private func batch(count: Int) throws -> DistanceBatch {
    var random = SplitMix64(seed: 3)
    let technology = try randomTechnology(
      count: count, inputCount: 2, outputCount: 1, kind: .smooth, returnsToScale: .variable,
      using: &random)
    return DistanceBatch(
      technology: technology,
      queries: (0..<count).map {
        DistanceQuery(point: technology.point($0), orientation: .input, leavingOut: nil)
      })
  }

  private static func solver(_ path: FrontierOptions.Path, workers: Int) -> FrontierSolver {
    var options = FrontierOptions()
    options.path = path
    options.largeTechnologyCount = 200
    options.workerCount = workers
    return FrontierSolver(options: options)
  }

  @Test("cancelled work throws on every path", arguments: FrontierOptions.Path.allCases, [1, 2])
  func cancelled(path: FrontierOptions.Path, workers: Int) throws {
    let solver = Self.solver(path, workers: workers)
    for count in [50, 300] {  // below and above the size of the large path
      let batch = try batch(count: count)
      let control = WorkControl()
      control.cancel()
      #expect(throws: WorkCancelled()) { try solver.solve([batch], control: control) }
      #expect(throws: WorkCancelled()) { try solver.evaluate([batch], control: control) }
    }
  }

  @Test("followed work has the same results, and ends complete", arguments: [1, 2])
  func followed(workers: Int) throws {
    for path in FrontierOptions.Path.allCases {
      let solver = Self.solver(path, workers: workers)
      let batch = try batch(count: 300)
      let control = WorkControl()
      #expect(try solver.solve([batch], control: control) == solver.solve([batch]))
      #expect(control.progress.step == "distances")
      #expect(control.progress.doneCount == control.progress.totalCount)
      #expect(control.progress.doneCount > 0)
    }
  }
}
