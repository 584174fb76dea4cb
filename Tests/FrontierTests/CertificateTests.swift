import DenseKernels
import Glibc
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
        let exact = queries.map { exactMeasure($0, technology) }
        for path in FrontierOptions.Path.allCases {
          var options = FrontierOptions()
          options.path = path
          let results = FrontierSolver(options: options).solve([
            DistanceBatch(technology: technology, queries: queries)
          ])[0]
          for (result, known) in zip(results, exact) { try check(result, known) }
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
      #expect(result.pivotCount < 500)  // neither the quick nor the careful solve turns in circles
    case .infeasible: #expect(result.status == .infeasible && result.farrell == nil)
    default: Issue.record("exact solver ended with \(exact.status)")
    }
  }

  @Test(
    "hold the exact measure for any multipliers and intensities, near the ends of the range too",
    arguments: convex, Orientation.allCases)
  func holdForAnything(returnsToScale: ReturnsToScale, orientation: Orientation) throws {
    var random = SplitMix64(seed: 20_251_123)
    for trial in 0..<200 {
      let technology = try randomTechnology(
        count: 4, inputCount: 2, outputCount: 2,
        kind: DataKind.allCases[trial % DataKind.allCases.count],
        returnsToScale: returnsToScale, using: &random)
      let size = random.extreme(within: trial % 2 == 0 ? 0 : 320)
      let own = technology.point(trial % 4)
      let query = DistanceQuery(
        point: Point(inputs: own.inputs.map { $0 * size }, outputs: own.outputs.map { $0 * size }),
        orientation: orientation)
      let scaled = ScaledTechnology(technology)
      guard let point = scaled.scaled(query.point) else { continue }
      let ray = Ray(point, orientation)
      let certificate = Certificate(scaled)
      let exact = exactMeasure(query, technology)
      for draw in 0..<10 {
        let exponent = draw < 5 ? 2.0 : 300
        let multipliers = Multipliers(
          inputs: (0..<2).map { _ in random.extreme(within: exponent) },
          outputs: (0..<2).map { _ in random.extreme(within: exponent) },
          scale: random.integer(in: -1...1) * random.extreme(within: exponent))
        let intensities = (0..<4).map {
          Intensity(observation: $0, weight: random.extreme(within: exponent))
        }
        let dual = certificate.dualBound(multipliers, ray, leavingOut: nil)
        let primal = certificate.primalBound(intensities, ray, leavingOut: nil)
        expectValid(dual, primal, orientation, exact)
      }
    }
  }

  @Test(
    "a point without outputs can grow without end where its inputs suffice",
    arguments: ReturnsToScale.allCases)
  func noOutputs(returnsToScale: ReturnsToScale) throws {
    let technology = try Technology(
      inputs: Matrix(rows: [[2], [3]], columnCount: 1),
      outputs: Matrix(rows: [[1], [2]], columnCount: 1), returnsToScale: returnsToScale)
    let queries = [4.0, 1].map {
      DistanceQuery(point: Point(inputs: [$0], outputs: [0]), orientation: .output)
    }
    let found = FrontierSolver().solve([
      DistanceBatch(technology: technology, queries: queries)
    ])[0]
    let mayShrink = returnsToScale == .constant || returnsToScale == .nonIncreasing
    #expect(found.map(\.status) == [.unbounded, mayShrink ? .unbounded : .infeasible])
  }

  @Test("never use a unit that is left out", arguments: convex, Orientation.allCases)
  func leftOut(returnsToScale: ReturnsToScale, orientation: Orientation) throws {
    var random = SplitMix64(seed: 3)
    let technology = try randomTechnology(
      count: 3, inputCount: 2, outputCount: 1, kind: .smooth, returnsToScale: returnsToScale,
      using: &random)
    let scaled = ScaledTechnology(technology)
    let certificate = Certificate(scaled)
    let ray = Ray(try #require(scaled.scaled(technology.point(1))), orientation)
    let own = [Intensity(observation: 1, weight: 1)]
    #expect(certificate.primalBound(own, ray, leavingOut: nil) != nil)
    let bound = certificate.primalBound(own, ray, leavingOut: 1)
    #expect(bound == nil || bound == 0)
  }

  private func expectValid(
    _ dual: Double, _ primal: Double?, _ orientation: Orientation,
    _ exact: (status: SolutionStatus, value: Rational?)
  ) {
    guard let value = exact.value else {
      #expect(exact.status != .infeasible || primal == nil)
      return
    }
    let isInput = orientation == .input
    #expect(dual.isFinite || dual == (isInput ? -.infinity : .infinity))
    if dual.isFinite { #expect(isInput ? Rational(dual) <= value : value <= Rational(dual)) }
    if let primal { #expect(isInput ? value <= Rational(primal) : Rational(primal) <= value) }
  }
}

extension Technology {
  /// The reference observation j as a point.
  func point(_ j: Int) -> Point {
    Point(inputs: Array(inputs.row(j)), outputs: Array(outputs.row(j)))
  }
}

extension SplitMix64 {
  /// 10^z for a z drawn evenly from [−exponent, exponent].
  fileprivate mutating func extreme(within exponent: Double) -> Double {
    pow(10, Double.random(in: -exponent...exponent, using: &self))
  }
}
