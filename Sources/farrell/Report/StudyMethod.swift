internal import Analysis
internal import RunStore
internal import Frontier
internal import Inference
internal import Productivity
internal import Publishing
internal import Tables

extension StudyReport {
  /// What was computed, and how.
  var methodSection: PageSection {
    PageSection(
      id: "method", title: "Method and settings",
      blocks: [
        .paragraph(
          PageText(
            "Every index is made of Shephard distances of units to frontiers that data envelopment analysis "
              + "draws around the observations of a year. All indices are above 1 for an improvement."
          )),
        .definitions(indices), .heading("Settings"), .definitions(settings),
      ])
  }

  private var indices: [PageDefinition] {
    var list = [
      PageDefinition("MI (tfpch)", "Malmquist index of productivity: EFFCH × TECH."),
      PageDefinition("EFFCH (effch)", "Catching up with the frontier, or falling behind it."),
      PageDefinition(
        "TECH (techch)", "Shift of the frontier at the unit: MATECH × OBTECH × IBTECH."),
      PageDefinition(
        "MATECH (matech)", "Magnitude: shift at the old mix of inputs and outputs."),
    ]
    if bootstrap.results.study.components.contains(.outputBias) {
      list.append(
        PageDefinition(
          "OBTECH (obtech)",
          "Output bias: how much more the frontier moved at the new mix of outputs than at the old."
        ))
    } else {
      list.append(PageDefinition("OBTECH (obtech)", "Output bias: 1 here, as it must be."))
    }
    if hasInputBias {
      list.append(
        PageDefinition(
          "IBTECH (ibtech)",
          "Input bias: how much more the frontier moved at the new mix of inputs than at the old."))
      list.append(
        PageDefinition(
          "LOO", "The same without the unit's own observations in either frontier."))
      list.append(
        PageDefinition(
          "Saved factor",
          PageText(
            "Of a pair, the input that is worth less beside the other after technical change: by the signs of "
              + "IBTECH and of the change of the mix (Weber and Domazlicky 1999).")))
    }
    return list
  }

  private var settings: [PageDefinition] {
    let study = bootstrap.results.study.options
    let model = study.bootstrap
    let intervals = bootstrap.results.intervals
    var list = [
      PageDefinition("Returns to scale", PageText(model.returnsToScale.words)),
      PageDefinition("Orientation", PageText(model.orientation == .input ? "input" : "output")),
      PageDefinition("Reference", "contemporaneous: the units of a year span its frontier"),
      PageDefinition("Convention of the biases", PageText(study.convention.words)),
      PageDefinition(
        "Periods", PageText(bootstrap.results.study.periods.map(words).joined(separator: "; "))),
      PageDefinition(
        "Inference", PageText(study.methods.map(\.name).joined(separator: ", beside it "))),
      PageDefinition(
        "Replicates and seed",
        PageText("\(model.replicateCount.grouped), \(model.seed)")),
      PageDefinition(
        "Intervals", PageText("\(level), \(intervals.type.rawValue), on logarithms")),
      PageDefinition(
        "Means",
        PageText(
          "Geometric and unweighted. E1: a unit at its observed points; E2: the mean of these units; E3: the "
            + "mean of a population that they were drawn from.")),
    ]
    if intervals.type == .basicOnLevels {
      list[list.count - 2].meaning = PageText("\(level), \(intervals.type.rawValue)")
    }
    return list
  }

  private func words(_ period: ReportPeriod) -> String {
    let names = panel.periods
    return "\(period.name): \(period.transitions.count) changes, "
      + "\(names[period.endPoints.from]) to \(names[period.endPoints.to])"
  }
}

extension ReturnsToScale {
  /// The assumption in words, with its short name.
  fileprivate var words: String {
    let name =
      switch self {
      case .constant: "constant"
      case .variable: "variable"
      case .nonIncreasing: "non-increasing"
      case .nonDecreasing: "non-decreasing"
      case .freeDisposalHull: "free disposal hull"
      }
    return "\(name) (\(rawValue))"
  }
}

extension BiasConvention {
  /// The path of the decomposition in words.
  fileprivate var words: String {
    switch self {
    case .newInputs: "A: through new inputs and old outputs (Färe et al. 1997)"
    case .newOutputs: "B: through old inputs and new outputs"
    case .symmetric: "symmetric: geometric mean of both paths"
    case .printed: "as printed by Wang et al. (2015), which exchanges the names of the biases"
    }
  }
}
