import DenseKernels
import TestSupport
import Testing

@testable import Frontier

/// Relations between runs that must hold for all data (numbers of the list in the test names).
@Suite("Metamorphic relations")
struct MetamorphicTests {
  static let all = ReturnsToScale.allCases
  static let seed: UInt64 = 7_001

  // MARK: What is compared

  struct Sample {
    var inputs: Matrix
    var outputs: Matrix

    init(_ kind: DataKind, count: Int = 12, p: Int = 3, q: Int = 2, seed: UInt64 = seed) {
      var random = SplitMix64(seed: seed)
      inputs = randomVariables(count: count, columnCount: p, kind: kind, using: &random)
      outputs = randomVariables(count: count, columnCount: q, kind: kind, using: &random)
    }

    var count: Int { inputs.rowCount }

    func technology(_ rts: ReturnsToScale) throws -> Technology {
      try Technology(inputs: inputs, outputs: outputs, returnsToScale: rts)
    }

    func point(_ row: Int) -> Point {
      Point(inputs: Array(inputs.row(row)), outputs: Array(outputs.row(row)))
    }

    func selecting(_ rows: [Int]) -> Sample {
      var copy = self
      copy.inputs = inputs.selecting(rows: rows)
      copy.outputs = outputs.selecting(rows: rows)
      return copy
    }
  }

  static func scores(
    of points: [Point], in technology: Technology, _ orientation: Orientation = .input,
    options: FrontierOptions = FrontierOptions(), leavingOut: [Int?]? = nil
  ) -> [DistanceResult] {
    let queries = points.enumerated().map { index, point in
      DistanceQuery(point: point, orientation: orientation, leavingOut: leavingOut?[index])
    }
    return FrontierSolver(options: options).solve([
      DistanceBatch(technology: technology, queries: queries)
    ])[0]
  }

  static func own(
    _ sample: Sample, _ rts: ReturnsToScale, _ orientation: Orientation = .input,
    options: FrontierOptions = FrontierOptions()
  ) throws -> [DistanceResult] {
    scores(
      of: (0..<sample.count).map(sample.point), in: try sample.technology(rts), orientation,
      options: options)
  }

  /// Equal statuses, up to the way they were reached, and scores equal to a relative tolerance.
  static func expectEqual(
    _ a: [DistanceResult], _ b: [DistanceResult], within tolerance: Double,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(a.count == b.count, sourceLocation: location)
    for (x, y) in zip(a, b) {
      guard let s = x.farrell?.value, let t = y.farrell?.value else {
        #expect(x.status == y.status, sourceLocation: location)
        continue
      }
      #expect(abs(s - t) <= tolerance * max(1, abs(s)), sourceLocation: location)
    }
  }

  // MARK: Relations

