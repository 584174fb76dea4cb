public import Productivity

/// An index as a sum of logarithms of distances, each with a coefficient.
///
/// With d of METHODS 2.1, D_o or 1 / D_i, every index of a transition is a product of powers of
/// distances. The logarithm of an index is then one number per unit and replicate, with no case to tell
/// apart, and an index of replicates is the index of the data by construction.
public struct LogIndex: Sendable, Hashable {
  /// The distances and their coefficients.
  public let terms: [DistanceTerm: Double]

  /// The terms in an order that is the same in every process, which that of a dictionary is not: sums depend on
  /// it in their last digits.
  var ordered: [(term: DistanceTerm, coefficient: Double)] {
    terms.map { ($0.key, $0.value) }.sorted { $0.term.description < $1.term.description }
  }

  private init(_ terms: [DistanceTerm: Double]) { self.terms = terms.filter { $0.value != 0 } }

  static func + (a: LogIndex, b: LogIndex) -> LogIndex {
    LogIndex(a.terms.merging(b.terms, uniquingKeysWith: { $0 + $1 }))
  }

  static func * (factor: Double, index: LogIndex) -> LogIndex {
    LogIndex(index.terms.mapValues { factor * $0 })
  }

  static func - (a: LogIndex, b: LogIndex) -> LogIndex { a + -1 * b }

  private static func distance(
    _ base: DistanceTerm.Base, _ inputs: Transition.End, _ outputs: Transition.End
  ) -> LogIndex {
    LogIndex([DistanceTerm(base: base, inputs: inputs, outputs: outputs): 1])
  }

  /// ln A(x, y) = ln d^t(x, y) − ln d^{t+1}(x, y).
  private static func shift(_ inputs: Transition.End, _ outputs: Transition.End) -> LogIndex {
    distance(.from, inputs, outputs) - distance(.to, inputs, outputs)
  }

  /// EFFCH.
  public static let efficiencyChange = distance(.to, .to, .to) - distance(.from, .from, .from)
  /// TECH.
  public static let technicalChange = 0.5 * (shift(.from, .from) + shift(.to, .to))
  /// MI = EFFCH · TECH.
  public static let productivityChange = efficiencyChange + technicalChange
  /// MATECH.
  public static let magnitude = shift(.from, .from)

  /// IBTECH.
  public static func inputBias(_ convention: BiasConvention) -> LogIndex {
    let newInputs = 0.5 * (shift(.to, .from) - shift(.from, .from))
    let newOutputs = 0.5 * (shift(.to, .to) - shift(.from, .to))
    return switch convention {
    case .newInputs: newInputs
    case .newOutputs: newOutputs
    case .symmetric: 0.5 * (newInputs + newOutputs)
    case .printed: 0.5 * (shift(.from, .to) - shift(.from, .from))
    }
  }

  /// OBTECH = TECH / (MATECH · IBTECH).
  public static func outputBias(_ convention: BiasConvention) -> LogIndex {
    technicalChange - magnitude - inputBias(convention)
  }

  /// The same index of distances to technologies without the unit's own observations (METHODS 2.8).
  public var leavingOwnOut: LogIndex {
    LogIndex(
      Dictionary(uniqueKeysWithValues: terms.map { ($0.key.with(.leaveOwnOut), $0.value) }))
  }
}
