import DenseKernels
import Testing

@testable import Frontier

@Suite("Second phase, peers, targets, multipliers")
struct EvaluationTests {
  /// Input isoquant of Cooper, Seiford and Tone's kind: A and B span it, C has slack in x₂, D is inside.
  private func evaluations(
    _ returnsToScale: ReturnsToScale, _ orientation: Orientation = .input,
    secondPhase: Bool = true
  ) throws -> (Technology, [Evaluation]) {
    let technology = try Technology(
      inputs: Matrix(rows: [[1, 4], [3, 1], [1, 6], [4, 4]], columnCount: 2),
      outputs: Matrix(rows: [[1], [1], [1], [1]], columnCount: 1), returnsToScale: returnsToScale)
    let queries = (0..<4).map {
      DistanceQuery(point: technology.point($0), orientation: orientation)
    }
    let found = FrontierSolver().evaluate(
      [DistanceBatch(technology: technology, queries: queries)], secondPhase: secondPhase)
    return (technology, found[0])
  }

  @Test("a weakly efficient unit has score 1 and its slack", arguments: ReturnsToScale.allCases)
  func slack(returnsToScale: ReturnsToScale) throws {
    let (_, found) = try evaluations(returnsToScale)
    let weak = found[2]
    #expect(weak.distance.farrell?.value == 1)
    #expect(weak.isRadiallyEfficient(orientation: .input))
    #expect(!weak.isStronglyEfficient(orientation: .input))
    #expect(weak.inputSlacks == [0, 2] && weak.outputSlacks == [0])
    #expect(weak.peers == [Peer(observation: 0, weight: 1)])
    #expect(weak.inputTargets == [1, 4] && weak.outputTargets == [1])
    #expect(found[0].isStronglyEfficient(orientation: .input))
  }

  @Test("an inefficient unit is projected on the segment of its peers")
  func projection() throws {
    let (_, found) = try evaluations(.constant)
    // 3x₁ + 2x₂ = 11 through A and B; D at (4, 4): θ = 11/20.
    let inside = found[3]
    #expect(abs((inside.distance.farrell?.value ?? 0) - 0.55) <= 1e-15)
    #expect(inside.peers.map(\.observation) == [0, 1])
    #expect(abs(inside.peers[0].weight - 0.4) <= 1e-14)
    let multipliers = try #require(inside.multipliers)
    #expect(abs(multipliers.inputs[0] - 0.15) <= 1e-14)
    #expect(abs(multipliers.inputs[1] - 0.10) <= 1e-14)
    #expect(abs(multipliers.outputs[0] - 0.55) <= 1e-14)
    #expect(!inside.distance.extrapolatesInputs && found[2].distance.extrapolatesInputs)
  }

  @Test("without the second phase nothing is said about slacks")
  func firstPhaseOnly() throws {
    let (_, found) = try evaluations(.variable, secondPhase: false)
    #expect(found.allSatisfy { $0.inputSlacks.isEmpty && $0.inputTargets.isEmpty })
    #expect(found.allSatisfy { !$0.peers.isEmpty && $0.distance.status == .certified })
    #expect(!found[0].isStronglyEfficient(orientation: .input))
  }

  @Test("a point outside every mix has no evaluation but a reason")
  func infeasible() throws {
    let (technology, _) = try evaluations(.variable)
    let query = DistanceQuery(
      point: Point(inputs: [1, 1], outputs: [2]), orientation: .input)
    let found = FrontierSolver().evaluate([
      DistanceBatch(technology: technology, queries: [query])
    ])[0][0]
    #expect(found.distance.status == .infeasible && found.distance.farrell == nil)
    #expect(found.peers.isEmpty && found.multipliers == nil && found.inputTargets.isEmpty)
  }

  @Test(
    "a point that is no production plan fails instead of trapping",
    arguments: [-1, .nan, .infinity])
  func notAPlan(value: Double) throws {
    let (technology, _) = try evaluations(.variable)
    let query = DistanceQuery(
      point: Point(inputs: [1, value], outputs: [1]), orientation: .output)
    let found = FrontierSolver().solve([
      DistanceBatch(technology: technology, queries: [query])
    ])[0][0]
    #expect(found == DistanceResult(status: .failed, farrell: nil))
  }

