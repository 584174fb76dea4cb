package import Inference
package import Tables

/// How samples are drawn and what is read off them, from the settings.
package struct DrawPlan: Sendable, Hashable {
  /// Number of replicates.
  package let replicateCount: Int
  package let seed: UInt64
  /// Level of intervals; tests reject at p-values up to ``size``.
  package let level: Double
  let rule: BandwidthRule
  /// Bandwidth instead of the rule's.
  let bandwidth: Double?
  let bandwidthFactor: Double

  /// - Parameters:
  ///   - settings: flags, environment, run file.
  ///   - count: name of the setting with the number of replicates.
  ///   - builtIn: that number where no setting names it.
  /// - Throws: ``TableError`` for a number out of its range.
  package init(_ settings: Settings, count: SettingName, builtIn: Int) throws(TableError) {
    replicateCount = try settings[count]?.wholeNumber(2...1_000_000) ?? builtIn
    seed = try settings[.seed]?.seed() ?? 1
    level = try settings[.level]?.number(0.5...0.9999) ?? 0.95
    (rule, bandwidth) = try settings[.bandwidth]?.bandwidth() ?? (.silverman, nil)
    bandwidthFactor = try settings[.bandwidthFactor]?.number(0.01...100) ?? 1
  }

  /// Largest p-value that rejects: 1 − level, without the rounding of the difference.
  package var size: Double { ((1 - level) * 1e12).rounded() / 1e12 }

  /// The level in words, such as "95 %".
  package var levelText: String { "\(((level * 1e12).rounded() / 1e10).shortest) %" }

  /// The draws, for documents; `smooth` where they have a bandwidth.
  package func metadata(smooth: Bool = true) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      .init("replicates", .integer(replicateCount)), .init("seed", .text(String(seed))),
      .init("level", .number(level)),
    ]
    if smooth {
      members.append(
        .init("bandwidth", bandwidth.map { .number($0) } ?? .text(rule.rawValue)))
      members.append(.init("bandwidth_factor", .number(bandwidthFactor)))
    }
    return members
  }
}

extension SampleTestOptions {
  /// Options of a test that draws as the plan says.
  package init(_ plan: DrawPlan, workerCount: Int) {
    self.init()
    (replicateCount, seed) = (plan.replicateCount, plan.seed)
    (bandwidthRule, bandwidth) = (plan.rule, plan.bandwidth)
    (bandwidthFactor, self.workerCount) = (plan.bandwidthFactor, workerCount)
  }
}

extension Setting {
  /// A rule for the bandwidth, or a bandwidth.
  fileprivate func bandwidth() throws(TableError) -> (rule: BandwidthRule, value: Double?) {
    let text = try single()
    if let rule = BandwidthRule(rawValue: text.lowercased()) { return (rule, nil) }
    guard let value = Double(text), value > 0, value.isFinite else {
      let rules = BandwidthRule.allCases.map(\.rawValue).joined(separator: ", ")
      throw refusal(of: text, expected: "one of \(rules), or a positive number")
    }
    return (.silverman, value)
  }

  /// Orders of smoothing, under the names that are in use.
  func smoothingOrder() throws(TableError) -> SmoothingOrder {
    try choice(SmoothingOrder.allCases.map { ($0, [$0.rawValue]) })
  }
}
