import DenseKernels
import TestSupport
import Testing

@testable import LinearProgramming

@Suite("Rays into a cone")
struct RaySolverTests {
  /// A technology of random units under variable returns as a cone, with the seed facets of the least inputs
  /// and the largest outputs.
  struct Case {
    let inputCount: Int
    let outputCount: Int
    let units: [[Double]]
    var dimension: Int { inputCount + outputCount + 1 }

    init(inputCount p: Int, outputCount q: Int, unitCount: Int, seed: UInt64) {
      var random = SplitMix64(seed: seed)
      (inputCount, outputCount) = (p, q)
      units = (0..<unitCount).map { _ in
        (0..<p + q).map { _ in Double.random(in: 0.2...1, using: &random) } + [1]
      }
    }

    /// Generators: units, then disposals.
    var generators: [[Double]] {
      units
        + (0..<inputCount + outputCount).map { axis in
          (0..<dimension).map { $0 == axis ? (axis < inputCount ? 1 : -1) : 0 }
        }
    }

    /// The mean of the units, a little inside.
    var interior: [Double] {
      (0..<dimension).map { c in
        units.reduce(0) { $0 + $1[c] } / Double(units.count)
          * (c < inputCount ? 1.05 : c < inputCount + outputCount ? 0.95 : 1)
      }
    }

    @unsafe func fill(_ out: UnsafeMutablePointer<Double>, stride: Int) {
      for (j, generator) in generators.enumerated() {
        for c in generator.indices { unsafe out[c * stride + j] = generator[c] }
      }
    }

    var cone: Cone { unsafe Cone(count: generators.count, interior: interior, fill: fill) }

    var seeds: [Int32] {
      (0..<inputCount + outputCount).flatMap { axis -> [Int32] in
        let best = units.indices.min { a, b in
          axis < inputCount ? units[a][axis] < units[b][axis] : units[a][axis] > units[b][axis]
        }
        let others = (0..<inputCount + outputCount).filter { $0 != axis }
        return [Int32(best ?? 0)] + others.map { Int32(units.count + $0) }
      }
    }

    /// Directional ray of a point: inputs shrink and outputs grow together.
    func directional(_ point: [Double]) -> RayQuery {
      RayQuery(
        origin: point,
        direction: point.enumerated().map { c, value in
          c < inputCount ? value : c < inputCount + outputCount ? -value : 0
        })
    }

    /// min t with Σ λ g = b + t a, λ ≥ 0, by the revised simplex; nil where it is infeasible.
    func reference(_ query: RayQuery, excluding excluded: Set<Int> = []) throws -> Double? {
      let used = generators.enumerated().filter { !excluded.contains($0.offset) }.map(\.element)
      let rows = (0..<dimension).map { c in
        used.map { $0[c] } + [-query.direction[c], query.direction[c]]
      }
      let program = try LinearProgram(
        matrix: Matrix(rows: rows, columnCount: used.count + 2),
        cost: [Double](repeating: 0, count: used.count) + [1, -1], rightHandSide: query.origin)
      var simplex = RevisedSimplex(program)
      let solution = simplex.solve()
      return solution.status == .optimal ? solution.objective : nil
    }
  }

  @Test(
    "directional rays have the crossing that the revised simplex finds",
    arguments: [(1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 6)])
  func directional(inputCount: Int, outputCount: Int) throws {
    let sample = Case(
      inputCount: inputCount, outputCount: outputCount, unitCount: 30, seed: 5)
    var solver = RaySolver(sample.cone, seeds: sample.seeds, capacity: 500)
    var batch = RayBatch(count: 30, dimension: sample.dimension)
    for (index, unit) in sample.units.enumerated() {
      // Some points lie outside of the technology.
      let point = unit.enumerated().map { c, value in
        c < inputCount && index % 3 == 0 ? 0.8 * value : value
      }
      batch.set(index, to: sample.directional(point))
    }
    let answers = RayAnswers(count: 30)
    solver.solve(batch, into: answers)
    for (index, unit) in sample.units.enumerated() {
      let point = unit.enumerated().map { c, value in
        c < inputCount && index % 3 == 0 ? 0.8 * value : value
      }
      let query = sample.directional(point)
      let expected = try #require(try sample.reference(query))
      let status = answers.status(index)
      #expect(status == .optimal)
      #expect(abs(answers.crossings[index] - expected) <= 1e-10)
      #expect(solver.solve(query) == .optimal)
      #expect(abs(solver.crossing - expected) <= 1e-10)
    }
    #expect(solver.facetCount > 0 && solver.hitCount > 0)
  }

