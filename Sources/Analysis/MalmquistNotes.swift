internal import Frontier
internal import Productivity
internal import Tables

/// What people must know to read the tables of a Malmquist analysis.
extension MalmquistReport {
  /// The model, as one line above every table.
  var model: String {
    let options = results.options
    return "returns to scale \(options.returnsToScale.rawValue), orientation "
      + "\(options.orientation.rawValue), reference \(options.reference.rawValue)"
      + (options.balancedReference ? " balanced" : "")
      + (options.hasBias ? ", convention \(options.convention.rawValue)" : "")
      + (options.weighting == .unweighted ? "" : ", weights \(options.weighting.rawValue)")
  }

  /// What stands above the first table.
  var notes: [String] {
    let panel = loaded.panel
    let size =
      "\(panel.units.count) units, \(panel.periods.count) periods, "
      + "\(results.transitions.count) transitions; \(results.missingRowCount) of "
      + "\(results.rows.count) rows with a missing index"
    return ["Malmquist index: \(model)", source, size, precision] + results.periods.map(words)
      + cautions.map { "caution: \($0)" } + [""]
  }

  /// What came of the distances, as one line above every table.
  var distanceCounts: String { "\(statistics.total) distances: \(outcomes)" }

  private var outcomes: String {
    let counts = statistics.byStatus
    let missing = (counts[.infeasible] ?? 0) + (counts[.unbounded] ?? 0)
    return "\(missing) missing, \(counts[.uncertified] ?? 0) uncertified, "
      + "\(counts[.failed] ?? 0) failed"
  }

  /// How certain the distances are.
  private var precision: String {
    // Rounded down: 100 only if all are.
    let percentage = (statistics.certifiedShare * 10_000).rounded(.down) / 100
    return "\(statistics.total) distances: \(percentage.shortest) % certified, \(outcomes); "
      + "largest relative width \(statistics.largestWidth.rough)"
  }

  /// What the numbers do not say by themselves (METHODS 0, 2.6 to 2.8, 3.3).
  var cautions: [String] {
    let options = results.options
    var lines: [String] = []
    switch options.reference {
    case .contemporaneous: break
    case .sequential: lines.append("the reference never regresses, so MATECH >= 1 by construction")
    case .global:
      lines.append("the reference is that of all periods: another period changes every index")
    }
    guard options.hasBias else { return lines }
    lines.append(
      "estimated IBTECH is too large and MATECH too small by construction"
        + (options.leaveOwnOut ? "; compare ibtech_loo (LOO)" : "; see --leave-own-out"))
    if options.convention == .printed {
      lines.append("convention printed exchanges input and output bias")
    }
    if options.returnsToScale != .constant {
      lines.append("without crs OBTECH need not be 1 for one output, nor IBTECH for one input")
    }
    if results.needsPairCaution {
      lines.append(PairCaution.text)
    }
    return lines
  }

  private func words(_ period: ReportPeriod) -> String {
    let names = loaded.panel.periods
    let ends = [period.transitions.first, period.transitions.last].compactMap { transition in
      transition.map { "\(names[$0.from])-\(names[$0.to])" }
    }
    let count = period.transitions.count
    return "\(period.name): "
      + (count == 1 ? "transition \(ends[0])" : "\(count) transitions, \(ends[0]) to \(ends[1])")
  }
}
