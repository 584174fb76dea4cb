import Testing

@testable import Inference

@Suite("Confidence that an input is saved")
struct SavingConfidenceTests {
  /// Errors around zero, 1,000 of them, so that draws lie 0.5 either side of the estimate.
  private let errors = ErrorDistribution((0..<1000).map { (Double($0) - 499.5) / 1000 })

  @Test("the sign of the bias against that of the mix decides", arguments: [1.0, -1])
  func signs(mixChange: Double) {
    func evidence(_ estimate: Double) -> SavingConfidence {
      SavingConfidence(estimate: estimate, errors: errors, mixChange: mixChange)
    }
    // The mix moved towards the first input: IBTECH below 1 saves it.
    #expect(evidence(-0.6 * mixChange).evidence == .saving)
    #expect(evidence(-0.6 * mixChange).confidence == 1)
    #expect(evidence(0.6 * mixChange).evidence == .using)
    #expect(evidence(0.6 * mixChange).confidence == 0)
    #expect(evidence(-0.2 * mixChange).evidence == .notSignificant)
    #expect(abs(evidence(-0.2 * mixChange).confidence - 0.7) <= 1e-12)
  }

  @Test("the level is two-sided")
  func level() {
    let found = SavingConfidence(estimate: -0.48, errors: errors, mixChange: 1)
    #expect(abs(found.confidence - 0.98) <= 1e-12 && found.evidence == .saving)
    let strict = SavingConfidence(estimate: -0.48, errors: errors, mixChange: 1, level: 0.99)
    #expect(strict.evidence == .notSignificant)
  }

  @Test("without a change of the mix or a value nothing can be told")
  func undetermined() {
    for (estimate, mixChange) in [(0.3, 0.0), (0.3, 1e-7), (.nan, 1), (0.3, .nan)] {
      let found = SavingConfidence(estimate: estimate, errors: errors, mixChange: mixChange)
      #expect(found.evidence == .undetermined && found.confidence.isNaN)
    }
    let none = SavingConfidence(estimate: 1, errors: ErrorDistribution([]), mixChange: 1)
    #expect(none.evidence == .undetermined)
  }

  @Test("p-values adjusted by Benjamini and Hochberg")
  func falseDiscovery() {
    // Worked by hand: p · 5 / rank, then the least from the right.
    let adjusted = FalseDiscovery.adjusted([0.01, 0.04, 0.03, .nan, 0.005, 0.5])
    let expected = [0.025, 0.05, 0.05, .nan, 0.025, 0.5]
    for (a, b) in zip(adjusted, expected) { #expect(a.isNaN && b.isNaN || abs(a - b) <= 1e-15) }
    #expect(FalseDiscovery.adjusted([]).isEmpty)
    #expect(FalseDiscovery.adjusted([0.9, 0.8]) == [0.9, 0.9])
  }
}
