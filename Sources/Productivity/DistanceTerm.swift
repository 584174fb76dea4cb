/// One distance that the indices of a transition are made of, in the notation of METHODS 1.3.
///
/// D^t(x^{t+1}, y^t) measures the inputs of t+1 with the outputs of t against the technology of t.
public struct DistanceTerm: Sendable, Hashable, CustomStringConvertible {
  /// Period whose technology measures.
  public enum Base: Sendable, Hashable {
    /// The first period of the transition, t.
    case from
    /// The last period of the transition, t+1.
    case to
    /// All periods pooled.
    case global
  }

  /// How the technology differs from the one the analysis asks for.
  public enum Variant: Sendable, Hashable {
    /// It does not differ.
    case ordinary
    /// The observations of the measured unit are left out.
    case leaveOwnOut
    /// Returns to scale are variable, whatever the analysis asks for.
    case variableReturns
  }

  /// Period whose technology measures.
  public let base: Base
  /// Period of the measured inputs.
  public let inputs: Transition.End
  /// Period of the measured outputs.
  public let outputs: Transition.End
  /// How the technology differs from the one the analysis asks for.
  public let variant: Variant

  /// Distance of the point (inputs, outputs) to the technology of the base.
  public init(
    base: Base, inputs: Transition.End, outputs: Transition.End, variant: Variant = .ordinary
  ) {
    self.base = base
    self.inputs = inputs
    self.outputs = outputs
    self.variant = variant
  }

  /// Distance of the point observed in one period to the technology of the base.
  public init(base: Base, observed: Transition.End, variant: Variant = .ordinary) {
    self.init(base: base, inputs: observed, outputs: observed, variant: variant)
  }

  /// The same distance under another variant of the technology.
  public func with(_ variant: Variant) -> DistanceTerm {
    DistanceTerm(base: base, inputs: inputs, outputs: outputs, variant: variant)
  }

  /// The term as METHODS writes it, such as "D^t(t+1)" or "D^t+1(x^t+1, y^t)".
  public var description: String {
    let name = variant == .variableReturns ? "D_v" : "D"
    let technology =
      switch base {
      case .from: "t"
      case .to: "t+1"
      case .global: "G"
      }
    let point =
      inputs == outputs ? inputs.description : "x^\(inputs.description), y^\(outputs.description)"
    return "\(name)^\(technology)(\(point))" + (variant == .leaveOwnOut ? " leave-own-out" : "")
  }
}

/// Why a distance, and every index made of it, has no value.
public enum MissingReason: Error, Sendable, Hashable {
  /// The unit was not observed in this period, an index into the panel's periods.
  case notObserved(period: Int)
  /// No observation is left in the reference once the unit's own are left out.
  case noReference(DistanceTerm)
  /// No scaling of the point lies in the technology.
  case infeasible(DistanceTerm)
  /// The point can be scaled without end, or to nothing.
  case unbounded(DistanceTerm)
  /// The solver stopped without an answer.
  case failed(DistanceTerm)

  /// The reason for a report, such as "infeasible: D^t(t+1)"; `periods` names the panel's periods.
  public func text(periods: [String]) -> String {
    switch self {
    case .notObserved(let period): "not observed: \(periods[period])"
    case .noReference(let term): "no reference: \(term)"
    case .infeasible(let term): "infeasible: \(term)"
    case .unbounded(let term): "unbounded: \(term)"
    case .failed(let term): "failed: \(term)"
    }
  }
}
