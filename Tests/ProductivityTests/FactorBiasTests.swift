import Frontier
import Glibc
import Productivity
import Testing

@Suite struct FactorBiasTests {
  private let pair = FactorPair(0, 2)

  private func bias(
    _ logIndex: Double?, _ mixChange: Double?, _ rule: BiasRule = .inputBias,
    band: NeutralBand = .numerical
  ) -> FactorBias {
    var options = ClassificationOptions()
    options.band = band
    return FactorBiasRule(options).bias(
      of: pair, logIndex: logIndex, mixChange: mixChange, rule: rule)
  }

  @Test(
    "the four quadrants follow the table of Weber and Domazlicky",
    arguments: [
      (0.1, 0.2, FactorBias.saving(input: 2, using: 0)),
      (-0.1, 0.2, .saving(input: 0, using: 2)),
      (0.1, -0.2, .saving(input: 0, using: 2)),
      (-0.1, -0.2, .saving(input: 2, using: 0)),
    ])
  func quadrants(logIndex: Double, mixChange: Double, expected: FactorBias) {
    #expect(bias(logIndex, mixChange) == expected)
    let mirrored = FactorBiasRule(ClassificationOptions()).bias(
      of: pair.mirrored, logIndex: logIndex, mixChange: -mixChange, rule: .inputBias)
    #expect(mirrored == expected)
  }

  @Test("an unchanged mix tells nothing, whatever the index", arguments: [-0.1, 0, 0.1])
  func unchangedMix(logIndex: Double) {
    #expect(bias(logIndex, 1e-7) == .undetermined(.mixUnchanged))
    #expect(bias(nil, 0) == .undetermined(.mixUnchanged))
  }

  @Test("an index of 1 is neutral where the mix moved; a pair-isolated tie tells nothing")
  func neutrality() {
    #expect(bias(1e-7, 0.1) == .neutral)
    #expect(bias(-1e-7, 0.1) == .neutral)
    #expect(bias(1e-7, 0.1, .pairIsolated) == .undetermined(.tie))
    #expect(bias(2e-6, 0.1) == .saving(input: 2, using: 0))
  }

  @Test("missing parts are undetermined with their reason")
  func missingParts() {
    #expect(bias(nil, 0.1) == .undetermined(.indexMissing))
    #expect(bias(0.1, nil) == .undetermined(.mixUndefined))
  }

  @Test(
    "the printed band is neutral exactly where the printed index is 1",
    arguments: [
      (0.9994, 3, false), (0.9996, 3, true), (1.0004, 3, true), (1.0006, 3, false),
      (1.0004, 4, false), (1.4, 0, true),
    ])
  func printedBand(index: Double, decimals: Int, isNeutral: Bool) {
    for mixChange in [-0.1, 0.1] {
      let found = bias(log(index), mixChange, band: .printed(decimals: decimals))
      #expect((found == .neutral) == isNeutral)
    }
  }

  @Test("the signed sum adds annual calls, the chain compares the ends")
  func signedSum() {
    let rule = FactorBiasRule(ClassificationOptions())
    // Twice a-using, with the mix moving to a and then further back to b.
    let bias = PeriodBias(
      pair: pair, rule: .inputBias, steps: [(0.1, 0.2), (-0.05, -0.3)],
      endPoints: (0.01, -0.1), classifier: rule)
    #expect(bias.signedSum == .saving(input: 2, using: 0))
    #expect(bias.chain == .saving(input: 0, using: 2))
    #expect(!bias.agrees)
    #expect(logGap(bias.logIndex.map { exp($0) }, exp(0.05)) < algebraic)
    let incomplete = PeriodBias(
      pair: pair, rule: .inputBias, steps: [(0.1, 0.2), (nil, 0.1)], endPoints: (0.1, 0.3),
      classifier: rule)
    #expect(incomplete.chain == .undetermined(.indexMissing))
    #expect(incomplete.signedSum == .undetermined(.indexMissing))
    #expect(incomplete.endPoints == .saving(input: 2, using: 0))
  }

  @Test("table cells are the saved input's name, N or ?")
  func symbols() {
    let names = ["E", "K", "L"]
    #expect(FactorBias.saving(input: 1, using: 0).symbol(inputNames: names) == "K")
    #expect(FactorBias.neutral.symbol(inputNames: names) == "N")
    #expect(FactorBias.undetermined(.tie).symbol(inputNames: names) == "?")
  }

  @Test("every pair once: p (p − 1) / 2 of them", arguments: 1...5)
  func allPairs(inputCount: Int) {
    #expect(FactorPair.all(inputCount: inputCount).count == inputCount * (inputCount - 1) / 2)
  }

  @Test("one annual call agrees with a period of that one transition", arguments: seeds)
  func singleTransitionPeriod(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed)) {
      $0.periods = [NamedPeriod(name: "last", first: "2002", last: "2002")]
    }
    for unit in results.panel.units.indices {
      let annual = results.row(unit: unit, transition: 1)
      for bias in results.unitPeriods[0][unit].biases {
        let call = annual.pairs.first { $0.pair == bias.pair }?.calls[bias.rule]
        #expect(bias.chain == call)
        #expect(bias.signedSum == call)
        #expect(bias.endPoints == call)
      }
    }
  }
}
