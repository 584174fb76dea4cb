import DenseKernels
import TestSupport
import Testing

@testable import Frontier

@Suite("Isoquants")
struct IsoquantTests {
  private func technology(
    _ inputs: [[Double]], _ outputs: [[Double]], _ rts: ReturnsToScale = .constant
  ) throws -> Technology {
    try Technology(
      inputs: Matrix(rows: inputs, columnCount: inputs[0].count),
      outputs: Matrix(rows: outputs, columnCount: outputs[0].count), returnsToScale: rts)
  }

  // F1 of METHODS 8.1: F_t = min{x1, x2, (2 x1 + x2)/6, (x1 + 2 x2)/6},
  // F_{t+1} = min{x1, x2, (2 x1 + x2)/5, (2 x1 + 3 x2)/9}.
  private static let old = [[1.0, 4], [2, 2], [4, 1], [4, 4]]
  private static let new = [[1.0, 3], [1.5, 2], [3, 1], [4, 2]]

  @Test(
    "corners of the fixture are exact in every unit of measure", arguments: [1.0, 0.3, 1e6, 7e-9])
  func fixture(unit: Double) throws {
    func isoquant(_ inputs: [[Double]], _ outputs: [Double]) throws -> Isoquant {
      let technology = try technology(
        inputs.map { [$0[0] * unit, $0[1]] }, outputs.map { [$0] })
      let query = IsoquantQuery(outputs: [1], inputs: [2 * unit, 5], first: 0, second: 1)
      return try #require(FrontierSolver().isoquant(query, technology: technology))
    }
    let cases: [(Isoquant, [(Double, Double)])] = [
      (try isoquant(Self.old, [1, 1, 1, 1]), [(1.0, 4.0), (2, 2), (4, 1)]),
      (try isoquant(Self.new, [1, 1, 1, 1.2]), [(1, 3), (1.5, 2), (3, 1)]),
    ]
    for (found, expected) in cases {
      #expect(found.vertices.count == expected.count)
      for (vertex, corner) in zip(found.vertices, expected) {
        #expect(abs(vertex.first / (corner.0 * unit) - 1) < 1e-13)
        #expect(abs(vertex.second / corner.1 - 1) < 1e-13)
      }
    }
  }

  @Test("places and rates along rays are those of the fixture's functions")
  func rays() throws {
    let technology = try technology(Self.new, [[1], [1], [1], [1.2]])
    let query = IsoquantQuery(outputs: [1], inputs: [1, 1], first: 0, second: 1)
    let line = try #require(FrontierSolver().isoquant(query, technology: technology))
    func f(_ a: Double, _ b: Double) -> Double { min(a, b, (2 * a + b) / 5, (2 * a + 3 * b) / 9) }
    for (a, b) in [(1.0, 9.0), (1, 3), (2, 3), (1, 1), (3, 1), (50, 1)] {
      let s = line.crossing(Isoquant.Vertex(first: a, second: b))
      #expect(abs(s * f(a, b) - 1) < 1e-13)
    }
    func rates(_ a: Double, _ b: Double) -> ClosedRange<Double> {
      line.rates(Isoquant.Vertex(first: a, second: b))
    }
    func isNear(_ found: ClosedRange<Double>, _ low: Double, _ high: Double) -> Bool {
      abs(found.lowerBound - low) < 1e-12
        && (found.upperBound == high || abs(found.upperBound - high) < 1e-12)
    }
    #expect(isNear(rates(1, 2), 2, 2) && isNear(rates(1, 1), 2.0 / 3, 2.0 / 3))
    #expect(isNear(rates(3, 4), 2.0 / 3, 2) && isNear(rates(1, 3), 2, .infinity))
    #expect(rates(1, 9) == .infinity ... .infinity && rates(9, 1) == 0...0)
  }

