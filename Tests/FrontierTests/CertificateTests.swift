import DenseKernels
import LinearProgramming
import TestSupport
import Testing

@testable import Frontier

/// Exact measure of a query by rational arithmetic from a cold start.
func exactMeasure(_ query: DistanceQuery, _ technology: Technology) -> (
  status: SolutionStatus, value: Rational?
) {
  let scaled = ScaledTechnology(technology)
  guard let point = scaled.scaled(query.point) else { return (.numericallySuspect, nil) }
  let program = DistanceProgram(scaled, query.orientation)
  var linearProgram = program.linearProgram(Ray(point, query.orientation))
  for j in 0..<technology.count where technology.units[j] == query.leavingOut {
    linearProgram.setBounds(column: j, lower: 0, upper: 0)
  }
  let exact = solveExactly(linearProgram, startingFrom: program.slackBasis)
  guard exact.status == .optimal else { return (exact.status, nil) }
  return (.optimal, exact.primal[program.objectiveColumn])
}

@Suite("Certified intervals")
struct CertificateTests {
  static let convex: [ReturnsToScale] = [.constant, .variable, .nonIncreasing, .nonDecreasing]

  @Test(
    "hold the exact measure, and are narrow, for every kind of data",
    arguments: DataKind.allCases, convex)
  func holdExact(kind: DataKind, returnsToScale: ReturnsToScale) throws {
    var random = SplitMix64(seed: 20_251_122)
    for trial in 0..<6 {
      let (p, q) = (1 + trial % 3, 1 + trial % 2)
      let technology = try randomTechnology(
        count: 3 + 2 * trial, inputCount: p, outputCount: q, kind: kind,
        returnsToScale: returnsToScale, using: &random)
      let other = try randomTechnology(
        count: 3, inputCount: p, outputCount: q, kind: kind, returnsToScale: returnsToScale,
        using: &random)
      let points =
        (0..<technology.count).map { technology.point($0) } + (0..<3).map { other.point($0) }
      for orientation in Orientation.allCases {
        let queries = points.enumerated().map { index, point in
          DistanceQuery(
            point: point, orientation: orientation, leavingOut: index % 4 == 3 ? index : nil)
        }
        let results = FrontierSolver().solve([
          DistanceBatch(technology: technology, queries: queries)
        ])[0]
        for (query, result) in zip(queries, results) {
          try check(result, exactMeasure(query, technology))
        }
      }
    }
  }

  @Test("an interval wider than asked for is refined, and uncertified where that may not happen")
  func statuses() throws {
    var random = SplitMix64(seed: 11)
    let technology = try randomTechnology(
      count: 20, inputCount: 3, outputCount: 2, kind: .smooth, returnsToScale: .variable,
      using: &random)
    let batch = DistanceBatch(
      technology: technology,
      queries: (0..<20).map {
        DistanceQuery(point: technology.point($0), orientation: .input)
      })
    var strict = FrontierOptions()
    strict.certificateWidth = 1e-17
    let refined = FrontierSolver(options: strict).solve([batch])[0]
    strict.exactSizeLimit = 0
    let uncertified = FrontierSolver(options: strict).solve([batch])[0]
    let plain = FrontierSolver().solve([batch])[0]
    #expect(plain.allSatisfy { $0.status == .certified })
    // Two neighbouring doubles are 1e-16 apart: exact scores that no double holds stay uncertified.
    #expect(refined.contains { $0.status == .refined || $0.status == .uncertified })
    #expect(uncertified.contains { $0.status == .uncertified })
    for (wide, narrow) in zip(plain, refined) {
      let (a, b) = (try #require(wide.farrell), try #require(narrow.farrell))
      #expect(a.lower <= b.lower && b.upper <= a.upper)
      #expect(b.upper <= b.lower.nextUp.nextUp)
    }
    #expect(uncertified.allSatisfy { $0.farrell != nil })
    #expect(
      uncertified.allSatisfy { $0.status != .uncertified || !$0.isEfficient(orientation: .input) })
  }

  private func check(
    _ result: DistanceResult, _ exact: (status: SolutionStatus, value: Rational?)
  ) throws {
    switch exact.status {
    case .optimal where exact.value == .zero:
      #expect(result.status == .unbounded)
    case .optimal:
      let value = try #require(exact.value)
      #expect(result.status == .certified || result.status == .refined)
      let score = try #require(result.farrell)
      #expect(Rational(score.lower) <= value && value <= Rational(score.upper))
      #expect(score.relativeWidth <= 1e-9)
      #expect(score.lower <= score.value && score.value <= score.upper)
    case .infeasible: #expect(result.status == .infeasible && result.farrell == nil)
    default: Issue.record("exact solver ended with \(exact.status)")
    }
  }
}

extension Technology {
  /// The reference observation j as a point.
  func point(_ j: Int) -> Point {
    Point(inputs: Array(inputs.row(j)), outputs: Array(outputs.row(j)))
  }
}
