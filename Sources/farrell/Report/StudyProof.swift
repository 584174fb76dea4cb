internal import Analysis
internal import RunStore
internal import Productivity
internal import Inference
internal import Frontier
internal import Publishing
internal import Tables

extension StudyReport {
  /// Certificates and failures.
  var proofSection: PageSection {
    var table = ReportTable(name: "statuses", columns: ["status", "meaning", "distances"])
    for status in ScoreStatus.allCases {
      table.append([
        .text(status.rawValue), .text(status.meaning),
        .integer(statistics.byStatus[status] ?? 0),
      ])
    }
    let windows = PageTable(
      bootstrap.windowTable, caption: "Worlds of the replicates and their linear programs")
    return PageSection(
      id: "proof", title: "Certificates and failures",
      blocks: [
        .paragraph(
          PageText(
            "A distance comes with a lower and an upper bound that hold its exact value for certain, whatever "
              + "the solver did: they are made from multipliers and intensities that are feasible by "
              + "construction, with rounding outwards. Replicates are checked for their residuals.")
        ),
        .notice(verdict),
        .table(PageTable(table, caption: "Distances of the estimates, by status")),
        .table(windows),
      ])
  }

  private var verdict: PageNotice {
    let open = [ScoreStatus.uncertified, .failed]
      .reduce(0) { $0 + (statistics.byStatus[$1] ?? 0) }
    let failed = bootstrap.results.counts.failed
    let width = statistics.largestWidth.rough
    if open == 0 && failed == 0 {
      return PageNotice(
        .success,
        PageText(
          "All \(statistics.total.grouped) distances are certified or proved to have no value; the "
            + "widest bound is \(width) relative. None of the "
            + "\(bootstrap.results.counts.programs.grouped) programs of the replicates failed."))
    }
    return PageNotice(
      .failure,
      PageText(
        "\(open) of \(statistics.total.grouped) distances are uncertified or failed, and \(failed) "
          + "of \(bootstrap.results.counts.programs.grouped) programs of the replicates."))
  }
}

extension ScoreStatus {
  /// What is known of a score with this status.
  fileprivate var meaning: String {
    switch self {
    case .certified: "the exact value lies between bounds at most 1e-9 apart, relative"
    case .refined: "the same, after a more careful or an exact solve"
    case .uncertified: "the exact value lies between bounds that are farther apart"
    case .infeasible: "proved: the point cannot reach this technology"
    case .unbounded: "proved: the measure is 0, so it cannot be compared"
    case .failed: "nothing could be shown"
    }
  }
}
