import Frontier
import Productivity
import Testing

@Suite struct MalmquistAnalysisTests {
  @Test(
    "F2: missing variable-returns distances stay missing, with their reason",
    arguments: [
      (Orientation.output, [nil, 1.2, nil, 1.333333, 1] as [Double?]),
      (.input, [0.8, nil, nil, nil, 1.25]),
    ])
  func missingDistances(orientation: Orientation, expected: [Double?]) throws {
    let results = try analyse(fixtureF2) {
      $0.returnsToScale = .variable
      $0.orientation = orientation
      $0.leaveOwnOut = false
    }
    for (unit, value) in expected.enumerated() {
      let distance = try #require(results.distances[base: 0, inputs: 1, outputs: 1, unit: unit])
      let row = results.rows[unit]
      if let value {
        #expect(logGap(distance.shephard?.value, value) < 1e-6)  // six printed digits
      } else {
        #expect(distance.status == .infeasible)
        #expect(distance.shephard == nil)
        #expect(row[.productivityChange] == nil)
        #expect(row[.technicalChange] == nil)
        #expect(results.statusText(row) == "infeasible: D^t(t+1)")
      }
      #expect(row[.efficiencyChange] != nil)
    }
    let step = try #require(results.series.steps.first)
    #expect(step.unitCount + step.missingCount == 5)
    #expect(step.missingCount >= expected.count { $0 == nil })
    #expect(results.distances.statistics.byStatus[.infeasible, default: 0] > 0)
  }

  @Test(
    "a unit missing in a period has no index there and counts in the technology",
    arguments: [
      false, true,
    ])
  func unbalancedPanel(balanced: Bool) throws {
    let data = randomObservations(seed: 5).filter { $0.unit != "u3" || $0.period != "2002" }
    let results = try analyse(data) { $0.balancedReference = balanced }
    #expect(results.row(unit: 3, transition: 0)[.productivityChange] != nil)
    let missing = results.row(unit: 3, transition: 1)
    #expect(results.components.allSatisfy { missing[$0] == nil })
    #expect(missing.isSupported == nil)
    #expect(missing.status == .missing(.notObserved(period: 2)))
    #expect(results.statusText(missing) == "not observed: 2002")
    #expect(missing.pairs.allSatisfy { $0.calls[.inputBias] == .undetermined(.indexMissing) })
    #expect(results.unitPeriods[0][3].indices[.inputBias]?.chain == nil)
    #expect(results.unitPeriods[0][3].indices[.inputBias]?.missingCount == 1)
    #expect(results.series.steps.map(\.missingCount) == [0, 1])
    #expect(results.missingRowCount == 1)
  }

