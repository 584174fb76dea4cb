import DenseKernels
import Glibc
import LinearProgramming
import TestSupport
import Testing

@testable import Frontier

@Suite("Replicates")
struct ReplicateTests {
  /// Kinds of data of ENGINE section 7, with the largest relative error printed there for points of the
  /// technology, rounded up to the next power of ten; points of mixed observations may have ten times that.
  static let degenerate: [(kind: DataKind, error: Double)] = [
    (.smallIntegers, 1e-14), (.duplicates, 1e-14), (.zeros, 1e-14), (.collinear, 1e-14),
    (.nearDuplicates, 1e-11), (.spreadUnits, 1e-12), (.constantInput, 1e-13),
  ]

  #if DEBUG
    static let (count, instances) = (24, 2)
  #else
    static let (count, instances) = (60, 6)
  #endif

  @Test(
    "measures of degenerate data are those of exact arithmetic", arguments: degenerate,
    [ReturnsToScale.constant, .variable])
  func exact(_ sample: (kind: DataKind, error: Double), returnsToScale: ReturnsToScale) throws {
    var random = SplitMix64(seed: 70)
    var largest = [0.0, 0.0]  // relative errors of own and of mixed points
    for _ in 0..<Self.instances {
      let technology = try randomTechnology(
        count: Self.count, inputCount: 3, outputCount: 2, kind: sample.kind,
        returnsToScale: returnsToScale, using: &random)
      let queries = stride(from: 0, to: Self.count, by: Self.count / 12).flatMap { unit in
        let other = technology.point((unit * 7 + 3) % Self.count)
        let mixed = Point(inputs: technology.point(unit).inputs, outputs: other.outputs)
        return Orientation.allCases.flatMap { orientation in
          [technology.point(unit), mixed].map {
            DistanceQuery(point: $0, orientation: orientation)
          }
        }
      }
      let solver = ReplicateSolver(try ReplicateFamily(technology: technology, queries: queries))
      solver.solve()
      for (index, query) in queries.enumerated() {
        let known = exactMeasure(query, technology)
        switch solver.status(index) {
        case .checked, .rescued:
          let value = try #require(known.value).nearestDouble
          let error = abs(solver.measure(index) - value) / max(1, value)
          largest[index % 2] = max(largest[index % 2], error)
        case .infeasible: #expect(known.status == .infeasible)
        case .unbounded: #expect(known.status == .unbounded || known.value?.nearestDouble == 0)
        case .failed: Issue.record("failed: \(query)")
        }
      }
    }
    print("\(sample.kind) \(returnsToScale.rawValue): largest errors \(largest)")
    #expect(largest[0] <= sample.error && largest[1] <= 10 * sample.error)
  }

  static func family(_ returnsToScale: ReturnsToScale, count: Int = 30) throws -> ReplicateFamily {
    var random = SplitMix64(seed: 8)
    let technology = try randomTechnology(
      count: count, inputCount: 3, outputCount: 2, kind: .smooth, returnsToScale: returnsToScale,
      using: &random)
    let queries = (0..<count).flatMap { unit in
      Orientation.allCases.map {
        DistanceQuery(point: technology.point(unit), orientation: $0)
      }
    }
    return try ReplicateFamily(technology: technology, queries: queries)
  }

  static func factors(_ replicate: Int, count: Int = 30) -> [Double] {
    var random = SplitMix64(seed: UInt64(replicate) + 1)
    return (0..<count).map { _ in Double.random(in: 0.7...1.4, using: &random) }
  }

  @Test(
    "a replicate gives the scores of its technology",
    arguments: [ReturnsToScale.constant, .variable, .nonIncreasing, .nonDecreasing])
  func scores(returnsToScale: ReturnsToScale) throws {
    let family = try Self.family(returnsToScale)
    let solver = ReplicateSolver(family)
    for replicate in 0..<3 {
      let factors = Self.factors(replicate)
      solver.solve(inputFactors: factors)
      var inputs = family.technology.inputs
      for j in 0..<inputs.rowCount {
        for i in 0..<inputs.columnCount { inputs[j, i] *= factors[j] }
      }
      let technology = try Technology(
        inputs: inputs, outputs: family.technology.outputs, returnsToScale: returnsToScale)
      var options = FrontierOptions()
      options.path = .programs
      let results = FrontierSolver(options: options).solve([
        DistanceBatch(technology: technology, queries: family.queries)
      ])[0]
      for (index, result) in results.enumerated() {
        #expect((result.farrell == nil) == (solver.status(index) == .infeasible))
        guard let score = result.farrell else { continue }
        #expect(abs(solver.measure(index) - score.value) <= 1e-11 * max(1, score.value))
      }
      let columns = (0..<3).flatMap { technology.inputs.column($0) }
      let known = family.queries.indices.map { solver.measure($0) }
      solver.solve(inputs: columns, outputs: (0..<2).flatMap { technology.outputs.column($0) })
      for (index, value) in known.enumerated() where !value.isNaN {
        #expect(abs(solver.measure(index) - value) <= 1e-12 * value)
      }
    }
  }

  @Test("results do not depend on workers, nor on the replicates before")
  func workers() throws {
    let families = [try Self.family(.variable), try Self.family(.constant)]
    func run(workers: Int) -> [[UInt64]] {
      solveReplicates(count: 300, workers: workers, families: families) { index, solvers in
        solvers.flatMap { solver in
          solver.solve(inputFactors: Self.factors(index))
          return (0..<60).map { solver.measure($0).bitPattern }
        }
      }.kept
    }
    let alone = run(workers: 1)
    for workers in [2, 3, 8] { #expect(run(workers: workers) == alone) }
    let solver = ReplicateSolver(families[0])
    solver.solve(inputFactors: Self.factors(299))
    #expect((0..<60).map { solver.measure($0).bitPattern } == Array(alone[299].prefix(60)))
  }

  @Test("replicates that were cancelled throw")
  func cancellation() throws {
    let control = WorkControl()
    control.cancel()
    let family = try Self.family(.constant)
    #expect(throws: WorkCancelled.self) {
      try solveReplicates(count: 10, workers: 2, families: [family], control: control) { index, _ in
        index
      }
    }
  }

  @Test("every question is counted once")
  func counts() throws {
    let counts = solveReplicates(count: 40, workers: 2, families: [try Self.family(.variable)]) {
      index, solvers in solvers[0].solve(inputFactors: Self.factors(index))
    }.counts
    #expect(counts.programs == 40 * 60)
    #expect(counts.checked + counts.rescued + counts.failed == counts.programs)
    #expect(counts.failed == 0)
    #expect(counts.hits > counts.programs / 2)
    #expect(counts.infeasible > 0)
  }

  @Test("questions that facets cannot answer are refused")
  func refusals() throws {
    var random = SplitMix64(seed: 1)
    let hull = try randomTechnology(
      count: 5, inputCount: 1, outputCount: 1, kind: .smooth, returnsToScale: .freeDisposalHull,
      using: &random)
    #expect(throws: ReplicateError.freeDisposalHull) {
      try ReplicateFamily(technology: hull, queries: [])
    }
    let family = try Self.family(.constant)
    let query = DistanceQuery(
      point: family.technology.point(0), orientation: .input, leavingOut: 0)
    #expect(throws: ReplicateError.leavesOut(query: 0)) {
      try ReplicateFamily(technology: family.technology, queries: [query])
    }
  }
}
