internal import Analysis
internal import Frontier
internal import Glibc
internal import Inference
internal import Productivity
internal import Tables

/// The results of a study in words: each number with its interval, and with what that allows to be said.
///
/// Sentences name estimates first and say then whether replicates bear them out: estimates of a bias are
/// above 1 by construction (METHODS 0), so most readings of them alone would be wrong.
struct StudyFindings: Sendable {
  let report: BootstrapReport

  /// All findings, from productivity to single pairs.
  var all: [Finding] {
    [productivity, catchingUp, bias].compactMap(\.self) + pairs + contrasts + subsets
  }

  private var results: IndexStudyResults { report.results }
  private var method: InferenceMethod { results.study.options.methods[0] }
  private var panel: Panel { results.study.panel }
  private var level: String { report.level }
  private var overall: BootstrapReport.Span? { report.overall }

  private func years(_ ends: Transition) -> String {
    "\(panel.periods[ends.from])–\(panel.periods[ends.to])"
  }

  private func mean(
    _ component: IndexComponent, _ span: BootstrapReport.Span
  ) -> IntervalEstimate? { report.mean(component, span) }

  private func growth(_ interval: IntervalEstimate?) -> String {
    guard let lower = interval?.lower, let upper = interval?.upper else { return "no interval" }
    return "\(lower.growth) to \(upper.growth)"
  }

  private func range(_ interval: IntervalEstimate) -> String {
    guard let lower = interval.lower, let upper = interval.upper else { return "no interval" }
    return "\(lower.fixed(3)) to \(upper.fixed(3))"
  }

  private func verdict(_ interval: IntervalEstimate?) -> Finding.Verdict {
    guard let lower = interval?.lower, let upper = interval?.upper else { return .notShown }
    return lower > 1 || upper < 1 ? .shown : .notShown
  }

  private func pValue(_ value: Double?) -> String {
    guard let value else { return "" }
    return value < 0.001 ? "p below 0.001" : "p = \(value.fixed(3))"
  }
}

// MARK: Productivity

extension StudyFindings {
  private var productivity: Finding? {
    guard let span = overall, let found = mean(.productivityChange, span) else { return nil }
    let annual = pow(found.index, 1 / Double(span.ends.to - span.ends.from))
    let whole = report.population[span.ends, .productivityChange]
    var text =
      "Productivity of the average unit (geometric mean) changed by \(found.index.growth) over "
      + "\(years(span.ends)), \(annual.growth) a year."
    var verdict = Finding.Verdict.notShown
    if let lower = whole?.lower, let upper = whole?.upper {
      text +=
        " For a population that units like these were drawn from, the \(level) interval is "
        + "\(lower.growth) to \(upper.growth)."
      verdict = lower > 1 || upper < 1 ? .shown : .notShown
    }
    return Finding(heading: "Productivity", text: text, verdict: verdict)
  }

  private var catchingUp: Finding? {
    guard let span = overall, let shift = mean(.technicalChange, span),
      let distance = mean(.efficiencyChange, span)
    else { return nil }
    return Finding(
      heading: "Frontier and distance to it",
      text: "At the units' mixes the frontier moved by \(shift.index.growth) (\(level) interval "
        + "\(growth(shift))); relative to it the average unit moved by \(distance.index.growth) "
        + "(\(growth(distance))). These intervals are about the observed units.",
      verdict: verdict(shift))
  }
}

// MARK: Bias

extension StudyFindings {
  private var bias: Finding? {
    guard let span = overall, let found = mean(.inputBias, span) else { return nil }
    let reduced = mean(.inputBiasLeaveOwnOut, span)
    let rows = report.units.filter { $0.span == span && $0.component == .inputBias }
    let estimates = rows.compactMap { $0.first?.index }
    let above = estimates.count { $0 > 1 }
    let evident = rows.count { verdict($0.first) == .shown }
    let without = reduced.map {
      ", \($0.index.fixed(3)) when units are left out of their own frontiers"
    }
    return Finding(
      heading: "Input bias of technical change",
      text:
        "\(above) of \(estimates.count) units have an IBTECH above 1 over \(years(span.ends)); the mean is "
        + "\(found.index.fixed(3))\(without ?? ""). Estimates lie above 1 even where technical change is "
        + "neutral. \(corrected(found, reduced)) \(evident) of \(estimates.count) units have an interval of "
        + "their own that leaves out 1.",
      verdict: agree(found, reduced) ? .shown : .notShown)
  }

  /// Whether an index and that without own observations leave out 1 on the same side.
  ///
  /// The two have the same truth and different errors; where they disagree one of them has an error that its
  /// replicates do not have (METHODS 2.8 and 5.7).
  private func agree(_ found: IntervalEstimate, _ reduced: IntervalEstimate?) -> Bool {
    guard let reduced else { return verdict(found) == .shown }
    return [found, reduced].allSatisfy { ($0.lower ?? 1) > 1 }
      || [found, reduced].allSatisfy { ($0.upper ?? 1) < 1 }
  }

  /// What the interval of a mean bias says.
  private func corrected(_ found: IntervalEstimate, _ reduced: IntervalEstimate?) -> String {
    let name =
      method == .neutralNull
      ? "With that error taken off, the \(level) interval of the mean is \(range(found))"
      : "The \(level) interval of the mean by \(method.name) is \(range(found))"
    let p = pValue(found.pValue)
    let test = p.isEmpty ? "" : " (\(p))"
    let side = (found.upper ?? 1) < 1 ? "away from" : "to"
    if agree(found, reduced) {
      return "\(name)\(test): technical change favoured the mixes that units moved \(side)."
    }
    guard verdict(found) == .shown, let reduced else {
      return "\(name)\(test): it holds 1, so a bias of the average unit is not shown."
    }
    return
      "\(name)\(test), as if technical change had favoured the mixes that units moved \(side); but that "
      + "of the index without own observations is \(range(reduced)). The two do not agree, so a bias of the "
      + "average unit is not shown."
  }

