import Frontier
import Glibc
import Productivity
import Testing

/// Identities of METHODS 8.2 on random panels of 9 units, 3 periods, 3 inputs and 2 outputs.
@Suite struct IdentityTests {
  @Test("I1, I2: MI = EFFCH · TECH and TECH = MATECH · OBTECH · IBTECH", arguments: seeds)
  func products(seed: UInt64) throws {
    for convention in BiasConvention.allCases {
      let results = try analyse(randomObservations(seed: seed)) { $0.convention = convention }
      for row in results.rows {
        #expect(
          logGap(row[.productivityChange], product(row, [.efficiencyChange, .technicalChange]))
            < algebraic)
        #expect(
          logGap(row[.technicalChange], product(row, [.magnitude, .outputBias, .inputBias]))
            < algebraic)
        #expect(
          logGap(
            row[.technicalChange],
            product(
              row, [.magnitudeLeaveOwnOut, .outputBiasLeaveOwnOut, .inputBiasLeaveOwnOut]))
            < algebraic)
      }
    }
  }

  @Test("MI = EFFCH · TECH for either base", arguments: [IndexBase.from, .to])
  func oneBase(base: IndexBase) throws {
    let results = try analyse(randomObservations(seed: 13)) { $0.base = base }
    #expect(results.components == [.productivityChange, .efficiencyChange, .technicalChange])
    for row in results.rows {
      #expect(
        logGap(row[.productivityChange], product(row, [.efficiencyChange, .technicalChange]))
          < algebraic)
    }
  }

  @Test("I3: EFFCH = PEFFCH · SECH", arguments: seeds)
  func scale(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed)) { $0.scaleDecomposition = true }
    for row in results.rows {
      #expect(
        logGap(
          row[.efficiencyChange], product(row, [.pureEfficiencyChange, .scaleEfficiencyChange]))
          < algebraic)
    }
  }

  @Test("I5: with constant returns both orientations give the same indices", arguments: seeds)
  func orientations(seed: UInt64) throws {
    let input = try analyse(randomObservations(seed: seed)) { $0.convention = .symmetric }
    let output = try analyse(randomObservations(seed: seed)) {
      $0.convention = .symmetric
      $0.orientation = .output
    }
    #expect(largestGap(input.rows, output.rows, input.components) < certified)
  }

  @Test(
    "I6: the unit in which a variable is measured changes no index",
    arguments: [
      1e-3, 7, 1e6,
    ])
  func unitsOfMeasurement(factor: Double) throws {
    let data = randomObservations(seed: 21)
    let rescaled = data.map { observation in
      var observation = observation
      observation.inputs[1] *= factor
      observation.outputs[0] *= factor
      return observation
    }
    let before = try analyse(data)
    #expect(largestGap(before.rows, try analyse(rescaled).rows, before.components) < certified)
  }

  @Test("I7: scaling all outputs of the last period moves only magnitude, TECH and MI")
  func outputsOfLastPeriod() throws {
    let factor = 1.3
    let data = randomObservations(seed: 34, RandomShape(periods: 2))
    let scaled = data.map { observation in
      var observation = observation
      if observation.period == "2001" {
        observation.outputs = observation.outputs.map { $0 * factor }
      }
      return observation
    }
    let before = try analyse(data)
    let after = try analyse(scaled)
    #expect(
      largestGap(before.rows, after.rows, [.efficiencyChange, .outputBias, .inputBias])
        < certified)
    for (old, new) in zip(before.rows, after.rows) {
      for component in [IndexComponent.magnitude, .technicalChange, .productivityChange] {
        #expect(logGap(new[component], old[component].map { $0 * factor }) < certified)
      }
    }
  }

  @Test(
    "I8: one output and constant returns give OBTECH = 1 and no choice of path", arguments: seeds)
  func oneOutput(seed: UInt64) throws {
    let data = randomObservations(seed: seed, RandomShape(outputs: 1))
    let a = try analyse(data)
    let b = try analyse(data) { $0.convention = .newOutputs }
    let printed = try analyse(data) { $0.convention = .printed }
    for row in a.rows { #expect(logGap(row[.outputBias], 1) < 1e-9) }
    for row in printed.rows { #expect(logGap(row[.inputBias], 1) < 1e-9) }
    #expect(largestGap(a.rows, b.rows, [.inputBias, .inputBiasLeaveOwnOut]) < certified)
  }

  @Test("I9: inputs that grow in proportion show no input bias", arguments: [0.5, 1, 3])
  func unchangedMix(factor: Double) throws {
    var data = randomObservations(seed: 55, RandomShape(periods: 2))
    data[1].inputs = data[0].inputs.map { $0 * factor }
    let row = try analyse(data).rows[0]
    #expect(logGap(row[.inputBias], 1) < certified)
    #expect(row.pairs.allSatisfy { $0.calls[.inputBias] == .undetermined(.mixUnchanged) })
  }

  @Test("I10: identical data in both periods give indices of 1", arguments: seeds)
  func identicalPeriods(seed: UInt64) throws {
    let first = randomObservations(seed: seed, RandomShape(periods: 1))
    let second = first.map { observation in
      var observation = observation
      observation.period = "2001"
      return observation
    }
    let results = try analyse(first + second) { $0.scaleDecomposition = true }
    for row in results.rows {
      for component in results.components { #expect(logGap(row[component], 1) < certified) }
    }
  }

  @Test("I11: the global index is circular", arguments: seeds)
  func circularity(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed, RandomShape(periods: 4))) {
      $0.reference = .global
    }
    for unit in results.unitPeriods[0] {
      for component in results.components {
        let gap = unit.indices[component]?.endPointGap ?? .infinity
        #expect(abs(gap) < algebraic)
      }
    }
    for row in results.rows {
      #expect(
        logGap(row[.productivityChange], product(row, [.efficiencyChange, .bestPracticeChange]))
          < algebraic)
    }
  }

  @Test("I12: with a sequential reference the frontier never retreats", arguments: seeds)
  func sequentialReference(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed, RandomShape(periods: 4))) {
      $0.reference = .sequential
    }
    for row in results.rows {
      #expect((row[.magnitude] ?? 0) >= 1 - certified)
      #expect((row[.technicalChange] ?? 0) >= 1 - certified)
    }
  }

  @Test("I13: own distances: constant returns ≤ variable returns ≤ 1", arguments: seeds)
  func orderOfTechnologies(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed)) {
      $0.orientation = .output
      $0.scaleDecomposition = true
    }
    for period in results.panel.periods.indices {
      for unit in results.panel.units.indices {
        let table = results.distances
        let constant = table[base: period, inputs: period, outputs: period, unit: unit]
        let variable = table[
          base: period, inputs: period, outputs: period, unit: unit, returnsToScale: .variable]
        let c = try #require(constant?.shephard?.value)
        let v = try #require(variable?.shephard?.value)
        #expect(c <= v * (1 + certified))
        #expect(v <= 1 + certified)
      }
    }
  }

  @Test("I15: a dominated unit changes the indices of no other", arguments: seeds)
  func dominatedUnit(seed: UInt64) throws {
    let data = randomObservations(seed: seed)
    let dominated = data.filter { $0.unit == "u0" }.map { observation in
      var observation = observation
      observation.unit = "worse"
      observation.inputs = observation.inputs.map { $0 * 1.5 }
      return observation
    }
    let before = try analyse(data)
    let after = try analyse(data + dominated)
    #expect(
      largestGap(before.rows, Array(after.rows.prefix(before.rows.count)), ordinary) < certified)
  }

  @Test("I16: the order of units does not matter", arguments: seeds)
  func permutation(seed: UInt64) throws {
    let data = randomObservations(seed: seed)
    let before = try analyse(data)
    let after = try analyse(data.reversed(), periodOrder: ["2000", "2001", "2002"])
    for unit in before.panel.units.indices {
      let other = try #require(after.panel.units.firstIndex(of: before.panel.units[unit]))
      for position in before.transitions.indices {
        #expect(
          largestGap(
            [before.row(unit: unit, transition: position)],
            [after.row(unit: other, transition: position)], before.components) < certified)
      }
    }
  }

  @Test("I19: the class of (a, b) is that of (b, a)", arguments: seeds)
  func mirroredPairs(seed: UInt64) throws {
    let data = randomObservations(seed: seed)
    let pairs = FactorPair.all(inputCount: 3)
    let results = try analyse(data) { $0.pairs = pairs }
    let mirrored = try analyse(data) { $0.pairs = pairs.map(\.mirrored) }
    for (row, other) in zip(results.rows, mirrored.rows) {
      #expect(row.pairs.map(\.calls) == other.pairs.map(\.calls))
    }
    for (units, others) in zip(results.unitPeriods, mirrored.unitPeriods) {
      for (unit, other) in zip(units, others) {
        #expect(unit.biases.map(\.chain) == other.biases.map(\.chain))
        #expect(unit.biases.map(\.signedSum) == other.biases.map(\.signedSum))
      }
    }
  }

  @Test("back in time MI is the reciprocal, and path A becomes path B", arguments: seeds)
  func reversedTime(seed: UInt64) throws {
    let data = randomObservations(seed: seed, RandomShape(periods: 2))
    let forward = try analyse(data)
    let otherPath = try analyse(data) { $0.convention = .newOutputs }
    let backward = try analyse(data, periodOrder: ["2001", "2000"])
    var magnitudeGap = 0.0
    for unit in forward.rows.indices {
      let back = backward.rows[unit]
      for component in [IndexComponent.productivityChange, .efficiencyChange, .technicalChange] {
        #expect(logGap(forward.rows[unit][component], back[component].map { 1 / $0 }) < certified)
      }
      #expect(logGap(otherPath.rows[unit][.inputBias], back[.inputBias]) < certified)
      #expect(logGap(otherPath.rows[unit][.outputBias], back[.outputBias]) < certified)
      magnitudeGap = max(
        magnitudeGap, logGap(forward.rows[unit][.magnitude], back[.magnitude].map { 1 / $0 }))
    }
    #expect(magnitudeGap > 1e-3, "magnitude has a base period, so it does not reverse")
  }

  @Test("the number of workers changes no bit", arguments: [2, 3])
  func workers(count: Int) throws {
    let data = randomObservations(seed: 89)
    let one = try analyse(data) { $0.pairIsolated = true }
    let several = try analyse(data, workers: count) { $0.pairIsolated = true }
    #expect(largestGap(one.rows, several.rows, one.components) == 0)
    #expect(one.rows.map(\.pairs) == several.rows.map(\.pairs))
  }

  private func product(_ row: MalmquistRow, _ components: [IndexComponent]) -> Double? {
    components.reduce(1.0 as Double?) { product, component in
      guard let product, let value = row[component] else { return nil }
      return product * value
    }
  }
}
