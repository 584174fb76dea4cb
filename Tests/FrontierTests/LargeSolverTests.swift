import DenseKernels
import TestSupport
import Testing

@testable import Frontier

@Suite("Large technologies")
struct LargeSolverTests {
  @Test(
    "the frame holds exactly the extreme observations",
    arguments: [(2000, 5, 0.01), (5000, 5, 0.1), (2000, 5, 0.5), (2000, 10, 0.1), (2000, 10, 0.5)])
  func frame(count: Int, width: Int, density: Double) throws {
    let data = SphereTechnology(
      count: count, inputCount: (width + 1) / 2, outputCount: width / 2, density: density, seed: 7)
    let technology = try Technology(
      inputs: data.inputs, outputs: data.outputs, returnsToScale: .variable)
    let solver = try #require(LargeSolver(ScaledTechnology(technology), FrontierOptions()))
    #expect(solver.frame.sorted() == data.frame)
  }

  @Test(
    "scores are certified and agree with one program per point",
    arguments: [ReturnsToScale.constant, .variable, .nonIncreasing, .nonDecreasing],
    Orientation.allCases)
  func scores(returnsToScale: ReturnsToScale, orientation: Orientation) throws {
    for (width, density) in [(5, 0.1), (10, 0.5)] {
      let data = SphereTechnology(
        count: 1200, inputCount: (width + 1) / 2, outputCount: width / 2, density: density,
        seed: 11)
      let technology = try Technology(
        inputs: data.inputs, outputs: data.outputs, returnsToScale: returnsToScale)
      let queries = (0..<technology.count).map {
        DistanceQuery(point: technology.point($0), orientation: orientation)
      }
      let solver = try #require(LargeSolver(ScaledTechnology(technology), FrontierOptions()))
      let found = solver.solve(queries)
      let sample = Array(stride(from: 0, to: queries.count, by: 17))
      var single = FrontierOptions()
      single.path = .programs
      let expected = FrontierSolver(options: single).solve([
        DistanceBatch(technology: technology, queries: sample.map { queries[$0] })
      ])[0]
      #expect(found.allSatisfy { $0.status == .certified })
      for (number, reference) in zip(sample, expected) {
        let (a, b) = (try #require(found[number].farrell), try #require(reference.farrell))
        #expect(abs(a.value - b.value) <= 1e-9)
        #expect(a.lower <= b.upper && b.lower <= a.upper)
      }
    }
  }
}
