internal import Frontier
internal import Productivity
internal import Tables

extension TableError {
  /// Why a panel, or the settings, allow no Malmquist analysis.
  init(_ error: MalmquistError, _ request: PanelRequest, periods: [String]) {
    switch error {
    case .tooFewPeriods(let found):
      self.init(
        .data,
        "\(request.path): found \(found) \(found == 1 ? "period" : "periods"); "
          + "expected at least two")
    case .period(let period):
      self.init(period, request, periods: periods)
    case .invalidPair(let pair, let count):
      self.init(.usage, "--pairs: found \(pair.first):\(pair.second); expected two of \(count)")
    case .scaleDecompositionNeedsConstantReturns(let found):
      self.init(.usage, "--scale: found --rts \(found.rawValue); expected --rts crs with it")
    case .pairIsolatedNeedsConstantReturns(let found):
      self.init(
        .usage, "--pair-isolated: found --rts \(found.rawValue); expected --rts crs with it")
    case .globalReferenceIsNotBalanced:
      self.init(
        .usage, "--balanced: found --reference global; expected another reference with it")
    case .outputSharesNeedOneOutput(let found):
      self.init(.usage, "--weights: found \(found) outputs; expected one for output shares")
    default:
      self.init(.usage, "found settings that do not fit the panel: \(error)")
    }
  }

  private init(_ error: PeriodError, _ request: PanelRequest, periods: [String]) {
    switch error {
    case .malformed(let text):
      self.init(.usage, "--period: found \(text.quoted); expected NAME=FIRST..LAST")
    case .unknownLabel(let name, let label):
      self.init(
        .data,
        "\(request.path): found no period \(label.quoted) for \(name.quoted); "
          + "expected one of \(NearMatch.list(periods))")
    case .reversed(let name, let first, let last):
      self.init(
        .usage,
        "--period: found \(name.quoted) from \(first.quoted) to \(last.quoted); "
          + "expected the first period not after the last")
    case .noTransition(let name):
      self.init(
        .data, "\(request.path): found no transition in \(name.quoted); expected at least one")
    case .duplicateName(let name):
      self.init(.usage, "--period: found the name \(name.quoted) twice; expected different names")
    }
  }
}