  @Test("a balanced reference equals dropping the units that are not in both periods")
  func balancedReference() throws {
    let data = randomObservations(seed: 8, RandomShape(periods: 2))
      .filter { $0.unit != "u2" || $0.period != "2000" }
    let balanced = try analyse(data) { $0.balancedReference = true }
    let dropped = try analyse(data.filter { $0.unit != "u2" })
    let all = try analyse(data)
    let present = balanced.panel.units.indices.filter { balanced.panel.units[$0] != "u2" }
    for (unit, other) in zip(present, dropped.panel.units.indices) {
      #expect(
        largestGap([balanced.rows[unit]], [dropped.rows[other]], balanced.components)
          < certified)
    }
    #expect(largestGap(all.rows, balanced.rows, all.components) > 1e-6)
  }

  @Test("a sequential reference leaves out all observations of the unit")
  func sequentialLeaveOwnOut() throws {
    let data = randomObservations(seed: 13)
    let results = try analyse(data) { $0.reference = .sequential }
    // The technology of the last period without u0 is that of the panel in which u0 is seen once.
    let others = data.filter { $0.unit != "u0" }
    let pooled = others.map { observation in
      var observation = observation
      observation.unit += observation.period
      observation.period = "2002"
      return observation
    }
    let own = data.filter { $0.unit == "u0" && $0.period == "2002" }
    let earlier = own.map { observation in
      var observation = observation
      observation.period = "2001"
      return observation
    }
    let expected = try analyse(earlier + own + pooled)
    let found = results.distances[
      base: 2, inputs: 2, outputs: 2, unit: 0, leavingOwnOut: true]
    let reference = expected.distances[
      base: 1, inputs: 1, outputs: 1, unit: 0, leavingOwnOut: true]
    #expect(logGap(found?.farrell?.value, reference?.farrell?.value) < certified)
  }

  @Test("a unit alone in a period has no reference once left out")
  func loneUnit() throws {
    let data = observations([("1", [([1, 2], [1])]), ("2", [([2, 1], [1])])], names: ["a"])
    let results = try analyse(data)
    let row = results.rows[0]
    #expect(row[.inputBias] != nil)
    #expect(row[.inputBiasLeaveOwnOut] == nil)
    #expect(results.statusText(row) == "no reference: D^t(t) leave-own-out")
  }

  @Test("every distance is asked for once, and only what the convention needs")
  func requestCount() throws {
    let shape = RandomShape(units: 7, periods: 4)
    let transitions = 3
    let data = randomObservations(seed: 21, shape)
    // Own once per period, two cross and two mixed per pair of periods; end points add one pair.
    let pairs = transitions + 1
    let ordinary = shape.units * (shape.periods + 4 * pairs)
    let plain = try analyse(data) { $0.leaveOwnOut = false }
    #expect(plain.distances.statistics.total == ordinary)
    #expect(try analyse(data).distances.statistics.total == 2 * ordinary)
    let scale = try analyse(data) {
      $0.leaveOwnOut = false
      $0.scaleDecomposition = true
    }
    #expect(scale.distances.statistics.total == ordinary + shape.units * shape.periods)
    let symmetric = try analyse(data) {
      $0.leaveOwnOut = false
      $0.convention = .symmetric
    }
    #expect(symmetric.distances.statistics.total == ordinary + shape.units * 2 * pairs)
    let global = try analyse(data) { $0.reference = .global }
    #expect(global.distances.statistics.total == 2 * shape.units * shape.periods)
    #expect(global.distances[base: nil, inputs: 0, outputs: 0, unit: 0] != nil)
    #expect(plain.distances[base: 0, inputs: 0, outputs: 1, unit: 0] == nil)
  }

  @Test("options that do not fit are refused before anything is computed")
  func refusedOptions() throws {
    let data = randomObservations(seed: 1)
    #expect(throws: MalmquistError.tooFewPeriods(found: 1)) {
      try analyse(randomObservations(seed: 1, RandomShape(periods: 1)))
    }
    #expect(throws: MalmquistError.scaleDecompositionNeedsConstantReturns(found: .variable)) {
      try analyse(data) {
        $0.scaleDecomposition = true
        $0.returnsToScale = .variable
      }
    }
    #expect(throws: MalmquistError.pairIsolatedNeedsConstantReturns(found: .variable)) {
      try analyse(data) {
        $0.pairIsolated = true
        $0.returnsToScale = .variable
      }
    }
    #expect(throws: MalmquistError.outputSharesNeedOneOutput(found: 2)) {
      try analyse(data) { $0.weighting = .outputShares }
    }
    #expect(throws: MalmquistError.globalReferenceIsNotBalanced) {
      try analyse(data) {
        $0.reference = .global
        $0.balancedReference = true
      }
    }
    for pair in [FactorPair(0, 0), FactorPair(0, 3), FactorPair(-1, 0)] {
      #expect(throws: MalmquistError.invalidPair(pair, inputCount: 3)) {
        try analyse(data) { $0.pairs = [pair] }
      }
    }
    #expect(throws: MalmquistError.self) {
      try analyse(data) { $0.classification.band = .printed(decimals: 16) }
    }
    #expect(throws: MalmquistError.invalidPairIsolatedSlack(1)) {
      try analyse(data) { $0.pairIsolatedSlack = 1 }
    }
    #expect(throws: MalmquistError.invalidContributionThreshold(-1)) {
      try analyse(data) { $0.contributionThreshold = -1 }
    }
  }

  @Test("an interval wider than required makes the row uncertified, and keeps its indices")
  func uncertifiedRows() throws {
    var options = FrontierOptions()
    options.certificateWidth = 0  // no interval of rounded bounds is that narrow
    let results = try MalmquistAnalysis(panel: makePanel(fixtureF2))
      .run(solver: FrontierSolver(options: options))
    #expect(results.distances.statistics.byStatus[.uncertified, default: 0] > 0)
    for row in results.rows where row.status == .uncertified {
      #expect(results.statusText(row) == "uncertified")
      #expect(results.components.allSatisfy { row[$0] != nil })
    }
    #expect(results.rows.contains { $0.status == .uncertified })
  }

  @Test("a bias is supported where no distance uses free disposal")
  func support() throws {
    let results = try analyse(fixtureF1)
    for row in results.rows {
      let terms = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0)]
      let extrapolates = terms.contains { base, inputs, outputs in
        results.distances[base: base, inputs: inputs, outputs: outputs, unit: row.unit]?
          .extrapolatesInputs ?? true
      }
      #expect(row.isSupported == !extrapolates)
    }
    let known = results.rows.compactMap(\.isSupported)
    #expect(
      results.inputBiasTable?.means[0].supportedShare
        == Double(known.count { $0 }) / Double(known.count))
  }
}
