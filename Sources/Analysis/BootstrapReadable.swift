internal import Frontier
internal import Inference
internal import Productivity
internal import Tables

/// The means of a bootstrap on a page, for people.
extension BootstrapReport {
  private typealias Column = (heading: String, name: String)

  private var methods: [InferenceMethod] { results.study.options.methods }

  private var firstColumns: [Column] {
    ["lower", "upper", "p"].map { (methods[0].name, $0) }
  }

  private var secondColumns: [Column] {
    methods.count > 1 ? ["lower", "upper"].map { (methods[1].name, $0) } : []
  }

  /// Means of all units over the periods, those of the bias also by transition, then those of subsets.
  var readableMeans: ReportTable {
    var table = ReportTable(
      name: "means",
      notes: [
        "Geometric means of the observed units (E2), over periods and by transition; E3 is the mean of a "
          + "population that they were drawn from"
      ],
      columns: ["group", "period", "index"].map { ("", $0) } + (hasGaps ? [("", "units")] : [])
        + [("", "mean")] + firstColumns + secondColumns + ["lower", "upper"].map { ("E3", $0) },
      keyCount: 3)
    let bias: [IndexComponent] = [.inputBias, .outputBias]
    let shown =
      means.filter { !$0.span.isTransition }
      + means.filter {
        $0.span.isTransition && $0.subject == .group(0) && bias.contains($0.component)
      }
    for row in shown {
      let whole = row.subject == .group(0) ? population[row.span.ends, row.component] : nil
      table.append(
        [
          .text(name(row.subject)), .text(row.span.name), .text(row.component.rawValue),
        ] + (hasGaps ? [.integer(unitCount(row))] : []) + [.init(row.first?.index)] + cells(row) + [
          .init(whole?.lower), .init(whole?.upper),
        ])
    }
    return table
  }

  /// Whether some mean lacks a unit of its group.
  private var hasGaps: Bool {
    means.contains { row in
      guard case .group(let group) = row.subject else { return false }
      return unitCount(row) < results.study.groups[group].count
    }
  }

  private func cells(_ row: Row) -> [ReportTable.Cell] {
    let second = methods.count > 1 ? [row.second?.lower, row.second?.upper] : []
    return [.init(row.first?.lower), .init(row.first?.upper), .init(row.first?.pValue)]
      + second.map { .init($0) }
  }
}

extension IndexStudy {
  /// A pair as `--pairs` takes it.
  func name(_ pair: FactorPair) -> String {
    "\(panel.inputNames[pair.first]):\(panel.inputNames[pair.second])"
  }
}
