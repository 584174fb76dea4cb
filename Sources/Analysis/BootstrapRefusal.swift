internal import Frontier
internal import Inference
internal import Productivity
internal import Tables

extension TableError {
  /// Why a panel, or the settings, allow no bootstrap.
  init(_ error: StudyError, _ request: PanelRequest, _ panel: Panel) {
    switch error {
    case .tooFewPeriods(let found): self.init(.tooFewPeriods(found: found), request, periods: [])
    case .period(let error): self.init(.period(error), request, periods: panel.periods)
    case .inference(let error): self.init(.data, "\(request.path): \(error.text(panel))")
    }
  }
}

extension InferenceError {
  /// What was found and what was expected, in the names of a panel.
  func text(_ panel: Panel) -> String {
    switch self {
    case .tooFewUnits(let found, let expected):
      "found \(found) \(found == 1 ? "unit" : "units") observed throughout; expected at least \(expected)"
    case .noInefficiency:
      "found every unit efficient; expected inefficiencies to draw from"
    case .noMaximum: "found no maximum of the likelihood; expected one"
    case .invalidHypothesis(let found):
      "found returns to scale \(found.rawValue) as the hypothesis; expected crs, nirs or ndrs"
    case .missingDistance(let unit, let period):
      "found no distance of \(panel.units[unit].quoted) in \(panel.periods[period]); expected one"
    case .data(let error): "found points that make no technology: \(error)"
    case .replicates(.tooManyVariables(let count)):
      "found \(count) variables; expected at most 64 for replicates"
    case .replicates(let error): "found a reference that no technology can have: \(error)"
    case .neutralWorldNeedsOutputs(let found):
      "found orientation in with \(found.rawValue); expected out"
    case .invalidOption("subsample size", let found):
      "found subsamples of \(found.shortest) units; expected fewer than there are, at least 2"
    case .invalidOption(let name, let found):
      "found \(found.shortest) for the \(name); expected another"
    case .cancelled: "stopped before the end"
    }
  }
}
