package import Frontier

/// Which observations span the technology of a period.
public enum ReferencePolicy: String, Sendable, Hashable, CaseIterable {
  /// Those of the period.
  case contemporaneous
  /// Those of the period and of all periods before: no regress (Tulkens and Vanden Eeckaut 1995).
  case sequential
  /// Those of the period for efficiency, those of all periods for the index (Pastor, Lovell 2005).
  case global
}

/// What distinguishes one reference technology of a panel from another.
package struct ReferenceKey: Sendable, Hashable {
  /// Period of the technology; nil pools all periods.
  package let base: Int?
  /// Which sums of intensities are allowed.
  package let returnsToScale: ReturnsToScale
  /// Only units observed in both periods of this transition belong to it; nil for all units.
  package let members: Transition?
}

/// The reference technologies of a panel.
package struct ReferenceSets: Sendable {
  package let panel: Panel
  package let policy: ReferencePolicy
  package let returnsToScale: ReturnsToScale
  /// Whether a transition's technologies use only units observed in both its periods.
  package let isBalanced: Bool

  package init(
    panel: Panel, policy: ReferencePolicy, returnsToScale: ReturnsToScale, balanced: Bool
  ) {
    self.panel = panel
    self.policy = policy
    self.returnsToScale = returnsToScale
    // In a panel without gaps every unit is observed in both periods of every transition.
    isBalanced = balanced && panel.count < panel.units.count * panel.periods.count
  }

  /// Technology that a term of a transition refers to.
  package func key(of term: DistanceTerm, over transition: Transition) -> ReferenceKey {
    let base: Int? =
      switch term.base {
      case .from: transition.from
      case .to: transition.to
      case .global: nil
      }
    return ReferenceKey(
      base: base,
      returnsToScale: term.variant == .variableReturns ? .variable : returnsToScale,
      members: isBalanced ? transition : nil)
  }

  /// The technology of a key, its observations in the order of the data.
  package func technology(_ key: ReferenceKey) -> Technology {
    let observations = (0..<panel.count).filter { observation in
      covers(key.base, period: panel.periodOfObservation[observation])
        && (key.members.map { panel.isObserved(panel.unitOfObservation[observation], over: $0) }
          ?? true)
    }
    return Technology(
      panel: panel, observations: observations, returnsToScale: key.returnsToScale)
  }

  private func covers(_ base: Int?, period: Int) -> Bool {
    guard let base else { return true }
    return policy == .sequential ? period <= base : period == base
  }
}

extension Panel {
  /// Whether a unit was observed in both periods of a transition.
  package func isObserved(_ unit: Int, over transition: Transition) -> Bool {
    observation(unit: unit, period: transition.from) != nil
      && observation(unit: unit, period: transition.to) != nil
  }
}
