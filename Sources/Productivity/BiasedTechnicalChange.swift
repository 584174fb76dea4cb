import Frontier

/// Path along which technical change is split into magnitude, output bias and input bias.
public enum BiasConvention: String, Sendable, Hashable, CaseIterable {
  /// A: mixed point (x^{t+1}, y^t), as in Färe et al. (1997) and in all open programs.
  case newInputs = "a"
  /// B: mixed point (x^t, y^{t+1}).
  case newOutputs = "b"
  /// SYM: geometric mean of A and B.
  case symmetric = "sym"
  /// PRINTED: the formulas printed by Wang et al. (2015), in which the two names are exchanged;
  /// with one output its input bias is 1 always.
  case printed
}

/// Technical change split into magnitude and biases, of one unit over one transition.
///
/// With A(x, y) = d^t(x, y) / d^{t+1}(x, y), A_t and A_{t+1} at the observed points,
/// A_A at (x^{t+1}, y^t) and A_B at (x^t, y^{t+1}):
///
/// | convention | MATECH | OBTECH | IBTECH |
/// |---|---|---|---|
/// | A | A_t | (A_{t+1} / A_A)^{1/2} | (A_A / A_t)^{1/2} |
/// | B | A_t | (A_B / A_t)^{1/2} | (A_{t+1} / A_B)^{1/2} |
/// | SYM | A_t | geometric mean of A and B | geometric mean of A and B |
/// | PRINTED | A_t | IBTECH of B | OBTECH of B |
///
/// TECH = MATECH · OBTECH · IBTECH in every row.
/// - Note: METHODS 2.7; Färe, Grifell-Tatjé, Grosskopf and Lovell (1997).
public struct BiasedTechnicalChange: Sendable, Hashable {
  /// MATECH, technical change at the mix of t.
  public let magnitude: Double?
  /// OBTECH, output bias.
  public let outputBias: Double?
  /// IBTECH, input bias.
  public let inputBias: Double?
  /// Whether no distance of IBTECH extrapolates beyond observed mixes; nil if one is missing.
  ///
  /// - Note: METHODS 2.8.
  public let isSupported: Bool?

  /// Distances that the decomposition is made of.
  package static func terms(
    _ convention: BiasConvention, variant: DistanceTerm.Variant
  ) -> [DistanceTerm] {
    var terms = shiftTerms(inputs: .from, outputs: .from) + shiftTerms(inputs: .to, outputs: .to)
    if convention.usesNewInputs { terms += shiftTerms(inputs: .to, outputs: .from) }
    if convention.usesNewOutputs { terms += shiftTerms(inputs: .from, outputs: .to) }
    return terms.map { $0.with(variant) }
  }

  package init(_ d: TransitionDistances, convention: BiasConvention) {
    magnitude = try? d.shift(observed: .from)
    switch convention {
    case .newInputs:
      outputBias = try? Self.outputBiasA(d)
      inputBias = try? Self.inputBiasA(d)
    case .newOutputs:
      outputBias = try? Self.outputBiasB(d)
      inputBias = try? Self.inputBiasB(d)
    case .symmetric:
      outputBias = try? (Self.outputBiasA(d) * Self.outputBiasB(d)).squareRoot()
      inputBias = try? (Self.inputBiasA(d) * Self.inputBiasB(d)).squareRoot()
    case .printed:
      outputBias = try? Self.inputBiasB(d)
      inputBias = try? Self.outputBiasB(d)
    }
    isSupported = Self.isSupported(d, convention)
  }

  private static func outputBiasA(_ d: TransitionDistances) throws(MissingReason) -> Double {
    try ratioRoot(d.shift(observed: .to), d.shift(inputs: .to, outputs: .from))
  }

  private static func inputBiasA(_ d: TransitionDistances) throws(MissingReason) -> Double {
    try ratioRoot(d.shift(inputs: .to, outputs: .from), d.shift(observed: .from))
  }

  private static func outputBiasB(_ d: TransitionDistances) throws(MissingReason) -> Double {
    try ratioRoot(d.shift(inputs: .from, outputs: .to), d.shift(observed: .from))
  }

  private static func inputBiasB(_ d: TransitionDistances) throws(MissingReason) -> Double {
    try ratioRoot(d.shift(observed: .to), d.shift(inputs: .from, outputs: .to))
  }

  private static func ratioRoot(_ numerator: Double, _ denominator: Double) -> Double {
    (numerator / denominator).squareRoot()
  }

  private static func isSupported(
    _ d: TransitionDistances, _ convention: BiasConvention
  ) -> Bool? {
    var supported = true
    for term in inputBiasTerms(convention) {
      guard
        let result = try? d.table.result(
          term.with(d.variant), unit: d.unit, over: d.transition)
      else { return nil }
      if result.extrapolatesInputs { supported = false }
    }
    return supported
  }

  /// The distances of IBTECH alone: four of them, eight for SYM.
  private static func inputBiasTerms(_ convention: BiasConvention) -> [DistanceTerm] {
    let first = shiftTerms(inputs: .from, outputs: .from)
    let last = shiftTerms(inputs: .to, outputs: .to)
    let newInputs = shiftTerms(inputs: .to, outputs: .from)
    let newOutputs = shiftTerms(inputs: .from, outputs: .to)
    return switch convention {
    case .newInputs: first + newInputs
    case .newOutputs: last + newOutputs
    case .symmetric: first + newInputs + last + newOutputs
    case .printed: first + newOutputs
    }
  }

  private static func shiftTerms(
    inputs: Transition.End, outputs: Transition.End
  ) -> [DistanceTerm] {
    [
      DistanceTerm(base: .from, inputs: inputs, outputs: outputs),
      DistanceTerm(base: .to, inputs: inputs, outputs: outputs),
    ]
  }
}

extension BiasConvention {
  /// Whether the path passes (x^{t+1}, y^t).
  fileprivate var usesNewInputs: Bool { self == .newInputs || self == .symmetric }
  /// Whether the path passes (x^t, y^{t+1}).
  fileprivate var usesNewOutputs: Bool { self != .newInputs }
}