  @Test("zero input that no peer lacks: the output distance is not comparable")
  func notComparable() throws {
    let technology = try Technology(
      inputs: Matrix(rows: [[1, 2], [2, 1]], columnCount: 2),
      outputs: Matrix(rows: [[1], [1]], columnCount: 1), returnsToScale: .constant)
    let query = DistanceQuery(point: Point(inputs: [1, 0], outputs: [1]), orientation: .output)
    let found = FrontierSolver().solve([
      DistanceBatch(technology: technology, queries: [query])
    ])[0][0]
    #expect(found.status == .unbounded && found.farrell == nil)
  }
}

@Suite("Sub-vector contraction")
struct SubvectorTests {
  @Test("two inputs move along a ray, the third stays")
  func contraction() throws {
    let technology = try Technology(
      inputs: Matrix(rows: [[1, 2, 1], [2, 1, 1], [4, 4, 0.5]], columnCount: 3),
      outputs: Matrix(rows: [[1], [1], [1]], columnCount: 1), returnsToScale: .constant)
    func solve(fixed: Double, leavingOut: Int? = nil) -> SubvectorResult {
      FrontierSolver().solve(
        subvector: [
          SubvectorQuery(
            outputs: [1], fixedInputs: [0, 0, fixed], direction: [1, 1, 0],
            leavingOut: leavingOut)
        ], technology: technology)[0]
    }
    #expect(abs((solve(fixed: 2).contraction ?? 0) - 1.5) <= 1e-12)
    #expect(abs((solve(fixed: 0.5).contraction ?? 0) - 4) <= 1e-12)
    #expect(solve(fixed: 0.5).status == .certified || solve(fixed: 0.5).status == .refined)
    #expect(solve(fixed: 0.25).status == .infeasible)
    #expect(solve(fixed: 0.5, leavingOut: 2).status == .infeasible)
  }
}

@Suite("Scale properties")
struct ScalePropertiesTests {
  @Test(
    "small units work under increasing, large ones under decreasing returns",
    arguments: Orientation.allCases)
  func classes(orientation: Orientation) throws {
    // y = 1 at x = 2, 4 at x = 4 (most productive), 5 at x = 8.
    let rows: [(Double, Double)] = [(2, 1), (4, 4), (8, 5)]
    func results(_ returnsToScale: ReturnsToScale) throws -> [DistanceResult] {
      let technology = try Technology(
        inputs: Matrix(rows: rows.map { [$0.0] }, columnCount: 1),
        outputs: Matrix(rows: rows.map { [$0.1] }, columnCount: 1),
        returnsToScale: returnsToScale)
      let queries = (0..<3).map {
        DistanceQuery(point: technology.point($0), orientation: orientation)
      }
      return FrontierSolver().solve([DistanceBatch(technology: technology, queries: queries)])[0]
    }
    let (c, v, n) = (
      try results(.constant), try results(.variable), try results(.nonIncreasing)
    )
    let found = (0..<3).map {
      ScaleProperties(
        constant: c[$0], variable: v[$0], nonIncreasing: n[$0], orientation: orientation)
    }
    #expect(found.map { $0?.returnsToScale } == [.increasing, .constant, .decreasing])
    for (efficiency, expected) in zip(found.map { $0?.efficiency }, [0.5, 1, 0.625]) {
      #expect(abs((efficiency ?? 0) - expected) <= 1e-14)
    }
    let missing = DistanceResult(status: .infeasible, farrell: nil)
    #expect(
      ScaleProperties(
        constant: missing, variable: v[0], nonIncreasing: n[0], orientation: orientation) == nil)
  }
}

@Suite("Scores and distances")
struct DistanceTests {
  @Test("Shephard's distance is the reciprocal with its bounds turned round")
  func reciprocal() {
    let score = FarrellScore(value: 0.5, lower: 0.4, upper: 0.8)
    #expect(score.shephard.value == 2)
    #expect(score.shephard.lower < 1.25 && score.shephard.lower >= 1.2499999)
    #expect(score.shephard.upper > 2.5 && score.shephard.upper <= 2.5000001)
    #expect(FarrellScore(value: 0.5, lower: 0, upper: 1).shephard.upper == .infinity)
    #expect(score.relativeWidth == 0.5)
  }

  @Test("statistics count every status and keep the widest interval")
  func statistics() {
    var statistics = SolveStatistics()
    let score = FarrellScore(value: 1, lower: 0.75, upper: 1)
    statistics.record(DistanceResult(status: .certified, farrell: score, pivotCount: 3))
    statistics.record(DistanceResult(status: .infeasible, farrell: nil, pivotCount: 2))
    #expect(statistics.total == 2 && statistics.pivotCount == 5)
    #expect(statistics.byStatus == [.certified: 1, .infeasible: 1])
    #expect(statistics.largestWidth == 0.25)
  }
}
