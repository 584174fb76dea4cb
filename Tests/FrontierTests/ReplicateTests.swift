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
      try solver.solve()
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
      try solver.solve(inputFactors: factors)
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
      try solver.solve(inputs: columns, outputs: (0..<2).flatMap { technology.outputs.column($0) })
      for (index, value) in known.enumerated() where !value.isNaN {
        #expect(abs(solver.measure(index) - value) <= 1e-12 * value)
      }
    }
  }

  @Test("points that make exactly as much as the largest observation are not called infeasible")
  func borderOfFeasibility() throws {
    for seed in UInt64(1)...20 {
      var random = SplitMix64(seed: seed)
      let technology = try randomTechnology(
        count: 24, inputCount: 4, outputCount: 1, kind: .smooth, returnsToScale: .variable,
        using: &random)
      let most = (0..<24).compactMap { technology.point($0).outputs.first }.max() ?? 0
      let queries = (0..<24).map {
        DistanceQuery(
          point: Point(inputs: technology.point($0).inputs, outputs: [most]), orientation: .input)
      }
      let solver = ReplicateSolver(try ReplicateFamily(technology: technology, queries: queries))
      for replicate in 0..<100 {
        try solver.solve(inputFactors: Self.factors(replicate, count: 24))
        let statuses = queries.indices.map { solver.status($0) }
        #expect(statuses.allSatisfy { $0 == .checked || $0 == .rescued })
      }
    }
  }

  @Test("results do not depend on workers, nor on the replicates before")
  func workers() throws {
    let families = [try Self.family(.variable), try Self.family(.constant)]
    func run(workers: Int) throws -> [[UInt64]] {
      try solveReplicates(count: 300, workers: workers, families: families) { index, solvers in
        try solvers.flatMap { solver in
          try solver.solve(inputFactors: Self.factors(index))
          return (0..<60).map { solver.measure($0).bitPattern }
        }
      }.kept
    }
    let alone = try run(workers: 1)
    for workers in [2, 3, 8] { #expect(try run(workers: workers) == alone) }
    let solver = ReplicateSolver(families[0])
    try solver.solve(inputFactors: Self.factors(299))
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
    let counts = try solveReplicates(count: 40, workers: 2, families: [try Self.family(.variable)])
    {
      index, solvers in try solvers[0].solve(inputFactors: Self.factors(index))
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

  @Test("a replicate that no technology can have is refused, and the next one is solved")
  func badReplicates() throws {
    let family = try Self.family(.variable)
    let solver = ReplicateSolver(family)
    try solver.solve()
    #expect(solver.counts.checked == family.queries.count)
    #expect(throws: ReplicateError.count(found: 29, expected: 30)) {
      try solver.solve(inputFactors: [Double](repeating: 1, count: 29))
    }
    #expect(family.queries.indices.allSatisfy { solver.status($0) == .failed })
    #expect(throws: ReplicateError.count(found: 1, expected: 90)) {
      try solver.solve(inputs: [1], outputs: [])
    }
    for bad in [Double.nan, .infinity, -1, 0] {
      var factors = Self.factors(0)
      factors[7] = bad
      #expect { try solver.solve(outputFactors: factors) } throws: { error in
        guard case .value(index: 7, let found) = error as? ReplicateError else { return false }
        return found == bad || bad.isNaN && found.isNaN
      }
    }
    var columns = (0..<3).flatMap { family.technology.inputs.column($0) }
    columns[31] = -1
    #expect(throws: ReplicateError.value(index: 31, found: -1)) {
      try solver.solve(
        inputs: columns, outputs: (0..<2).flatMap { family.technology.outputs.column($0) })
    }
    #expect(solver.counts.programs == family.queries.count)
    try solver.solve()
    #expect(solver.counts.checked == 2 * family.queries.count)
  }

  @Test("what a replicate throws ends all", arguments: [1, 3])
  func failure(workers: Int) throws {
    let family = try Self.family(.constant)
    #expect(throws: ReplicateError.count(found: 700, expected: 30)) {
      // 417 replicates are one task; the first failure in order is in the second.
      try solveReplicates(count: 2000, workers: workers, families: [family]) { index, solvers in
        try solvers[0].solve(
          inputFactors: index < 700 ? nil : [Double](repeating: 1, count: index))
      }
    }
  }
}
