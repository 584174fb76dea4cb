internal import Frontier
internal import Glibc
package import Inference
package import Productivity
package import Tables

/// Tables with every column, for programs.
extension BootstrapReport {
  private static let intervalColumns = [
    "estimate", "lower", "upper", "p_value", "p_adjusted", "bias", "std_error", "corrected",
    "correct", "valid_share", "subsample",
  ]
  private static let comparedColumns = [
    "compared_lower", "compared_upper", "compared_p_value", "compared_bias",
  ]

  /// Every index of every unit over every transition and period.
  package var unitTable: ReportTable {
    var table = ReportTable(
      name: "units",
      columns: ["unit", "period", "period_from", "period_to", "index", "estimand"]
        + Self.intervalColumns + Self.comparedColumns, keyCount: 5)
    for row in units {
      table.append(
        [.text(name(row.subject))] + cells(row.span)
          + [.text(row.component.rawValue), .text("E1")] + intervalCells(row))
    }
    return table
  }

  /// Means over groups, with the mean of the population beside that of all units.
  var meanTable: ReportTable {
    var table = ReportTable(
      name: "means",
      columns: ["group", "period", "period_from", "period_to", "index", "estimand", "units"]
        + Self.intervalColumns + Self.comparedColumns + ["e3_lower", "e3_upper", "e3_method"],
      keyCount: 5)
    for row in means {
      let whole = row.subject == .group(0) ? population[row.span.ends, row.component] : nil
      table.append(
        [.text(name(row.subject))] + cells(row.span)
          + [.text(row.component.rawValue), .text("E2"), .integer(unitCount(row))]
          + intervalCells(row)
          + [
            .init(whole?.lower), .init(whole?.upper),
            whole.map { .text($0.isExperimental ? "experimental" : "clt-jackknife") } ?? .missing,
          ])
    }
    return table
  }

  /// Chains of annual means since the first year of every period, and shares of the biases in productivity.
  package var cumulativeTable: ReportTable {
    var table = ReportTable(
      name: "cumulative",
      columns: ["group", "period", "period_from", "year", "index", "estimand", "estimate", "lower"]
        + ["upper", "p_value", "valid_share", "compared_lower", "compared_upper"]
        + ["log_points", "share", "share_lower", "share_upper"], keyCount: 5)
    let periods = results.study.panel.periods
    for row in cumulative {
      guard case .group(let group) = row.subject else { continue }
      let share = results.contribution(
        of: row.component, ofGroup: group, over: row.span.ends,
        by: results.study.options.methods[0], upTo: row.last)
      table.append(
        [
          .text(name(ofGroup: group)), .text(row.span.name), .text(periods[row.span.ends.from]),
          .text(periods[row.last]), .text(row.component.rawValue), .text("E2"),
          .init(row.first?.index), .init(row.first?.lower), .init(row.first?.upper),
          .init(row.first?.pValue), .init(row.first?.validShare), .init(row.second?.lower),
          .init(row.second?.upper), .init(share?.logPoints), .init(share?.share),
          .init(share?.lower), .init(share?.upper),
        ])
    }
    return table
  }

  /// Confidence that the first input of a pair is saved, by unit and group.
  package var savingTable: ReportTable {
    var table = ReportTable(
      name: "saving",
      columns: ["kind", "subject", "period", "period_from", "period_to", "first", "second"]
        + ["estimand", "mix_change", "confidence", "class"], keyCount: 7)
    let study = results.study
    let subjects =
      study.groups.indices.map { ("mean", Subject.group($0)) }
      + study.panel.units.indices.map { ("unit", Subject.unit($0)) }
    for (kind, subject) in subjects {
      for span in spans {
        for pair in savingPairs {
          let found = saving(pair, subject, span)
          table.append(
            [.text(kind), .text(name(subject))] + cells(span) + pairCells(pair)
              + [
                .text(kind == "unit" ? "E1" : "E2"),
                .init(results.mixChange(pair, of: subject, over: span.ends)),
                .init(found?.confidence), .init(found?.evidence.rawValue),
              ])
        }
      }
    }
    return table
  }

  /// Numbers of units by class, and of those that save, with its interval.
  var countTable: ReportTable {
    var table = ReportTable(
      name: "counts",
      columns: ["group", "period", "period_from", "period_to", "first", "second"]
        + SavingEvidence.allCases.map { $0.rawValue.split(separator: " ").joined(separator: "_") }
        + ["saving_by_estimate", "lower", "upper"], keyCount: 6)
    for group in results.study.groups.indices {
      for span in spans {
        for pair in savingPairs {
          let count = results.savingCount(
            pair, ofGroup: group, over: span.ends, by: results.study.options.methods[0])
          table.append(
            [.text(name(ofGroup: group))] + cells(span) + pairCells(pair)
              + SavingEvidence.allCases.map { .integer(count.evidence[$0] ?? 0) }
              + [.integer(count.estimate), .init(count.lower), .init(count.upper)])
        }
      }
    }
    return table
  }

