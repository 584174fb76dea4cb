package import Frontier
internal import Glibc
internal import Inference
internal import Productivity
package import Tables

/// The tables of METHODS 3.8 from a bootstrap, with intervals by the method asked for.
extension BootstrapReport {
  private var method: InferenceMethod { results.study.options.methods[0] }
  private var panel: Panel { results.study.panel }
  private var periodSpans: [Span] { spans.filter { !$0.isTransition } }
  private var hasInputBias: Bool { results.study.components.contains(.inputBias) }

  /// Input bias by unit and period; nil where inputs cannot have one.
  package var biasByUnit: ReportTable? {
    guard hasInputBias else { return nil }
    let units = biasCells(of: self.units)
    let groups = biasCells(of: means)
    var rows = panel.units.indices.map { unit in
      (
        label: panel.units[unit],
        cells: periodSpans.map { span -> BiasCell in
          var cell = units[.unit(unit)]?[span] ?? BiasCell()
          cell.supportedShare = supportedShare(unit, span)
          return cell
        }
      )
    }
    for group in results.study.groups.indices {
      let cells = periodSpans.map { groups[.group(group)]?[$0] ?? BiasCell() }
      let label = "geometric mean" + (group == 0 ? "" : " of \(name(ofGroup: group))")
      rows.append(
        (
          "\(label) (mean year)",
          zip(cells, periodSpans).map { $0.annual($1.ends.to - $1.ends.from) }
        ))
      rows.append((label, cells))
    }
    return BiasByUnitTable(
      periods: periodSpans.map(\.name), hasIntervals: true, hasLeaveOwnOut: true, rows: rows
    ).report
  }

  /// Geometric means by transition, and of a mean year of each period.
  package var annualMeans: ReportTable {
    let components = results.study.components.filter { $0 != .outputBiasLeaveOwnOut }
    let bias = biasCells(of: means)[.group(0)] ?? [:]
    let found = Dictionary(grouping: means.filter { $0.subject == .group(0) }, by: \.span)
    let rows = spans.map { span -> AnnualMeansTable.Row in
      let rows = found[span] ?? []
      let years = span.ends.to - span.ends.from
      var values: [IndexComponent: Double] = [:]
      for row in rows {
        values[row.component] = row.first.map {
          BiasCell(index: $0.index).annual(years).index ?? .nan
        }
      }
      return AnnualMeansTable.Row(
        label: span.isTransition ? span.name : "\(span.name) (mean year)",
        unitCount: rows.first.map(unitCount) ?? 0, means: values,
        interval: bias[span]?.annual(years))
    }
    return AnnualMeansTable(components: components, hasIntervals: hasInputBias, rows: rows).report
  }

  /// Saved inputs of the average unit, and of that of each subset; none without pairs.
  package var savingByYear: [ReportTable] {
    guard let tables = savingTables(hasConfidence: true) else { return [] }
    return results.study.groups.indices.map { group in
      tables.byYear(
        spans.map { span in
          (span.name, savingPairs.map { savingCell($0, .group(group), span) })
        }, subset: group == 0 ? nil : name(ofGroup: group))
    }
  }

  /// Saved inputs of all units, then those of each subset again; none without pairs.
  package var savingByUnit: [ReportTable] {
    guard let tables = savingTables(hasConfidence: false) else { return [] }
    return results.study.groups.indices.map { group in
      let counts = periodSpans.flatMap { span in
        savingPairs.map {
          results.savingCount($0, ofGroup: group, over: span.ends, by: method)
        }
      }
      return tables.byUnit(
        periods: periodSpans.map(\.name),
        results.study.groups[group].map { unit in
          (
            panel.units[unit],
            periodSpans.flatMap { span in
              savingPairs.map { savingCell($0, .unit(unit), span) }
            }
          )
        }, sums: sums(counts, tables.firstName),
        subset: group == 0 ? nil : name(ofGroup: group))
    }
  }

  private func sums(
    _ counts: [SavingCount], _ first: String
  ) -> [(label: String, cells: [ReportTable.Cell])] {
    let level = "\((100 * results.intervals.level).shortest) %"
    func whole(_ value: Double?) -> String { value.map { $0.fixed(0) } ?? "-" }
    func evidence(_ kind: SavingEvidence) -> [ReportTable.Cell] {
      counts.map { .text(String($0.evidence[kind] ?? 0)) }
    }
    return [
      ("units saving \(first)", counts.map { .text(String($0.estimate)) }),
      (
        "its \(level) interval",
        counts.map { .text($0.lower == nil ? "-" : "\(whole($0.lower))..\(whole($0.upper))") }
      ),
      ("with evidence at the level", evidence(.saving)),
      ("evidence for the other", evidence(.using)),
      ("not significant", evidence(.notSignificant)),
      ("undetermined", evidence(.undetermined)),
    ]
  }

  /// Contribution of the input bias to productivity change over all years; nil where inputs have no bias.
  package var contributions: ReportTable? {
    guard hasInputBias, let overall = spans.last else { return nil }
    return BiasShareTable(
      hasIntervals: true, hasLeaveOwnOut: true,
      rows: spans.filter(\.isTransition).map { span in
        (
          span.name, share(ofGroup: 0, over: span, upTo: span.ends.to),
          span.ends.from < overall.ends.from || span.ends.to > overall.ends.to
            ? nil : share(ofGroup: 0, over: overall, upTo: span.ends.to)
        )
      }
    ).report
  }

