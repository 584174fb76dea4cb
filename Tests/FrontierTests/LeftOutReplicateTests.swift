import DenseKernels
import TestSupport
import Testing

@testable import Frontier

@Suite("Replicates with observations left out")
struct LeftOutReplicateTests {
  private static func technology(
    _ returnsToScale: ReturnsToScale, kind: DataKind = .smooth
  ) throws -> Technology {
    var random = SplitMix64(seed: 12)
    let some = try randomTechnology(
      count: 40, inputCount: 3, outputCount: 2, kind: kind, returnsToScale: returnsToScale,
      using: &random)
    // Labels that are no observation numbers, one of them twice.
    return try Technology(
      inputs: some.inputs, outputs: some.outputs, returnsToScale: returnsToScale,
      units: (0..<40).map { $0 == 39 ? 100 : 100 + $0 })
  }

  private static func queries(_ technology: Technology) -> [DistanceQuery] {
    (0..<40).flatMap { unit in
      Orientation.allCases.flatMap { orientation in
        [nil, technology.units[unit]].map {
          DistanceQuery(
            point: technology.point(unit), orientation: orientation, leavingOut: $0)
        }
      }
    }
  }

  /// Farrell measures by the solver of single distances, which certifies them.
  private static func certified(
    _ technology: Technology, _ queries: [DistanceQuery]
  ) throws -> [DistanceResult] {
    try FrontierSolver().solve(
      [DistanceBatch(technology: technology, queries: queries)], control: WorkControl())[0]
  }

  private static func check(_ solver: ReplicateSolver, _ known: [DistanceResult]) {
    for (index, result) in known.enumerated() {
      guard let value = result.farrell?.value else {
        let expected: ReplicateStatus = result.status == .unbounded ? .unbounded : .infeasible
        #expect(solver.status(index) == expected, "question \(index): \(result.status)")
        continue
      }
      #expect(abs(solver.measure(index) / value - 1) < 1e-11, "question \(index)")
    }
  }

  @Test(
    "measures are those of single distances",
    arguments: [ReturnsToScale.constant, .variable, .nonIncreasing, .nonDecreasing],
    [DataKind.smooth, .zeros, .smallIntegers])
  func measures(returnsToScale: ReturnsToScale, kind: DataKind) throws {
    let technology = try Self.technology(returnsToScale, kind: kind)
    let queries = Self.queries(technology)
    let solver = ReplicateSolver(try ReplicateFamily(technology: technology, queries: queries))
    try solver.solve()
    Self.check(solver, try Self.certified(technology, queries))
    #expect(solver.counts.programs == queries.count && solver.counts.failed == 0)
    let factors = ReplicateTests.factors(3, count: 40)
    try solver.solve(inputFactors: factors)
    let inputs = technology.inputs.elements.enumerated().map { $1 * factors[$0 / 3] }
    let replicate = try Technology(
      inputs: Matrix(rowCount: 40, columnCount: 3, elements: inputs), outputs: technology.outputs,
      returnsToScale: returnsToScale, units: technology.units)
    Self.check(solver, try Self.certified(replicate, queries))
  }

  @Test(
    "of chosen observations those with the label are left out",
    arguments: [ReturnsToScale.constant, .variable])
  func chosen(returnsToScale: ReturnsToScale) throws {
    let technology = try Self.technology(returnsToScale)
    let queries = Self.queries(technology)
    let solver = ReplicateSolver(try ReplicateFamily(technology: technology, queries: queries))
    let chosen = [39, 3, 4, 8, 11, 13, 17, 21, 22, 26, 30, 31, 34, 35]
    try solver.solve(selecting: chosen)
    let replicate = try Technology(
      inputs: technology.inputs.selecting(rows: chosen),
      outputs: technology.outputs.selecting(rows: chosen), returnsToScale: returnsToScale,
      units: chosen.map { technology.units[$0] })
    Self.check(solver, try Self.certified(replicate, queries))
  }

  @Test("a label that no observation has leaves none out")
  func nobody() throws {
    let technology = try Self.technology(.constant)
    let point = technology.point(0)
    let solver = ReplicateSolver(
      try ReplicateFamily(
        technology: technology,
        queries: [nil, 7].map {
          DistanceQuery(point: point, orientation: .input, leavingOut: $0)
        }))
    try solver.solve()
    #expect(solver.measure(0) == solver.measure(1) && solver.status(1) == .checked)
  }
}