  /// 40 units, 4 inputs, 2 outputs, and a plan that the technology can make.
  private func random(_ rts: ReturnsToScale, seed: UInt64) throws -> (Technology, IsoquantQuery) {
    var random = SplitMix64(seed: seed)
    func row(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double.random(in: 1...9, using: &random) }
    }
    let technology = try technology(
      (0..<40).map { _ in row(4) }, (0..<40).map { _ in row(2) }, rts)
    let inputs = row(4).map { $0 + 2 }
    let query = DistanceQuery(
      point: Point(inputs: inputs, outputs: row(2)), orientation: .output)
    let phi = try #require(
      FrontierSolver().solve([DistanceBatch(technology: technology, queries: [query])])[0][0]
        .farrell?.value)
    return (
      technology,
      IsoquantQuery(
        outputs: query.point.outputs.map { 0.9 * phi * $0 }, inputs: inputs, first: 2, second: 0)
    )
  }

  @Test(
    "the line lies where sub-vector contractions meet the technology, along every ray",
    arguments: [ReturnsToScale.constant, .variable, .nonIncreasing, .nonDecreasing])
  func contractions(rts: ReturnsToScale) throws {
    var cornerCount = 0
    for seed in 1...5 as ClosedRange<UInt64> {
      let (technology, query) = try random(rts, seed: seed)
      let line = try #require(FrontierSolver().isoquant(query, technology: technology))
      let corners = line.vertices
      cornerCount += corners.count
      // Through the corners, between them and beyond the ends.
      let rays =
        corners
        + zip(corners, corners.dropFirst()).map {
          Isoquant.Vertex(first: $0.first + $1.first, second: $0.second + $1.second)
        } + [Isoquant.Vertex(first: 1, second: 300), Isoquant.Vertex(first: 300, second: 1)]
      var fixed = query.inputs
      (fixed[2], fixed[0]) = (0, 0)
      let questions = rays.map {
        SubvectorQuery(
          outputs: query.outputs, fixedInputs: fixed, direction: [$0.second, 0, $0.first, 0])
      }
      let answers = FrontierSolver().solve(subvector: questions, technology: technology)
      for (ray, answer) in zip(rays, answers) {
        let s = try #require(answer.contraction)
        #expect(abs(line.crossing(ray) / s - 1) < 1e-9, "seed \(seed), \(ray)")
      }
    }
    #expect(cornerCount >= 10)
  }

  @Test("the same question has the same answer bit for bit, and the pair's amounts do not matter")
  func determinism() throws {
    let (technology, query) = try random(.constant, seed: 9)
    let first = try #require(FrontierSolver().isoquant(query, technology: technology))
    #expect(FrontierSolver().isoquant(query, technology: technology) == first)
    var inputs = query.inputs
    (inputs[2], inputs[0]) = (inputs[2] * 3, inputs[0] / 5)
    let other = try #require(
      FrontierSolver().isoquant(
        IsoquantQuery(outputs: query.outputs, inputs: inputs, first: 2, second: 0),
        technology: technology))
    #expect(other.vertices.count == first.vertices.count)
    for (a, b) in zip(first.vertices, other.vertices) {
      #expect(abs(a.first / b.first - 1) < 1e-9 && abs(a.second / b.second - 1) < 1e-9)
    }
  }

  @Test("what other inputs cannot make has no isoquant, nor has a free disposal hull")
  func none() throws {
    let (technology, query) = try random(.variable, seed: 3)
    let solver = FrontierSolver()
    let much = IsoquantQuery(
      outputs: query.outputs.map { 1e3 * $0 }, inputs: query.inputs, first: 2, second: 0)
    #expect(solver.isoquant(much, technology: technology) == nil)
    let zero = IsoquantQuery(outputs: query.outputs, inputs: [0, 1, 1, 1], first: 2, second: 0)
    #expect(solver.isoquant(zero, technology: technology) == nil)
    let hull = try Technology(
      inputs: technology.inputs, outputs: technology.outputs, returnsToScale: .freeDisposalHull)
    #expect(solver.isoquant(query, technology: hull) == nil)
  }
}
