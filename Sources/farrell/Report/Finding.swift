internal import Analysis
internal import Tables

/// One result in words, with what the data can and cannot say about it.
struct Finding: Sendable, Hashable {
  /// What the replicates say.
  enum Verdict: String, Sendable, Hashable {
    /// The interval leaves out what would be no change.
    case shown = "The data show it"
    /// The interval holds it.
    case notShown = "The data cannot tell"
    /// A description without a test.
    case described = "Description"
  }

  /// What it is about.
  let heading: String
  /// Sentences.
  let text: String
  let verdict: Verdict
}

extension Double {
  /// A factor as growth in per cent, such as "+9.1 %".
  var growth: String {
    let value = 100 * (self - 1)
    let text = value.fixed(Swift.abs(value) < 10 ? 1 : 0)
    return "\(text.hasPrefix("-") ? "−" + text.dropFirst() : "+" + text) %"
  }
}
