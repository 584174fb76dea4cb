internal import Analysis
internal import ArgumentParser

/// Flags of the bootstrap of scores.
struct ScoreBootstrapArguments: ParsableArguments {
  @Option(help: "Replicates B of a bootstrap of the scores (default: no bootstrap).")
  var bootstrap: String?
  @Option(help: "Order of smoothing: reflect-last or reflect-first (default: reflect-last).")
  var smoothing: String?
  @OptionGroup var draws: DrawArguments
  @OptionGroup var bandwidths: BandwidthArguments

  var flags: [SettingName: [String]] {
    ([.bootstrap: bootstrap, .smoothing: smoothing] as [SettingName: String?])
      .compactMapValues { $0.map { [$0] } }
      .merging(draws.flags) { first, _ in first }
      .merging(bandwidths.flags) { first, _ in first }
  }
}