  /// Share of the input bias of a group over the first years of a span; nil where a mean is missing.
  func share(ofGroup group: Int, over span: Span, upTo last: Int) -> BiasShare? {
    func found(_ component: IndexComponent) -> Inference.Contribution? {
      results.contribution(of: component, ofGroup: group, over: span.ends, by: method, upTo: last)
    }
    guard let whole = found(.productivityChange), let part = found(.inputBias) else { return nil }
    let corrected = results.interval(
      .inputBias, of: .group(group), over: span.ends, by: method, upTo: last)?.corrected
    return BiasShare(
      productivityPoints: whole.logPoints, biasPoints: part.logPoints, share: part.share,
      lower: part.lower, upper: part.upper, leaveOwnOut: found(.inputBiasLeaveOwnOut)?.share,
      corrected: part.share == nil ? nil : corrected.map { 100 * log($0) / whole.logPoints })
  }

  /// Induced innovation; nil without prices or pairs.
  package var inducedInnovation: InducedInnovationTables? {
    guard let prices = plan.prices.prices(of: loaded), !savingPairs.isEmpty else { return nil }
    let report = self
    return InducedInnovationTables(
      panel: panel, prices: prices,
      keys: InducedInnovationTables.keys(
        results.study.periods, savingPairs, [.inputBias], prices), notes: pairCaution
    ) { key, unit in
      let span = Span(name: key.period.name, isTransition: false, ends: key.period.endPoints)
      return report.savingCell(key.pair, unit.map(Subject.unit) ?? .group(0), span)
    }
  }

  /// Finds the isoquants of every pair over every period.
  package mutating func findIsoquants(_ solver: FrontierSolver) {
    let returnsToScale = results.study.options.bootstrap.returnsToScale
    isoquants = IsoquantFigures(
      panel, results.study.periods, savingPairs, unit: plan.isoquantUnit, solver: solver
    ) { [panel] end, span in
      Technology(
        panel: panel, observations: panel.observations(period: span.period(end)),
        returnsToScale: returnsToScale)
    }
  }

  /// Class by the replicates where the direction passes the level, and by the sign of the estimate where it does
  /// not; nil where the subject is not observed.
  ///
  /// The two may differ: replicates take the bias of the estimate off.
  func savingCell(_ pair: FactorPair, _ subject: Subject, _ span: Span) -> SavingCell? {
    guard let mix = results.mixChange(pair, of: subject, over: span.ends),
      let found = results.estimate(.inputBias, of: subject, over: span.ends, by: method)
    else { return nil }
    let estimate = FactorBiasRule(ClassificationOptions()).bias(
      of: pair, logIndex: found.value.isFinite ? found.value : nil, mixChange: mix,
      rule: .inputBias)
    guard let evidence = saving(pair, subject, span) else { return SavingCell(bias: estimate) }
    let significant: FactorBias? =
      switch evidence.evidence {
      case .saving: .saving(input: pair.first, using: pair.second)
      case .using: .saving(input: pair.second, using: pair.first)
      case .notSignificant, .undetermined: nil
      }
    return SavingCell(
      bias: significant ?? estimate, agrees: significant == nil || significant == estimate,
      confidence: evidence.confidence, isSignificant: significant != nil)
  }

  private func savingTables(hasConfidence: Bool) -> SavingTables? {
    savingPairs.isEmpty
      ? nil
      : SavingTables(
        inputNames: panel.inputNames, pairs: savingPairs, rule: .inputBias,
        hasConfidence: hasConfidence, hasSignificance: true, notes: pairCaution)
  }

  private var pairCaution: [String] {
    panel.inputNames.count > 2 ? ["caution: \(PairCaution.text), whatever their confidence"] : []
  }

  /// Input biases with intervals by subject and span, those without own observations beside them.
  private func biasCells(of rows: [Row]) -> [Subject: [Span: BiasCell]] {
    var cells: [Subject: [Span: BiasCell]] = [:]
    for row in rows {
      switch row.component {
      case .inputBias:
        cells[row.subject, default: [:]][row.span, default: BiasCell()].take(row.first)
      case .inputBiasLeaveOwnOut:
        cells[row.subject, default: [:]][row.span, default: BiasCell()].leaveOwnOut =
          row.first?.index
      default: break
      }
    }
    return cells
  }

  private func supportedShare(_ unit: Int, _ span: Span) -> Double? {
    guard let number = support.periods.firstIndex(where: { $0.name == span.name }) else {
      return nil
    }
    return support.unitPeriods[number][unit].supportedShare
  }
}

extension BiasCell {
  fileprivate mutating func take(_ found: IntervalEstimate?) {
    (index, lower, upper, pValue) = (found?.index, found?.lower, found?.upper, found?.pValue)
  }

  /// The same for one of several years: roots keep the order, so ends of intervals remain ends.
  fileprivate func annual(_ yearCount: Int) -> BiasCell {
    func root(_ value: Double?) -> Double? { value.map { exp(log($0) / Double(yearCount)) } }
    return BiasCell(
      index: root(index), lower: root(lower), upper: root(upper), pValue: pValue,
      leaveOwnOut: root(leaveOwnOut))
  }
}