  @Test("1: units of measurement change neither scores nor intensities", arguments: all)
  func units(rts: ReturnsToScale) throws {
    for kind in [DataKind.smooth, .smallIntegers, .zeros] {
      let sample = Sample(kind)
      for factor in [1e-12, 7, 1e12] {
        for column in 0..<2 {
          var scaled = sample
          for row in 0..<sample.count {
            scaled.inputs[row, column] *= factor
            scaled.outputs[row, 1] *= 1 / factor
          }
          for orientation in Orientation.allCases {
            Self.expectEqual(
              try Self.own(sample, rts, orientation), try Self.own(scaled, rts, orientation),
              within: 1e-9)
          }
          guard kind == .smooth, rts != .freeDisposalHull else { continue }
          let (plain, other) = (try evaluations(sample, rts), try evaluations(scaled, rts))
          for (a, b) in zip(plain, other) {
            #expect(a.peers.map(\.observation) == b.peers.map(\.observation))
            for (u, v) in zip(a.peers, b.peers) { #expect(abs(u.weight - v.weight) <= 1e-9) }
          }
        }
      }
    }
  }

  private func evaluations(_ sample: Sample, _ rts: ReturnsToScale) throws -> [Evaluation] {
    let queries = (0..<sample.count).map {
      DistanceQuery(point: sample.point($0), orientation: .input)
    }
    return FrontierSolver().evaluate([
      DistanceBatch(technology: try sample.technology(rts), queries: queries)
    ])[0]
  }

  @Test("2: permuting units and variables permutes scores", arguments: DataKind.allCases, all)
  func permutation(kind: DataKind, rts: ReturnsToScale) throws {
    let sample = Sample(kind)
    let order = (0..<sample.count).map { ($0 * 5 + 3) % sample.count }
    let plain = try Self.own(sample, rts)
    var permuted = sample.selecting(order)
    for row in 0..<sample.count {
      let (first, last) = (permuted.inputs[row, 0], permuted.inputs[row, 2])
      (permuted.inputs[row, 0], permuted.inputs[row, 2]) = (last, first)
    }
    // Copies that differ by 1e-12 may stand for one another, and between nearly parallel facets a score
    // is known to the width of its interval only.
    Self.expectEqual(
      order.map { plain[$0] }, try Self.own(permuted, rts),
      within: kind == .nearDuplicates || kind == .nearlyParallel ? 1e-11 : 1e-12)
  }

  @Test(
    "3: dominated and inefficient units may come and go", arguments: DataKind.allCases, all)
  func dominated(kind: DataKind, rts: ReturnsToScale) throws {
    let sample = Sample(kind)
    let plain = try Self.own(sample, rts)
    var worse = sample.selecting(Array(0..<sample.count) + [0])
    for column in 0..<3 { worse.inputs[sample.count, column] *= 2 }
    for column in 0..<2 { worse.outputs[sample.count, column] *= 0.5 }
    let points = (0..<sample.count).map(sample.point)
    Self.expectEqual(
      plain, Self.scores(of: points, in: try worse.technology(rts)),
      within: 1e-10)

    let inefficient = plain.indices.filter { (plain[$0].farrell?.upper ?? 1) < 1 - 1e-7 }
    guard let removed = inefficient.first, rts != .freeDisposalHull else { return }
    let kept = sample.selecting((0..<sample.count).filter { $0 != removed })
    Self.expectEqual(
      plain, Self.scores(of: points, in: try kept.technology(rts)),
      within: 1e-10)
  }

  @Test(
    "4: a copy of a unit changes nothing and scores the same", arguments: DataKind.allCases, all)
  func duplicate(kind: DataKind, rts: ReturnsToScale) throws {
    let sample = Sample(kind)
    let doubled = try Self.own(sample.selecting(Array(0..<sample.count) + [4]), rts)
    Self.expectEqual(try Self.own(sample, rts), Array(doubled.dropLast()), within: 1e-10)
    Self.expectEqual([doubled[4]], [doubled[sample.count]], within: 1e-10)
  }

  @Test(
    "5: another unit raises no score, another variable lowers none",
    arguments: DataKind.allCases, all)
  func monotone(kind: DataKind, rts: ReturnsToScale) throws {
    let sample = Sample(kind)
    let points = (0..<sample.count - 1).map(sample.point)
    let fewer = try Self.own(sample.selecting(Array(0..<sample.count - 1)), rts)
    let more = Self.scores(of: points, in: try sample.technology(rts))
    for (a, b) in zip(fewer, more) {
      if let s = a.farrell, let t = b.farrell { #expect(t.lower <= s.upper + 1e-10) }
    }
    // Dropping an input: the unit must keep some input to be measured by.
    var narrow = sample
    narrow.inputs = Matrix(
      rows: (0..<sample.count).map { Array(sample.inputs.row($0).prefix(2)) }, columnCount: 2)
    for row in 0..<sample.count where narrow.inputs.row(row).allSatisfy({ $0 == 0 }) { return }
    for (a, b) in zip(try Self.own(narrow, rts), try Self.own(sample, rts)) {
      if let s = a.farrell, let t = b.farrell { #expect(s.lower <= t.upper + 1e-10) }
    }
  }

  @Test("6: CRS ≤ NIRS, NDRS ≤ VRS ≤ FDH ≤ 1 for own units", arguments: DataKind.allCases)
  func nesting(kind: DataKind) throws {
    let sample = Sample(kind)
    let order: [[ReturnsToScale]] = [
      [.constant, .nonIncreasing, .variable, .freeDisposalHull],
      [.constant, .nonDecreasing, .variable, .freeDisposalHull],
    ]
    for chain in order {
      let scores = try chain.map { try Self.own(sample, $0) }
      for (small, large) in zip(scores, scores.dropFirst()) {
        for (a, b) in zip(small, large) {
          let (s, t) = (try #require(a.farrell), try #require(b.farrell))
          #expect(s.lower <= t.upper + 1e-10 && t.lower <= 1)
        }
      }
    }
  }

  @Test(
    "7: CRS output and input scores are reciprocal; size does not matter",
    arguments: DataKind.allCases)
  func constantReturns(kind: DataKind) throws {
    let sample = Sample(kind)
    let (input, output) = (
      try Self.own(sample, .constant), try Self.own(sample, .constant, .output)
    )
    for (a, b) in zip(input, output) {
      guard let s = a.farrell, let t = b.farrell else { continue }
      #expect(abs(s.value * t.value - 1) <= 1e-10)
    }
    let larger = (0..<sample.count).map { row in
      let point = sample.point(row)
      return Point(inputs: point.inputs.map { 37 * $0 }, outputs: point.outputs.map { 37 * $0 })
    }
    Self.expectEqual(
      input, Self.scores(of: larger, in: try sample.technology(.constant)),
      within: 1e-10)
  }

  @Test(
    "8: more input never raises one's score, more output never lowers it",
    arguments: DataKind.allCases, all)
  func ownChange(kind: DataKind, rts: ReturnsToScale) throws {
    let sample = Sample(kind)
    let technology = try sample.technology(rts)
    let points = (0..<sample.count).map(sample.point)
    let fatter = points.map { Point(inputs: $0.inputs.map { 1.3 * $0 }, outputs: $0.outputs) }
    let poorer = points.map { Point(inputs: $0.inputs, outputs: $0.outputs.map { 0.8 * $0 }) }
    let plain = Self.scores(of: points, in: technology)
    for changed in [fatter, poorer] {
      for (a, b) in zip(plain, Self.scores(of: changed, in: technology)) {
        if let s = a.farrell, let t = b.farrell { #expect(t.lower <= s.upper + 1e-10) }
      }
    }
  }

  @Test("9: VRS input scores survive a shift of an output", arguments: DataKind.allCases)
  func translation(kind: DataKind) throws {
    let sample = Sample(kind)
    var shifted = sample
    let shift = sample.outputs.column(0).max() ?? 1
    for row in 0..<sample.count { shifted.outputs[row, 0] += shift }
    // 1e-8: the shifted data are themselves rounded.
    Self.expectEqual(
      try Self.own(sample, .variable), try Self.own(shifted, .variable), within: 1e-8)
  }

  @Test("10: targets score 1 and have no slack", arguments: DataKind.allCases, all)
  func targets(kind: DataKind, rts: ReturnsToScale) throws {
    guard rts != .freeDisposalHull else { return }
    let sample = Sample(kind)
    let technology = try sample.technology(rts)
    let first = try evaluations(sample, rts)
    // A target on the rim of a technology without constant returns may lie beyond it by its own
    // rounding; 1e-12 inside it never does.
    let queries = first.map {
      DistanceQuery(
        point: Point(
          inputs: $0.inputTargets, outputs: $0.outputTargets.map { $0 * (1 - 1e-12) }),
        orientation: .input)
    }
    let again = FrontierSolver().evaluate([
      DistanceBatch(technology: technology, queries: queries)
    ])[0]
    for evaluation in again {
      let score = try #require(evaluation.distance.farrell)
      #expect(abs(score.value - 1) <= 1e-9)
      for (slack, target) in zip(
        evaluation.inputSlacks + evaluation.outputSlacks,
        evaluation.inputTargets + evaluation.outputTargets)
      {
        #expect(slack <= 1e-8 * max(target, 1e-12))
      }
    }
  }

  @Test(
    "11: multipliers attain the score, and no peer has a positive reduced cost",
    arguments: [DataKind.smooth, .smallIntegers, .duplicates, .spreadUnits, .spreadSizes], all)
  func duality(kind: DataKind, rts: ReturnsToScale) throws {
    guard rts != .freeDisposalHull else { return }
    let sample = Sample(kind)
    for (row, evaluation) in try evaluations(sample, rts).enumerated() {
      let m = try #require(evaluation.multipliers)
      func value(_ prices: [Double], _ quantities: ArraySlice<Double>) -> Double {
        zip(prices, quantities).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let score = try #require(evaluation.distance.farrell)
      let attained = value(m.outputs, sample.outputs.row(row)) + m.scale
      #expect(abs(attained - score.value) <= 1e-9 * max(1, abs(m.scale)))
      for peer in evaluation.peers {
        let cost = value(m.inputs, sample.inputs.row(peer.observation))
        let gain = value(m.outputs, sample.outputs.row(peer.observation)) + m.scale
        #expect(peer.weight * abs(cost - gain) <= 1e-9 * max(1, abs(m.scale)))
      }
    }
  }

  @Test(
    "12: shared facets, warm start, scaling, workers and dropping interior units change no score",
    arguments: DataKind.allCases, all)
  func switches(kind: DataKind, rts: ReturnsToScale) throws {
    let sample = Sample(kind, count: 40)
    let plain = try Self.own(sample, rts)
    var cold = FrontierOptions()
    cold.warmStart = false
    var unscaled = FrontierOptions()
    unscaled.scaling = false
    var facets = FrontierOptions()
    facets.path = .facets
    for options in [cold, unscaled, facets] {
      Self.expectEqual(
        plain, try Self.own(sample, rts, options: options), within: 1e-10)
    }
    var parallel = FrontierOptions()
    parallel.workerCount = 3
    #expect(try Self.own(sample, rts, options: parallel) == plain)
    let frontier = plain.indices.filter { plain[$0].isEfficient(orientation: .input) }
    let reduced = try sample.selecting(frontier).technology(rts)
    Self.expectEqual(
      plain, Self.scores(of: (0..<sample.count).map(sample.point), in: reduced), within: 1e-9)
  }

  @Test(
    "16: leaving a unit out keeps inefficient scores and frees efficient ones",
    arguments: DataKind.allCases, all)
  func superEfficiency(kind: DataKind, rts: ReturnsToScale) throws {
    let sample = Sample(kind)
    let plain = try Self.own(sample, rts)
    let without = Self.scores(
      of: (0..<sample.count).map(sample.point), in: try sample.technology(rts),
      leavingOut: (0..<sample.count).map { $0 })
    for (a, b) in zip(plain, without) {
      let score = try #require(a.farrell)
      guard let other = b.farrell else {
        #expect(b.status == .infeasible && a.isEfficient(orientation: .input))
        continue
      }
      if score.upper < 1 - 1e-9 && rts != .freeDisposalHull {
        #expect(abs(other.value - score.value) <= 1e-10)
        #expect(other.lower <= score.upper && score.lower <= other.upper)
      } else {
        #expect(other.upper >= score.lower)
      }
    }
  }
}
