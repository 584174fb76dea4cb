internal import Analysis
internal import ArgumentParser

/// Flags of draws, besides their number.
struct DrawArguments: ParsableArguments {
  @Option(help: "Seed of the draws (default: 1).")
  var seed: String?
  @Option(help: "Level of intervals and tests (default: 0.95).")
  var level: String?

  var flags: [SettingName: [String]] {
    ([.seed: seed, .level: level] as [SettingName: String?]).compactMapValues { $0.map { [$0] } }
  }
}

/// Flags of the bandwidth of smoothed draws.
struct BandwidthArguments: ParsableArguments {
  @Option(
    help: """
      Bandwidth: normal-reference, silverman, cross-validation or a number \
      (default: silverman).
      """)
  var bandwidth: String?
  @Option(help: "Factor of the bandwidth (default: 1).")
  var bandwidthFactor: String?

  var flags: [SettingName: [String]] {
    ([.bandwidth: bandwidth, .bandwidthFactor: bandwidthFactor] as [SettingName: String?])
      .compactMapValues { $0.map { [$0] } }
  }
}
