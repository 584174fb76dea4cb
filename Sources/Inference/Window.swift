public import Frontier
public import Productivity

/// Units and periods over which one world of a bootstrap extends: those units that are observed in all of
/// its periods.
///
/// One transition has a window of two periods; a chain, its mean and its cumulative curve have one of all
/// their years, since the frontier of a year enters two transitions.
public struct Window: Sendable {
  /// The data.
  public let panel: Panel
  /// First and last period.
  public let periods: ClosedRange<Int>
  /// The units, in the order of the panel.
  public let units: [Int]

  /// Window of the periods between the ends of a transition.
  ///
  /// - Throws: ``InferenceError`` if the panel has no such period, or fewer than two units are observed
  ///   throughout.
  public init(_ panel: Panel, over transition: Transition) throws(InferenceError) {
    guard panel.periods.indices.contains(transition.to) else {
      throw .invalidOption(name: "last period", found: Double(transition.to))
    }
    let periods = transition.from...transition.to
    let units = panel.units.indices.filter { unit in
      periods.allSatisfy { panel.observation(unit: unit, period: $0) != nil }
    }
    guard units.count >= 2 else { throw .tooFewUnits(found: units.count, expected: 2) }
    (self.panel, self.periods, self.units) = (panel, periods, units)
  }

  /// Number of periods T.
  public var periodCount: Int { periods.count }

  /// The transitions between neighbouring periods.
  public var transitions: [Transition] {
    periods.dropLast().map { Transition(from: $0, to: $0 + 1) }
  }

  /// Observation of the unit at a position of `units`.
  func observation(_ position: Int, period: Int) -> Int {
    guard let found = panel.observation(unit: units[position], period: period) else {
      preconditionFailure("unit \(units[position]) is not observed in period \(period)")
    }
    return found
  }

  /// The technology of a period, spanned by the units of the window.
  func technology(period: Int, _ returnsToScale: ReturnsToScale) -> Technology {
    Technology(
      panel: panel, observations: units.indices.map { observation($0, period: period) },
      returnsToScale: returnsToScale)
  }
}

/// Why inference is not possible.
public enum InferenceError: Error, Sendable, Hashable {
  /// Fewer units than the method needs.
  case tooFewUnits(found: Int, expected: Int)
  /// Every unit is efficient: there is nothing to draw inefficiencies from.
  case noInefficiency
  /// The likelihood of the data has no single finite maximum.
  case noMaximum
  /// Returns to scale that cannot be tested against variable ones.
  case invalidHypothesis(ReturnsToScale)
  /// A distance that the method starts from has no value.
  case missingDistance(unit: Int, period: Int)
  /// Points that make no technology.
  case data(PanelError)
  /// A technology that replicates cannot be made of.
  case replicates(ReplicateError)
  /// The neutral world is made of output distances; with other than constant returns those of inputs differ.
  case neutralWorldNeedsOutputs(found: ReturnsToScale)
  /// An option lies outside of its range.
  case invalidOption(name: String, found: Double)
  /// The work was stopped before its end.
  case cancelled
}