  @Test("rays for which the kernel has no room, or an old inverse, are answered all the same")
  func leftByTheKernel() {
    let sample = Case(inputCount: 4, outputCount: 3, unitCount: 240, seed: 11)
    var batch = RayBatch(count: sample.units.count, dimension: sample.dimension)
    for (index, unit) in sample.units.enumerated() {
      batch.set(index, to: sample.directional(unit.map { 0.9 * $0 }))
    }
    func crossings(capacity: Int, _ tolerances: RayTolerances) -> (values: [Double], facets: Int) {
      var solver = RaySolver(
        sample.cone, seeds: sample.seeds, capacity: capacity, tolerances: tolerances)
      let answers = RayAnswers(count: batch.count)
      solver.solve(batch, into: answers)
      let statuses = (0..<batch.count).map { answers.status($0) }
      #expect(statuses.allSatisfy { $0 == .optimal })
      return (answers.crossings.array(), solver.facetCount)
    }
    let plain = crossings(capacity: 5_000, RayTolerances())
    #expect(plain.facets > 126, "memory for the first facets is not enough: the pool has grown")
    var often = RayTolerances()
    often.refactorInterval = 1
    for (capacity, tolerances) in [(9, RayTolerances()), (40, RayTolerances()), (5_000, often)] {
      let found = crossings(capacity: capacity, tolerances)
      #expect(found.facets <= capacity)
      for (a, b) in zip(found.values, plain.values) { #expect(abs(a - b) <= 1e-12) }
    }
  }

  @Test("generators left out count for nothing")
  func exclusions() throws {
    let sample = Case(inputCount: 3, outputCount: 2, unitCount: 25, seed: 6)
    var solver = RaySolver(sample.cone, seeds: sample.seeds, capacity: 500)
    for (index, unit) in sample.units.enumerated() {
      let query = sample.directional(unit)
      let status = solver.solve(query, excluding: [index])
      let expected = try sample.reference(query, excluding: [index])
      // Without an answer the robust path is asked; a wrong one would go unnoticed.
      if status == .optimal {
        #expect(abs(solver.crossing - (expected ?? .infinity)) <= 1e-10)
      } else {
        #expect(status == .stalled)
      }
    }
    let counted = solver.facetCount
    #expect(solver.solve(sample.directional(sample.units[0]), excluding: [0]) != .infeasible)
    #expect(solver.facetCount == counted)
  }

  @Test("a ray along a facet that it lies beyond is infeasible")
  func infeasible() {
    let sample = Case(inputCount: 2, outputCount: 2, unitCount: 20, seed: 7)
    var solver = RaySolver(sample.cone, seeds: sample.seeds, capacity: 500)
    // More of the first output than any unit makes: no amount of inputs is enough.
    let query = RayQuery(origin: [0, 0, 1.5, 0.3, 1], direction: [0.5, 0.5, 0, 0, 0])
    #expect(solver.solve(query) == .infeasible || solver.crossing.isNaN)
    var batch = RayBatch(count: 1, dimension: 5)
    batch.set(0, to: query)
    let answers = RayAnswers(count: 1)
    solver.solve(batch, into: answers)
    let status = answers.status(0)
    #expect(status == .infeasible)
  }

  @Test("a pool without a facet answers no ray from what is not there")
  func emptyPool() {
    let sample = Case(inputCount: 2, outputCount: 1, unitCount: 20, seed: 7)
    let queries = sample.units.map { unit in
      RayQuery(origin: [0, 0, unit[2], 1], direction: [unit[0], unit[1], 0, 0])
    }
    // Facets of the first would be found again in the memory that the second leaves unset.
    for seeds in [sample.seeds, []] {
      var solver = RaySolver(sample.cone, seeds: seeds, capacity: 500)
      var batch = RayBatch(count: queries.count, dimension: sample.dimension)
      for (index, query) in queries.enumerated() { batch.set(index, to: query) }
      let answers = RayAnswers(count: queries.count)
      solver.solve(batch, into: answers)
      for index in queries.indices {
        let status = answers.status(index)
        #expect(status == (seeds.isEmpty ? .stalled : .optimal))
      }
    }
  }

  @Test("a ray beyond a facet by no more than rounding is not called infeasible")
  func nearlyInfeasible() {
    // The cone of (1, 0) and (1, −1): what lies above the first axis is outside.
    let cone = unsafe Cone(count: 2, interior: [2, -0.5]) { out, stride in
      unsafe (out[0], out[1], out[stride + 1]) = (1, 1, -1)
    }
    for (height, expected) in [(1e-12, RayStatus.stalled), (1e-6, .infeasible)] {
      var solver = RaySolver(cone, seeds: [0], capacity: 10)
      var batch = RayBatch(count: 1, dimension: 2)
      batch.set(0, to: RayQuery(origin: [0, height], direction: [1, 0]))
      let answers = RayAnswers(count: 1)
      solver.solve(batch, into: answers)
      let status = answers.status(0)
      #expect(status == expected)
    }
  }

  @Test("directions of both signs are answered where origins share no component with them")
  func signs() throws {
    let sample = Case(inputCount: 3, outputCount: 1, unitCount: 30, seed: 10)
    let queries = sample.units.map { unit in
      RayQuery(
        origin: [0, 0, 0, 0.5 * unit[3], 1], direction: [unit[0], unit[1], -0.05 * unit[2], 0, 0])
    }
    var batch = RayBatch(count: queries.count, dimension: sample.dimension)
    for (index, query) in queries.enumerated() { batch.set(index, to: query) }
    var solver = RaySolver(sample.cone, seeds: sample.seeds, capacity: 500)
    let answers = RayAnswers(count: queries.count)
    solver.solve(batch, into: answers)
    for (index, query) in queries.enumerated() {
      let (status, expected) = (answers.status(index), try sample.reference(query))
      if let expected, status == .optimal {
        #expect(abs(answers.crossings[index] - expected) <= 1e-10 * max(1, expected))
      } else {
        #expect(status != .optimal && (status == .stalled || expected == nil))
      }
    }
  }

  @Test("a solver that was reset answers as a new one does")
  func reset() {
    let (first, second) = (
      Case(inputCount: 3, outputCount: 1, unitCount: 20, seed: 8),
      Case(inputCount: 3, outputCount: 1, unitCount: 40, seed: 9)
    )
    func crossings(_ solver: inout RaySolver) -> [UInt64] {
      second.units.map { unit in
        _ = solver.solve(second.directional(unit))
        return solver.crossing.bitPattern
      }
    }
    var used = RaySolver(first.cone, seeds: first.seeds, capacity: 300)
    for unit in first.units { _ = used.solve(first.directional(unit)) }
    unsafe used.reset(
      count: second.generators.count, interior: second.interior, seeds: second.seeds,
      fill: second.fill)
    var new = RaySolver(second.cone, seeds: second.seeds, capacity: 300)
    let (again, expected) = (crossings(&used), crossings(&new))
    #expect(again == expected)
  }

  @Test("a batch has the same bits whatever room an earlier one has made")
  func batchForgetsEverything() {
    let sample = Case(inputCount: 4, outputCount: 4, unitCount: 400, seed: 13)
    var batch = RayBatch(count: sample.units.count, dimension: sample.dimension)
    for (index, unit) in sample.units.enumerated() {
      let point = unit.enumerated().map { c, value in c < 4 ? value : 0 }
      let outputs = unit.enumerated().map { c, value in c < 4 ? 0 : value }
      batch.set(index, to: RayQuery(origin: outputs, direction: point))
    }
    var solver = RaySolver(sample.cone, seeds: sample.seeds, capacity: 4096)
    func crossings() -> [UInt64] {
      let answers = RayAnswers(count: batch.count)
      solver.solve(batch, into: answers)
      return answers.crossings.array().map(\.bitPattern)
    }
    let first = crossings()
    #expect(solver.facetCount > 126, "the pool has grown")
    unsafe solver.reset(
      count: sample.generators.count, interior: sample.interior, seeds: sample.seeds,
      fill: sample.fill)
    #expect(crossings() == first)
  }
}
