public import Frontier
internal import Glibc
public import Productivity

/// Whose indices: one unit's, or the mean of a group.
public enum Subject: Sendable, Hashable {
  /// A unit of the panel.
  case unit(Int)
  /// A group of the study; 0 is that of all units.
  case group(Int)
}

/// What a study found, to be read by subject, span and index.
public struct IndexStudyResults: Sendable {
  /// The study.
  public let study: IndexStudy
  /// Replicates of each part of the study.
  public let replicates: [IndexReplicates]
  /// Kind and level of the intervals.
  public let intervals: IntervalOptions
  private let places: [Key: [Int]]

  private struct Key: Hashable {
    let span: Transition
    let method: InferenceMethod
  }

  init(study: IndexStudy, replicates: [IndexReplicates], intervals: IntervalOptions) {
    (self.study, self.replicates, self.intervals) = (study, replicates, intervals)
    places = Dictionary(grouping: study.parts.indices) {
      Key(span: study.parts[$0].span, method: study.parts[$0].method)
    }
  }

  /// What happened to the linear programs of all parts.
  public var counts: ReplicateCounts {
    replicates.reduce(into: ReplicateCounts()) { $0 += $1.counts }
  }

  /// An index over a span with its interval.
  ///
  /// - Parameters:
  ///   - component: one of the study's.
  ///   - subject: a unit or a group.
  ///   - span: first and last period of a transition or of one of the study's periods.
  ///   - method: one of the study's.
  ///   - last: last period of a part of the span that begins with it; for groups only. The whole span by default.
  /// - Returns: nil where the subject is not observed throughout, or has no value.
  public func interval(
    _ component: IndexComponent, of subject: Subject, over span: Transition,
    by method: InferenceMethod, upTo last: Int? = nil
  ) -> IntervalEstimate? {
    let found = parts(span, method).compactMap { part -> IntervalEstimate? in
      guard let estimate = estimate(component, of: subject, in: part, upTo: last) else {
        return nil
      }
      var size: Int?
      if case .subsample(let chosen) = study.parts[part].world { size = chosen }
      return IntervalEstimate(estimate, intervals, subsampleSize: size)
    }
    return found.count > 1 ? leastVolatile(found) : found.first
  }

  /// Of the intervals by subsamples of several sizes, the one that the size matters least for.
  private func leastVolatile(_ found: [IntervalEstimate]) -> IntervalEstimate {
    // On levels an end may lie below 0, where it has no logarithm: no measure of how much it moves.
    let complete = found.filter { ($0.lower ?? 0) > 0 }
    let ends = complete.compactMap { interval in
      interval.lower.flatMap { lower in
        interval.upper.map { (lower: log(lower), upper: log($0)) }
      }
    }
    return SubsampleSize.leastVolatile(ends).map { complete[$0] } ?? found[found.count / 2]
  }

  /// The logarithm of an index with its errors; of subsamples of several sizes, those of the middle one.
  public func estimate(
    _ component: IndexComponent, of subject: Subject, over span: Transition,
    by method: InferenceMethod
  ) -> Estimate? {
    let parts = parts(span, method)
    guard !parts.isEmpty else { return nil }
    return estimate(component, of: subject, in: parts[parts.count / 2], upTo: nil)
  }

  /// The logarithm of an index, what is true in the world of its replicates, and the errors in their order, NaN
  /// where one has no value; nil where the subject is not observed throughout.
  func orderedEstimate(
    _ component: IndexComponent, of subject: Subject, over span: Transition,
    by method: InferenceMethod, upTo last: Int? = nil
  ) -> IndexReplicates.OrderedEstimate? {
    let parts = parts(span, method)
    guard !parts.isEmpty else { return nil }
    let part = parts[parts.count / 2]
    return statistic(component, of: subject, in: part, upTo: last).flatMap {
      replicates[part].orderedEstimate($0)
    }
  }

  /// Number of units in a mean: those of the group that are observed throughout and have a value.
  public func unitCount(
    _ component: IndexComponent, ofGroup group: Int, over span: Transition,
    by method: InferenceMethod
  ) -> Int {
    guard let part = parts(span, method).first,
      let statistic = statistic(component, of: .group(group), in: part, upTo: nil)
    else { return 0 }
    return study.parts[part].sampler.units(of: statistic).count
  }

  private func parts(_ span: Transition, _ method: InferenceMethod) -> [Int] {
    places[Key(span: span, method: method)] ?? []
  }

  private func estimate(
    _ component: IndexComponent, of subject: Subject, in part: Int, upTo last: Int?
  ) -> Estimate? {
    statistic(component, of: subject, in: part, upTo: last).flatMap { replicates[part][$0] }
  }

  private func statistic(
    _ component: IndexComponent, of subject: Subject, in part: Int, upTo last: Int?
  ) -> IndexStatistic? {
    let (span, window) = (study.parts[part].span, study.parts[part].sampler.window)
    let units: [Int]
    switch subject {
    case .unit(let unit): units = window.positions(of: [unit])
    case .group(let group): units = window.positions(of: study.groups[group])
    }
    if units.isEmpty { return nil }
    return IndexStatistic(
      study.logIndex(component),
      transitions: 0..<((last ?? span.to) - span.from), units: units)
  }
}
