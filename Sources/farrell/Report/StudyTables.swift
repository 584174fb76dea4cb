internal import RunStore
internal import Frontier
internal import Inference
internal import Productivity
internal import Publishing
internal import Tables

extension StudyReport {
  /// Productivity and its parts.
  var productivitySection: PageSection? {
    PageSection(id: "productivity", title: "Productivity and its parts", blocks: [])
  }

  /// Input bias by unit.
  var biasSection: PageSection? {
    guard hasInputBias else { return nil }
    return PageSection(id: "bias", title: "Input bias of technical change", blocks: [])
  }

  /// Which factor technical change saves.
  var factorSection: PageSection? {
    guard !bootstrap.savingPairs.isEmpty else { return nil }
    return PageSection(id: "factors", title: "Which factor technical change saves", blocks: [])
  }

  /// Relative prices and saved factors.
  var priceSection: PageSection? { nil }
}
