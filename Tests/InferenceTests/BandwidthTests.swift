import Glibc
import Testing

@testable import Inference

@Suite("Bandwidths")
struct BandwidthTests {
  private static let efficiencies = [1, 1, 1.05, 1.1, 1.2, 1.25, 1.3, 1.45, 1.6, 1.62, 1.9, 2.4]

  private static func deviation(_ x: [Double]) -> Double {
    let mean = x.reduce(0, +) / Double(x.count)
    return (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count - 1)).squareRoot()
  }

  @Test(
    "normal reference and Silverman differ by their constants, and both are rescaled to the sample")
  func rules() throws {
    let above = Self.efficiencies.filter { $0 > 1 }
    let reflected = above + above.map { 2 - $0 }
    let scale =
      pow(2, 0.2) * pow(10 / 12.0, 0.2) * Self.deviation(Self.efficiencies)
      / Self.deviation(reflected)
    let silverman = try Bandwidth(Self.efficiencies)
    let reference = try Bandwidth(Self.efficiencies, rule: .normalReference)
    #expect(abs(reference.value / silverman.value - 1.06 / 0.9) <= 1e-12)
    let spread = silverman.value / (0.9 * pow(20, -0.2) * scale)
    // The smaller of the deviation and the range of the middle half over 1.349.
    #expect(spread <= Self.deviation(reflected) + 1e-12)
    #expect(spread > 0.5 * Self.deviation(reflected))
  }

  @Test("cross-validation finds the least of its criterion")
  func crossValidation() throws {
    let found = try Bandwidth(Self.efficiencies, rule: .crossValidation)
    #expect(found.value > 0)
    // Many ties have their minimum at zero: Silverman's rule is used, and said so.
    let ties = [1.0, 1, 1.2, 1.2, 1.2, 1.2, 1.5, 1.5, 1.5, 1.5]
    #expect(try Bandwidth(ties, rule: .crossValidation).rule == .silverman)
  }

  @Test("units, all efficient, have none")
  func none() {
    #expect(throws: InferenceError.noInefficiency) { try Bandwidth([1, 1, 1]) }
  }
}
