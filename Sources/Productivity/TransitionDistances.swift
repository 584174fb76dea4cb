import Frontier

/// The distances of one unit over one transition, in the form in which the indices use them.
///
/// Every index of METHODS 2 has the same formula in both orientations once distances are written
/// as d = D_o (output orientation) or d = 1 / D_i (input orientation), the Farrell measure θ.
package struct TransitionDistances: Sendable {
  package let table: DistanceTable
  package let unit: Int
  package let transition: Transition
  package let variant: DistanceTerm.Variant

  package init(
    table: DistanceTable, unit: Int, transition: Transition,
    variant: DistanceTerm.Variant = .ordinary
  ) {
    self.table = table
    self.unit = unit
    self.transition = transition
    self.variant = variant
  }

  /// The same unit and transition under another variant of the technologies.
  package func with(_ variant: DistanceTerm.Variant) -> TransitionDistances {
    TransitionDistances(table: table, unit: unit, transition: transition, variant: variant)
  }

  /// d of the point (inputs, outputs) against the technology of the base.
  package subscript(
    base base: DistanceTerm.Base, inputs inputs: Transition.End, outputs outputs: Transition.End
  ) -> Double {
    get throws(MissingReason) {
      try value(DistanceTerm(base: base, inputs: inputs, outputs: outputs, variant: variant))
    }
  }

  /// d of the point observed in one period against the technology of the base.
  package subscript(
    base base: DistanceTerm.Base, observed observed: Transition.End
  ) -> Double {
    get throws(MissingReason) { try self[base: base, inputs: observed, outputs: observed] }
  }

  /// A(x, y) = d^t(x, y) / d^{t+1}(x, y): above 1 where the frontier of t+1 lies beyond that of t.
  ///
  /// - Note: formula (3) of METHODS.
  package func shift(
    inputs: Transition.End, outputs: Transition.End
  ) throws(MissingReason) -> Double {
    let before = try self[base: .from, inputs: inputs, outputs: outputs]
    let after = try self[base: .to, inputs: inputs, outputs: outputs]
    return before / after
  }

  /// A at the point observed in one period.
  package func shift(observed: Transition.End) throws(MissingReason) -> Double {
    try shift(inputs: observed, outputs: observed)
  }

  private func value(_ term: DistanceTerm) throws(MissingReason) -> Double {
    let result = try table.result(term, unit: unit, over: transition)
    guard let score = result.farrell else { throw .failed(term) }
    return table.orientation == .output ? 1 / score.value : score.value
  }
}
