import DenseKernels
import TestSupport
import Testing

@testable import Frontier

@Suite("Large technologies")
struct LargeSolverTests {
  #if DEBUG
    static let sizes = [(1000, 5, 0.01), (1000, 5, 0.1), (600, 5, 0.5), (600, 10, 0.1)]
  #else
    static let sizes = [
      (2000, 5, 0.01), (5000, 5, 0.1), (5000, 5, 0.5), (2000, 10, 0.01), (5000, 10, 0.1),
      (2000, 10, 0.5),
    ]
  #endif

  @Test("the frame holds exactly the extreme observations", arguments: sizes)
  func frame(count: Int, width: Int, density: Double) throws {
    let data = SphereTechnology(
      count: count, inputCount: (width + 1) / 2, outputCount: width / 2, density: density, seed: 7)
    let technology = try Technology(
      inputs: data.inputs, outputs: data.outputs, returnsToScale: .variable)
    let solver = try #require(
      try LargeSolver(
        ScaledTechnology(technology), FrontierOptions(), pointCount: technology.count,
        WorkControl()))
    #expect(solver.frame.sorted() == data.frame)
  }

  @Test(
    "scores are certified and agree with one program per point",
    arguments: [ReturnsToScale.constant, .variable, .nonIncreasing, .nonDecreasing],
    Orientation.allCases)
  func scores(returnsToScale: ReturnsToScale, orientation: Orientation) throws {
    for (width, density) in [(5, 0.1), (8, 0.5)] {
      let data = SphereTechnology(
        count: 300, inputCount: (width + 1) / 2, outputCount: width / 2, density: density,
        seed: 11)
      let technology = try Technology(
        inputs: data.inputs, outputs: data.outputs, returnsToScale: returnsToScale)
      let queries = (0..<technology.count).map {
        DistanceQuery(point: technology.point($0), orientation: orientation)
      }
      let solver = try #require(
        try LargeSolver(
          ScaledTechnology(technology), FrontierOptions(), pointCount: technology.count,
          WorkControl()))
      let found = try solver.solve(queries, WorkControl())
      let sample = Array(stride(from: 0, to: queries.count, by: 9))
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

  @Test(
    "ties, repeated and collinear observations give the scores of one program per point",
    arguments: [
      DataKind.smallIntegers, .duplicates, .collinear, .zeros, .spreadSizes, .constantInput,
      .nearDuplicates, .spreadUnits, .allEqual,
    ], [ReturnsToScale.constant, .variable])
  func degenerate(kind: DataKind, returnsToScale: ReturnsToScale) throws {
    var random = SplitMix64(seed: 5)
    let technology = try randomTechnology(
      count: 160, inputCount: 3, outputCount: 2, kind: kind, returnsToScale: returnsToScale,
      using: &random)
    for orientation in Orientation.allCases {
      let queries = stride(from: 0, to: 160, by: 2).map {
        DistanceQuery(
          point: Point(
            inputs: Array(technology.inputs.row($0)),
            outputs: Array(technology.outputs.row(($0 + $0 % 3) % 160))),
          orientation: orientation, leavingOut: $0 % 11 == 0 ? $0 : nil)
      }
      var options = FrontierOptions()
      options.largeTechnologyCount = 100
      let batch = DistanceBatch(technology: technology, queries: queries)
      let found = FrontierSolver(options: options).solve([batch])[0]
      options.path = .programs
      let expected = FrontierSolver(options: options).solve([batch])[0]
      for (one, other) in zip(found, expected) {
        #expect((one.farrell == nil) == (other.farrell == nil))
        guard let a = one.farrell, let b = other.farrell else {
          #expect(one.status == other.status)
          continue
        }
        #expect(abs(a.value - b.value) <= 1e-9 * max(1, b.value))
        #expect(a.lower <= b.upper && b.lower <= a.upper)
      }
    }
  }

  @Test("the result does not depend on the number of workers")
  func workers() throws {
    let data = SphereTechnology(count: 5000, inputCount: 2, outputCount: 2, density: 0.02, seed: 2)
    let technology = try Technology(
      inputs: data.inputs, outputs: data.outputs, returnsToScale: .variable)
    let queries = (0..<technology.count).map {
      DistanceQuery(point: technology.point($0), orientation: .output)
    }
    let batch = DistanceBatch(technology: technology, queries: queries)
    var options = FrontierOptions()
    options.path = .facets
    let alone = FrontierSolver(options: options).solve([batch])
    options.workerCount = 3
    #expect(FrontierSolver(options: options).solve([batch]) == alone)
  }
}
