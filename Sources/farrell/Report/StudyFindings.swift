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
  private var level: String { "\((100 * results.intervals.level).shortest) %" }
  /// The years of all transitions.
  private var overall: BootstrapReport.Span? { report.spans.last { !$0.isTransition } }

  private func years(_ ends: Transition) -> String {
    "\(panel.periods[ends.from])–\(panel.periods[ends.to])"
  }

  private func mean(
    _ component: IndexComponent, _ span: BootstrapReport.Span
  ) -> IntervalEstimate? {
    report.means.first {
      $0.span == span && $0.subject == .group(0) && $0.component == component
    }?.first
  }

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
    let rows = report.units.filter { $0.span == span && $0.component == .inputBias }
    let estimates = rows.compactMap { $0.first?.index }
    let above = estimates.count { $0 > 1 }
    let proven = rows.count { verdict($0.first) == .shown }
    let reduced = mean(.inputBiasLeaveOwnOut, span).map {
      " (\($0.index.fixed(3)) when units are left out of their own frontiers)"
    }
    return Finding(
      heading: "Input bias of technical change",
      text: "\(above) of \(estimates.count) units have an IBTECH above 1 over \(years(span.ends)); the mean is "
        + "\(found.index.fixed(3))\(reduced ?? ""). Estimates lie above 1 even where technical change is "
        + "neutral. \(corrected(found)) \(proven) of \(estimates.count) units have an interval of their own "
        + "that leaves out 1.",
      verdict: verdict(found))
  }

  /// What the interval of a mean bias says.
  private func corrected(_ found: IntervalEstimate) -> String {
    let name =
      method == .neutralNull
      ? "With that error taken off, the \(level) interval of the mean is \(range(found))"
      : "The \(level) interval of the mean by \(method.name) is \(range(found))"
    let p = pValue(found.pValue)
    let test = p.isEmpty ? "" : " (\(p))"
    switch verdict(found) {
    case .shown where (found.upper ?? 1) < 1:
      return "\(name)\(test): technical change favoured the mixes that units moved away from."
    case .shown:
      return "\(name)\(test): technical change favoured the mixes that units moved to."
    default:
      return "\(name)\(test): it holds 1, so a bias of the average unit is not shown."
    }
  }

  /// Which factor is saved, for the average unit and by the number of units.
  private var pairs: [Finding] {
    guard let span = overall else { return [] }
    let names = panel.inputNames
    return report.savingPairs.compactMap { pair in
      guard let found = report.saving(pair, .group(0), span) else { return nil }
      let count = results.savingCount(pair, ofGroup: 0, over: span.ends, by: method)
      let (first, second) = (names[pair.first], names[pair.second])
      let saved = found.confidence >= 0.5 ? first : second
      let confidence = max(found.confidence, 1 - found.confidence)
      var text: String
      switch found.evidence {
      case .undetermined:
        text = "The mix of the two did not move for the average unit, so no factor can be named."
      case .saving, .using:
        text = "Technical change saved \(saved) for the average unit (confidence "
          + "\(confidence.fixed(2)))."
      case .notSignificant:
        text = "The sign favours \(saved) as the factor saved by the average unit, with a confidence of "
          + "\(confidence.fixed(2)) only."
      }
      text += " By their estimates \(count.estimate) of \(results.study.groups[0].count) units save \(first)"
      if let lower = count.lower, let upper = count.upper {
        text += " (\(level) interval \(lower.fixed(0)) to \(upper.fixed(0)))"
      }
      text += "; \(count.evidence[.saving] ?? 0) do so beyond doubt at this level, and "
        + "\(count.evidence[.using] ?? 0) save \(second)."
      let isShown = [.saving, .using].contains(found.evidence)
      return Finding(
        heading: "\(first) or \(second)", text: text, verdict: isShown ? .shown : .notShown)
    }
  }
}

// MARK: Periods and subsets

extension StudyFindings {
  /// Each named period against the one before.
  private var contrasts: [Finding] {
    guard let overall else { return [] }
    let named = report.spans.filter { !$0.isTransition && $0 != overall }
    return zip(named, named.dropFirst()).compactMap { earlier, later in
      guard
        let found = results.contrast(
          of: .inputBias, ofGroup: 0, over: later.ends, against: earlier.ends, within: overall.ends,
          by: method)
      else { return nil }
      let counts = report.savingPairs.map { pair in
        let numbers = [earlier, later].map {
          results.savingCount(pair, ofGroup: 0, over: $0.ends, by: method)
        }
        return "\(panel.inputNames[pair.first]) against \(panel.inputNames[pair.second]) "
          + numbers.map(number).joined(separator: ", then ")
      }
      let list = counts.isEmpty ? "" : " Units that save, by their estimates: "
        + counts.joined(separator: "; ") + "."
      return Finding(
        heading: "\(later.name) against \(earlier.name)",
        text: "The annual mean of IBTECH is \(found.index.growth) in \(later.name) against "
          + "\(earlier.name); free of the error of the estimates the ratio lies between \(range(found)) "
          + "at \(level).\(list)",
        verdict: verdict(found))
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
          + "\(panel.inputNames[pair.second]), \(count.evidence[.saving] ?? 0) of them beyond doubt"
      }
      return Finding(
        heading: report.name(ofGroup: group),
        text: "Of these \(size) units, by their estimates and with \(level) intervals: "
          + counts.joined(separator: "; ") + ".",
        verdict: .described)
    }
  }
}
