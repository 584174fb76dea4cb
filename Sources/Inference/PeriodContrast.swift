public import Productivity

extension IndexStudyResults {
  /// How much more an index grew a year in one part of a span than in another: the ratio of the two annual
  /// means of a group, with its interval.
  ///
  /// Both parts lie in one window, so their errors come from the same replicates: those of the years that the
  /// two have in common, or of the frontier between them, are not counted twice as those of windows of their
  /// own would be.
  ///
  /// - Parameters:
  ///   - component: one of the study's.
  ///   - group: a group of the study.
  ///   - later: first and last period of the part in the numerator, within the span.
  ///   - earlier: first and last period of the part in the denominator, within the span.
  ///   - span: first and last period of one of the study's windows.
  ///   - method: one of the study's; of subsamples of several sizes, those of the middle one.
  /// - Returns: exp(mean annual logarithm over `later` − mean annual logarithm over `earlier`); nil where a
  ///   part lies outside of the span, or the group has no value.
  public func contrast(
    of component: IndexComponent, ofGroup group: Int, over later: Transition,
    against earlier: Transition, within span: Transition, by method: InferenceMethod
  ) -> IntervalEstimate? {
    let terms = Self.terms(later, sign: 1, span) + Self.terms(earlier, sign: -1, span)
    guard [later, earlier].allSatisfy({ $0.from >= span.from && $0.to <= span.to }) else {
      return nil
    }
    var (value, truth) = (0.0, 0.0)
    var errors: [Double] = []
    for (last, weight) in terms {
      guard
        let term = orderedEstimate(
          component, of: .group(group), over: span, by: method, upTo: last)
      else { return nil }
      value += weight * term.value
      truth += weight * term.truth
      if errors.isEmpty { errors = [Double](repeating: 0, count: term.errors.count) }
      for replicate in errors.indices { errors[replicate] += weight * term.errors[replicate] }
    }
    return IntervalEstimate(
      Estimate(value: value, truth: truth, errors: ErrorDistribution(errors)), intervals)
  }

  /// The annual mean of a part as a weighted sum of the chains from the first period of the span on.
  private static func terms(
    _ part: Transition, sign: Double, _ span: Transition
  ) -> [(last: Int, weight: Double)] {
    let weight = sign / Double(part.to - part.from)
    let end = (last: part.to, weight: weight)
    return part.from == span.from ? [end] : [end, (last: part.from, weight: -weight)]
  }
}
