internal import Analysis
internal import RunStore
internal import Frontier
internal import Glibc
internal import Inference
internal import Productivity
internal import Publishing
internal import Tables

extension StudyReport {
  /// What the study found, in words, after what one must know to read it.
  var findingSection: PageSection {
    PageSection(
      id: "findings", title: "What the data say",
      blocks: [.notice(PageNotice(.caution, cautionTexts))]
        + StudyFindings(report: bootstrap).all.flatMap(blocks))
  }

  private func blocks(_ finding: Finding) -> [PageBlock] {
    let verdict: [PageText.Phrase] =
      finding.verdict == .described ? [] : [.strong("\(finding.verdict.rawValue). ")]
    return [
      .heading(finding.heading), .paragraph(PageText(verdict + [.text(finding.text)])),
    ]
  }

  /// The findings of the method itself that every reading must respect (METHODS 0).
  private var cautionTexts: [PageText] {
    var texts: [PageText] = []
    if hasInputBias {
      texts.append([
        .strong("Estimates of input bias lie above 1 by construction. "),
        .text(
          "A unit lies nearer to a frontier that it helped to build, so IBTECH exceeds 1 for most units even "
            + "where technical change has no bias. Intervals by the neutral-null method, Farrell's own, have "
            + "that error taken off and may leave out the estimate; the published bootstrap of Simar and "
            + "Wilson (1999), shown beside them, keeps it."),
      ])
      if panel.inputNames.count > 2 {
        texts.append([
          .strong("One index serves all pairs of inputs. "),
          .text(
            "With \(panel.inputNames.count) inputs the rule of Weber and Domazlicky names the saved factor of a "
              + "pair correctly about two times in three even if the index is known without error. Read a "
              + "single cell as a hint."),
        ])
      }
    }
    if bootstrap.results.study.options.convention == .printed {
      texts.append([
        .strong("The convention exchanges two names. "),
        .text(
          "Formulas as printed by Wang et al. (2015) give the name of input bias to output bias and the "
            + "reverse."),
      ])
    }
    texts.append([
      .strong("Intervals say how far few units determine a frontier. "),
      .text(
        "They say nothing of errors in the statistics themselves. Those of productivity for single units and "
          + "for the observed mean hold the truth less often than \(level)."),
    ])
    return texts
  }
}

extension PageNotice {
  /// Notice of several paragraphs.
  init(_ kind: Kind, _ texts: [PageText]) {
    self.init(kind)
    self.texts = texts
  }
}

extension Double {
  /// A factor over some years as one a year.
  func annual(_ years: Double) -> Double { pow(self, 1 / years) }
}

extension Int {
  /// The number with groups of thousands, such as "47,576,200".
  var grouped: String {
    var digits = String(magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.append(String(digits.suffix(3)))
      digits.removeLast(3)
    }
    return (self < 0 ? "−" : "") + ([digits] + groups.reversed()).joined(separator: ",")
  }
}
