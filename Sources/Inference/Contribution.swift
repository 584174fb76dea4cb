internal import Glibc
public import Productivity

/// Share of an index in productivity change, ln Z / ln MI, of a group over a span.
///
/// - Note: METHODS 3.6 and 5.2: a ratio whose denominator may be nothing has no interval.
public struct Contribution: Sendable, Hashable {
  /// The share; nil where ln MI is nearly 0.
  public let share: Double?
  /// Lower end; nil where the interval of MI holds 1, so that the share is not identified, and where too few
  /// replicates have a value.
  public let lower: Double?
  /// Upper end; nil where the share is not identified.
  public let upper: Double?
  /// 100 ln Z.
  public let logPoints: Double
}

extension IndexStudyResults {
  /// Share of an index in the productivity change of a group.
  ///
  /// - Parameters:
  ///   - component: one of the study's.
  ///   - group: a group of the study.
  ///   - span: first and last period of one of the study's windows.
  ///   - method: one of the study's.
  ///   - last: last period of a part of the span that begins with it; the whole span by default.
  /// - Returns: nil where the group has no value.
  public func contribution(
    of component: IndexComponent, ofGroup group: Int, over span: Transition,
    by method: InferenceMethod, upTo last: Int? = nil
  ) -> Contribution? {
    let subject = Subject.group(group)
    guard let part = orderedEstimate(component, of: subject, over: span, by: method, upTo: last),
      let whole = orderedEstimate(
        .productivityChange, of: subject, over: span, by: method, upTo: last),
      part.value.isFinite, whole.value.isFinite
    else { return nil }
    let share =
      abs(whole.value) < MalmquistOptions().contributionThreshold ? nil : part.value / whole.value
    let distribution = ErrorDistribution(whole.errors)
    let interval = distribution.interval(of: whole.value, level: intervals.level)
    guard share != nil, distribution.validShare >= intervals.leastValidShare,
      interval.lower > 0 || interval.upper < 0
    else {
      return Contribution(share: share, lower: nil, upper: nil, logPoints: 100 * part.value)
    }
    // Draws beyond the interval may have a denominator of either sign; the ratio's quantiles stand them.
    let draws = zip(part.errors, whole.errors).map {
      (part.value - $0) / (whole.value - $1)
    }
    let ratios = ErrorDistribution(draws)
    let tail = (1 - intervals.level) / 2
    return Contribution(
      share: share, lower: ratios.quantile(tail), upper: ratios.quantile(1 - tail),
      logPoints: 100 * part.value)
  }
}
