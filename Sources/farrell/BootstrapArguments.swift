internal import Analysis
internal import ArgumentParser

/// Flags that say what is drawn; a run on disk remembers them.
struct BootstrapArguments: ParsableArguments {
  @Option(help: "Replicates B (default: 1999).")
  var replicates: String?
  @Option(help: "Seed of the draws (default: 1).")
  var seed: String?
  @Option(
    help:
      "Method: neutral-null, simar-wilson-1999 or subsampling (default: neutral-null)."
  )
  var method: String?
  @Option(help: "Method shown beside it, or none (default: simar-wilson-1999).")
  var compare: String?
  @Option(help: "Units of a subsample (default: chosen for each interval).")
  var subsampleSize: String?
  @Option(help: "Factor of the bandwidth (default: 1).")
  var bandwidthFactor: String?
  @Option(help: "Returns to scale: crs, vrs, nirs or ndrs (default: crs).")
  var rts: String?
  @Option(help: "Orientation: in or out (default: in).")
  var orientation: String?
  @Option(help: "Path of the bias decomposition: a, b, sym or printed (default: a).")
  var convention: String?
  @Option(help: "Period to chain over, as NAME=FIRST..LAST; may be given several times.")
  var period: [String] = []
  @Option(help: "Changes a period covers: growth-years or within (default: growth-years).")
  var changes: String?
  @Option(help: "Units whose mean is wanted too, as NAME=UNIT,UNIT; may be given several times.")
  var subset: [String] = []

  var flags: [SettingName: [String]] {
    ([
      .replicates: replicates, .seed: seed, .method: method, .compare: compare,
      .subsampleSize: subsampleSize, .bandwidthFactor: bandwidthFactor, .rts: rts,
      .orientation: orientation, .convention: convention, .changes: changes,
    ] as [SettingName: String?]).compactMapValues { $0.map { [$0] } }
      .merging([.period: period, .subset: subset]) { first, _ in first }
  }
}

/// Flags that say what is shown of the replicates.
struct ShownArguments: ParsableArguments {
  @Option(help: "Level of the intervals (default: 0.95).")
  var level: String?
  @Option(help: "Intervals: basic, percentile or basic-levels (default: basic).")
  var interval: String?
  @Option(help: "Pairs of inputs to classify, as A:B,C:D (default: all).")
  var pairs: [String] = []
  @Option(help: "Columns with prices of inputs, as INPUT=COLUMN,INPUT=COLUMN.")
  var prices: [String] = []
  @Option(help: "Unit at which isoquants are drawn (default: the geometric mean of the units).")
  var isoquantUnit: String?

  var flags: [SettingName: [String]] {
    ([.level: level, .interval: interval, .isoquantUnit: isoquantUnit] as [SettingName: String?])
      .compactMapValues { $0.map { [$0] } }
      .merging([.pairs: pairs, .prices: prices]) { first, _ in first }
  }
}

/// Flags that say what is shown of the replicates, and where else they go.
struct IntervalArguments: ParsableArguments {
  @OptionGroup var shown: ShownArguments
  @Option(help: "Write this table only.")
  var table: String?
  @Option(help: "File for all draws, as an array of NumPy, with FILE.columns.csv beside it.")
  var draws: String?
  @Option(help: "Directory for pictures, as SVG and Vega-Lite, one of each.")
  var pictures: String?

  var flags: [SettingName: [String]] {
    ([.table: table, .draws: draws, .pictures: pictures] as [SettingName: String?])
      .compactMapValues { $0.map { [$0] } }
      .merging(shown.flags) { first, _ in first }
  }
}