  /// Malmquist index of all units together, weighted by output, with the interval of its population.
  var aggregateTable: ReportTable {
    var table = ReportTable(
      name: "aggregate",
      columns: ["period", "period_from", "period_to", "estimand", "units", "estimate"]
        + ["lower", "upper", "bias"])
    for (span, index) in zip(spans, aggregates) {
      let ends = index?.interval(level: results.intervals.level)
      table.append(
        cells(span) + [
          .text("E3"), .integer(index?.unitCount ?? 0), .init(index.map { exp($0.logarithm) }),
          .init(ends.map { exp($0.lower) }), .init(ends.map { exp($0.upper) }),
          .init(index?.bias),
        ])
    }
    return table
  }

  /// The worlds and windows, and what happened to their linear programs.
  package var windowTable: ReportTable {
    var table = ReportTable(
      name: "windows",
      columns: ["method", "world", "period_from", "period_to", "units", "left_out", "bandwidth"]
        + ["replicates", "programs", "rescued", "infeasible", "failed", "refused"], keyCount: 4)
    let study = results.study
    let names = study.panel.periods
    for (part, replicates) in zip(study.parts, results.replicates) {
      let (counts, count) = (replicates.counts, replicates.window.units.count)
      table.append([
        .text(part.method.name), .text(worldName(part.world)), .text(names[part.span.from]),
        .text(names[part.span.to]), .integer(count), .integer(study.panel.units.count - count),
        .init(part.sampler.bandwidth),
        .integer(replicates.replicateCount), .integer(counts.programs), .integer(counts.rescued),
        .integer(counts.infeasible), .integer(counts.failed), .missing,
      ])
    }
    for refused in study.refused {
      table.append(
        [
          .text(refused.method.name), .missing, .text(names[refused.span.from]),
          .text(names[refused.span.to]),
        ] + [ReportTable.Cell](repeating: .missing, count: 8)
          + [.text(refused.reason.text(study.panel))])
    }
    return table
  }
}

// MARK: Cells

extension BootstrapReport {
  /// The pairs to classify: none without an input bias.
  package var savingPairs: [FactorPair] {
    results.study.components.contains(.inputBias) ? plan.pairs : []
  }

  package func saving(_ pair: FactorPair, _ subject: Subject, _ span: Span) -> SavingConfidence? {
    results.saving(
      pair, of: subject, over: span.ends, by: results.study.options.methods[0])
  }

  func name(_ subject: Subject) -> String {
    switch subject {
    case .unit(let unit): results.study.panel.units[unit]
    case .group(let group): name(ofGroup: group)
    }
  }

  /// Number of units in a mean.
  func unitCount(_ row: Row) -> Int {
    guard case .group(let group) = row.subject else { return 1 }
    return results.unitCount(
      row.component, ofGroup: group, over: row.span.ends, by: results.study.options.methods[0])
  }

  private func cells(_ span: Span) -> [ReportTable.Cell] {
    let names = results.study.panel.periods
    return [.text(span.name), .text(names[span.ends.from]), .text(names[span.ends.to])]
  }

  private func pairCells(_ pair: FactorPair) -> [ReportTable.Cell] {
    let names = results.study.panel.inputNames
    return [.text(names[pair.first]), .text(names[pair.second])]
  }

  private func intervalCells(_ row: Row) -> [ReportTable.Cell] {
    let (first, second) = (row.first, row.second)
    return [
      .init(first?.index), .init(first?.lower), .init(first?.upper), .init(first?.pValue),
      .init(row.adjusted), .init(first?.bias), .init(first?.standardError),
      .init(first?.corrected),
      first.map { .text($0.isBiasWorthCorrecting ? "yes" : "no") } ?? .missing,
      .init(first?.validShare), first?.subsampleSize.map { .integer($0) } ?? .missing,
      .init(second?.lower), .init(second?.upper), .init(second?.pValue), .init(second?.bias),
    ]
  }

  private func worldName(_ world: IndexWorld) -> String {
    switch world {
    case .neutral: "neutral"
    case .estimated: "estimated frontiers"
    case .subsample(let size): "\(size) units"
    }
  }
}

extension ReportTable.Cell {
  /// Words where there are some.
  fileprivate init(_ text: String?) { self = text.map { .text($0) } ?? .missing }
}