  /// Which factor is saved, for the average unit and by the number of units.
  private var pairs: [Finding] {
    guard let span = overall else { return [] }
    return report.savingPairs.compactMap { pair in
      guard let found = report.saving(pair, .group(0), span) else { return nil }
      let count = results.savingCount(pair, ofGroup: 0, over: span.ends, by: method)
      let (first, second) = (panel.inputNames[pair.first], panel.inputNames[pair.second])
      let estimated = savedByEstimate(pair, span)
      var text = sentence(found, pair, estimated)
      text +=
        " By their estimates \(count.estimate) of \(results.study.groups[0].count) units save \(first)"
      if let lower = count.lower, let upper = count.upper {
        text += " (\(level) interval \(lower.fixed(0)) to \(upper.fixed(0)))"
      }
      text +=
        "; evidence at this level is there for \(count.evidence[.saving] ?? 0) that save \(first) and "
        + "\(count.evidence[.using] ?? 0) that save \(second)."
      return Finding(
        heading: "\(first) or \(second)", text: text,
        verdict: saved(found, pair).map { $0 == estimated } == true ? .shown : .notShown)
    }
  }

  /// Input that the estimate names as saved; nil for none.
  private func savedByEstimate(_ pair: FactorPair, _ span: BootstrapReport.Span) -> Int? {
    guard let bias = mean(.inputBias, span)?.index,
      let mix = results.mixChange(pair, of: .group(0), over: span.ends), bias != 1, mix != 0
    else { return nil }
    return (bias > 1) == (mix > 0) ? pair.second : pair.first
  }

  /// Input that replicates name as saved at the level asked for; nil for none.
  private func saved(_ found: SavingConfidence, _ pair: FactorPair) -> Int? {
    switch found.evidence {
    case .saving: pair.first
    case .using: pair.second
    case .notSignificant, .undetermined: nil
    }
  }

  private func sentence(
    _ found: SavingConfidence, _ pair: FactorPair, _ estimated: Int?
  ) -> String {
    guard found.evidence != .undetermined, let estimated else {
      return "The mix of the two did not move for the average unit, so no factor can be named."
    }
    let names = panel.inputNames
    let confidence = estimated == pair.first ? found.confidence : 1 - found.confidence
    let start = "For the average unit the estimate names \(names[estimated]) as the factor saved"
    let end = "replicates give that a confidence of \(confidence.fixed(2))"
    guard let saved = saved(found, pair) else { return "\(start); \(end)." }
    return saved == estimated
      ? "\(start), and \(end)."
      : "\(start), but \(end) only: its sign turns when the error of the estimate is taken off, so neither "
        + "is shown."
  }
}

// MARK: Periods and subsets

extension StudyFindings {
  /// Each named period against the one before.
  private var contrasts: [Finding] {
    guard let overall else { return [] }
    let named = report.spans.filter { !$0.isTransition && $0 != overall }
    return zip(named, named.dropFirst()).compactMap { earlier, later in
      func contrast(_ component: IndexComponent) -> IntervalEstimate? {
        results.contrast(
          of: component, ofGroup: 0, over: later.ends, against: earlier.ends,
          within: overall.ends, by: method)
      }
      guard let found = contrast(.inputBias) else { return nil }
      let reduced = contrast(.inputBiasLeaveOwnOut)
      let without = reduced.map { "; without own observations \(range($0))" } ?? ""
      let counts = report.savingPairs.map { pair in
        let numbers = [earlier, later].map {
          results.savingCount(pair, ofGroup: 0, over: $0.ends, by: method)
        }
        return "\(panel.inputNames[pair.first]) against \(panel.inputNames[pair.second]) "
          + numbers.map(number).joined(separator: ", then ")
      }
      let list =
        counts.isEmpty
        ? ""
        : " Units that save, by their estimates: "
          + counts.joined(separator: "; ") + "."
      return Finding(
        heading: "\(later.name) against \(earlier.name)",
        text: "The annual mean of IBTECH is \(found.index.growth) in \(later.name) against "
          + "\(earlier.name); the \(level) interval of the ratio, without the error of the estimates, is "
          + "\(range(found))\(without).\(list)",
        verdict: agree(found, reduced) ? .shown : .notShown)
    }
  }

  private func number(_ count: SavingCount) -> String {
    guard let lower = count.lower, let upper = count.upper else { return "\(count.estimate)" }
    return "\(count.estimate) (\(lower.fixed(0)) to \(upper.fixed(0)))"
  }

  /// The subsets that were asked for, such as high emitters.
  private var subsets: [Finding] {
    guard let overall else { return [] }
    return results.study.groups.indices.dropFirst().map { group in
      let size = results.study.groups[group].count
      let counts = report.savingPairs.map { pair in
        let count = results.savingCount(pair, ofGroup: group, over: overall.ends, by: method)
        return "\(number(count)) save \(panel.inputNames[pair.first]) against "
          + "\(panel.inputNames[pair.second]), with evidence at this level for \(count.evidence[.saving] ?? 0)"
      }
      return Finding(
        heading: report.name(ofGroup: group),
        text: "Of these \(size) units, by their estimates and with \(level) intervals: "
          + counts.joined(separator: "; ") + ".",
        verdict: .described)
    }
  }
}
