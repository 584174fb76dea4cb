/// A change from one period to a later one; both are indices into the panel's periods.
public struct Transition: Sendable, Hashable {
  /// One of the two periods of a transition.
  public enum End: Sendable, Hashable, CustomStringConvertible {
    /// The first period, t.
    case from
    /// The last period, t+1.
    case to

    /// The end as METHODS writes it.
    public var description: String { self == .from ? "t" : "t+1" }
  }

  /// The first period.
  public let from: Int
  /// The last period, by which the transition is labelled.
  public let to: Int

  /// Transition between two periods.
  public init(from: Int, to: Int) {
    precondition(from < to, "transition from \(from) to \(to)")
    self.from = from
    self.to = to
  }

  /// The period at one end.
  public func period(_ end: End) -> Int { end == .from ? from : to }

  /// The transitions between neighbours among `periodCount` periods.
  public static func adjacent(periodCount: Int) -> [Transition] {
    (1..<max(periodCount, 1)).map { Transition(from: $0 - 1, to: $0) }
  }
}

/// Which transitions belong to a period named by its first and last year.
public enum PeriodPreset: String, Sendable, Hashable, CaseIterable {
  /// Those that end in one of its years: growth of the first year over the year before counts.
  case growthYears = "growth-years"
  /// Those with both ends inside.
  case within
}

/// Why a named period cannot be used.
public enum PeriodError: Error, Sendable, Hashable {
  /// The text is not of the form `name=first..last`.
  case malformed(String)
  /// A label is not among the panel's periods.
  case unknownLabel(name: String, label: String)
  /// The first label comes after the last.
  case reversed(name: String, first: String, last: String)
  /// No transition belongs to the period.
  case noTransition(name: String)
  /// Two periods have the same name.
  case duplicateName(String)
}

/// A period that the user named, such as a five-year plan.
public struct NamedPeriod: Sendable, Hashable {
  /// The name in tables.
  public let name: String
  /// Label of the first year.
  public let first: String
  /// Label of the last year.
  public let last: String
  /// Which transitions belong to it.
  public let preset: PeriodPreset

  /// Period from one label to another.
  public init(name: String, first: String, last: String, preset: PeriodPreset = .growthYears) {
    self.name = name
    self.first = first
    self.last = last
    self.preset = preset
  }

  /// Period written as `name=first..last`, or `first..last` when the range is the name.
  ///
  /// - Parameters:
  ///   - text: such as "10th plan=2001..2005".
  ///   - preset: which transitions belong to it.
  /// - Throws: ``PeriodError/malformed(_:)``.
  public init(
    parsing text: String, preset: PeriodPreset = .growthYears
  ) throws(PeriodError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let range = parts.last, let dots = range.firstRange(of: "..") else {
      throw .malformed(text)
    }
    let first = Self.trimmed(range[..<dots.lowerBound])
    let last = Self.trimmed(range[dots.upperBound...])
    let name = parts.count == 2 ? Self.trimmed(parts[0]) : "\(first)..\(last)"
    guard !first.isEmpty, !last.isEmpty, !name.isEmpty else { throw .malformed(text) }
    self.init(name: name, first: first, last: last, preset: preset)
  }

  /// The transitions between neighbours that belong to the period, in time order.
  ///
  /// - Parameter periods: names of the panel's periods.
  /// - Returns: at least one transition.
  /// - Throws: ``PeriodError`` if a label is unknown or no transition belongs to the period.
  public func transitions(in periods: [String]) throws(PeriodError) -> [Transition] {
    let firstIndex = try index(of: first, in: periods)
    let lastIndex = try index(of: last, in: periods)
    guard firstIndex <= lastIndex else { throw .reversed(name: name, first: first, last: last) }
    let earliest = preset == .growthYears ? firstIndex - 1 : firstIndex
    let found = Transition.adjacent(periodCount: periods.count)
      .filter { $0.from >= earliest && $0.to <= lastIndex }
    guard !found.isEmpty else { throw .noTransition(name: name) }
    return found
  }

  private func index(of label: String, in periods: [String]) throws(PeriodError) -> Int {
    guard let index = periods.firstIndex(of: label) else {
      throw .unknownLabel(name: name, label: label)
    }
    return index
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}

/// A named period resolved to consecutive transitions of a panel.
public struct ReportPeriod: Sendable, Hashable {
  /// The name in tables.
  public let name: String
  /// Its transitions between neighbours, in time order, at least one.
  public let transitions: [Transition]
  /// The direct comparison of its first and last period.
  public let endPoints: Transition

  package init(name: String, transitions: [Transition]) {
    precondition(!transitions.isEmpty, "period \(name) without transitions")
    self.name = name
    self.transitions = transitions
    endPoints = Transition(
      from: transitions[0].from, to: transitions[transitions.count - 1].to)
  }

  /// The named periods in the order given, then "overall" unless a period already has that name.
  ///
  /// - Throws: ``PeriodError`` if a period is not usable or a name is used twice.
  package static func resolve(
    _ named: [NamedPeriod], in periods: [String]
  ) throws(PeriodError) -> [ReportPeriod] {
    var resolved: [ReportPeriod] = []
    for period in named {
      if resolved.contains(where: { $0.name == period.name }) {
        throw .duplicateName(period.name)
      }
      resolved.append(
        ReportPeriod(name: period.name, transitions: try period.transitions(in: periods)))
    }
    if !resolved.contains(where: { $0.name == overallName }) {
      resolved.append(
        ReportPeriod(
          name: overallName, transitions: Transition.adjacent(periodCount: periods.count)))
    }
    return resolved
  }

  /// Name of the period that holds all transitions.
  package static let overallName = "overall"
}
