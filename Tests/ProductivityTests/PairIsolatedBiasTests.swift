import Frontier
import Glibc
import Productivity
import Testing

@Suite struct PairIsolatedBiasTests {
  // With two inputs z and x^{t+1} lie on one ray, and A is homogeneous of degree 0 in x.
  @Test("with two inputs the pair-isolated index is the input bias of path A", arguments: seeds)
  func twoInputs(seed: UInt64) throws {
    let data = randomObservations(seed: seed, RandomShape(inputs: 2))
    for orientation in Orientation.allCases {
      let results = try analyse(data) {
        $0.pairIsolated = true
        $0.orientation = orientation
      }
      for row in results.rows {
        let pair = row.pairs[0]
        #expect(logGap(pair.indices[.pairIsolated], row[.inputBias]) < certified)
        #expect(
          logGap(pair.indices[.pairIsolatedLeaveOwnOut], row[.inputBiasLeaveOwnOut]) < certified)
      }
      #expect(results.pairIsolatedStatistics?.byStatus[.failed] == nil)
    }
  }

  @Test("a pair and its mirror image have the same index and the same class", arguments: seeds)
  func mirroredPairs(seed: UInt64) throws {
    let data = randomObservations(seed: seed)
    let pairs = FactorPair.all(inputCount: 3)
    let results = try analyse(data) {
      $0.pairIsolated = true
      $0.pairs = pairs
    }
    let mirrored = try analyse(data) {
      $0.pairIsolated = true
      $0.pairs = pairs.map(\.mirrored)
    }
    for (row, other) in zip(results.rows, mirrored.rows) {
      for (pair, image) in zip(row.pairs, other.pairs) {
        #expect(logGap(pair.indices[.pairIsolated], image.indices[.pairIsolated]) < certified)
        #expect(pair.calls[.pairIsolated] == image.calls[.pairIsolated])
      }
    }
  }

  // y = (a x1^r + b x2^r)^{1/r}, r = 1/2; a rises and b falls: technical change uses x1. 60 units on
  // the frontier make the hull smooth: a mix change of 0.2 spans several of its facets.
  @Test("on a dense smooth technology both rules find the true direction")
  func smoothTechnology() throws {
    var random = SeededGenerator(seed: 144)
    let shares = [(0.5, 0.5), (0.6, 0.4)]
    var data: [Observation] = []
    for unit in 0..<60 {
      let mix = -1 + 2 * Double(unit) / 59
      let moved =
        mix + (unit.isMultiple(of: 2) ? 0.2 : -0.2)
        + Double.random(in: -0.02...0.02, using: &random)
      for (period, angle) in [mix, moved].enumerated() {
        let x = [exp(angle / 2), exp(-angle / 2)]
        let root = shares[period].0 * sqrt(x[0]) + shares[period].1 * sqrt(x[1])
        data.append(
          Observation(
            unit: "u\(unit)", period: "\(period)", inputs: x, outputs: [root * root]))
      }
    }
    let results = try analyse(data) { $0.pairIsolated = true }
    // Units near the ends of the range project onto free disposal; the inner ones must be right.
    for row in results.rows[10..<50] {
      #expect(row.pairs[0].calls[.inputBias] == .saving(input: 1, using: 0))
      #expect(row.pairs[0].calls[.pairIsolated] == .saving(input: 1, using: 0))
    }
  }

  // Without slack about one index in fifty of these panels is lost to rounding.
  @Test("with a slack of the certificates' width no index is missing", arguments: seeds)
  func equalityLevels(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed)) { $0.pairIsolated = true }
    for row in results.rows {
      for pair in row.pairs {
        #expect(pair.indices[.pairIsolated] != nil)
        #expect(pair.indices[.pairIsolatedLeaveOwnOut] != nil)
      }
    }
    let exact = try analyse(randomObservations(seed: seed)) {
      $0.pairIsolated = true
      $0.pairIsolatedSlack = 0
    }
    // Where the exact level is reached, the slack moves ln PIB by at most slack over input share.
    for (row, other) in zip(results.rows, exact.rows) {
      for (pair, reference) in zip(row.pairs, other.pairs) {
        guard let index = reference.indices[.pairIsolated] else { continue }
        #expect(logGap(pair.indices[.pairIsolated], index) < 1e-6)
      }
    }
  }

  // y = x1^a x2^b x3^c: only the share of x3 against both others changes, so the pair (x1, x2) is
  // neutral: PIB of it is 1 up to the width of facets, while one IBTECH calls it something.
  @Test("with three inputs the pair-isolated index tells pairs apart")
  func threeInputs() throws {
    var random = SeededGenerator(seed: 233)
    let shares = [[0.3, 0.3, 0.4], [0.2, 0.2, 0.6]]
    var data: [Observation] = []
    for unit in 0..<150 {
      var logs = (0..<3).map { _ in Double.random(in: -0.5...0.5, using: &random) }
      for period in 0..<2 {
        let output = exp(zip(shares[period], logs).reduce(0) { $0 + $1.0 * $1.1 })
        data.append(
          Observation(
            unit: "u\(unit)", period: "\(period)", inputs: logs.map { exp($0) },
            outputs: [output]))
        for k in 0..<3 { logs[k] += Double.random(in: -0.3...0.3, using: &random) }
      }
    }
    let results = try analyse(data) {
      $0.pairIsolated = true
      $0.pairs = [FactorPair(2, 0), FactorPair(2, 1)]
    }
    let right = FactorBias.saving(input: 0, using: 2)
    let calls = results.rows.map { $0.pairs[0] }
    let isolated = calls.count { $0.calls[.pairIsolated] == right }
    let weberDomazlicky = calls.count { $0.calls[.inputBias] == right }
    #expect(isolated > weberDomazlicky)
    #expect(isolated > calls.count * 8 / 10)
  }
}
