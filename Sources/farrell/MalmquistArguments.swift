internal import Analysis
internal import ArgumentParser

/// Flags that say what a Malmquist analysis computes.
struct MalmquistArguments: ParsableArguments {
  @Option(help: "Returns to scale: crs, vrs, nirs, ndrs or fdh (default: crs).")
  var rts: String?
  @Option(help: "Orientation: in or out (default: in).")
  var orientation: String?
  @Option(help: "Reference: contemporaneous, sequential or global (default: contemporaneous).")
  var reference: String?
  @Option(help: "Path of the bias decomposition: a, b, sym or printed (default: a).")
  var convention: String?
  @Option(help: "Period to chain over, as NAME=FIRST..LAST; may be given several times.")
  var period: [String] = []
  @Option(help: "Changes a period covers: growth-years or within (default: growth-years).")
  var changes: String?
  @Option(help: "Averages over units: unweighted or output-shares (default: unweighted).")
  var weights: String?
  @Option(help: "Decimals at which an index that rounds to 1 is called neutral.")
  var neutralDecimals: String?
  @Option(help: "Pairs of inputs to classify, as A:B,C:D (default: all).")
  var pairs: [String] = []
  @Option(help: "Units shown again together, as NAME=UNIT,UNIT; may be given several times.")
  var subset: [String] = []
  @Option(help: "Columns with prices of inputs, as INPUT=COLUMN,INPUT=COLUMN.")
  var prices: [String] = []
  @Option(help: "Unit at which isoquants are drawn (default: the geometric mean of the units).")
  var isoquantUnit: String?
  @Flag(inversion: .prefixedNo, help: "Biases without own observations too (default: yes).")
  var leaveOwnOut: Bool?
  @Flag(inversion: .prefixedNo, help: "The index that moves the inputs of a pair only.")
  var pairIsolated: Bool?
  @Flag(inversion: .prefixedNo, help: "Pure efficiency and scale.")
  var scale: Bool?
  @Flag(inversion: .prefixedNo, help: "Only units observed in both periods of a transition.")
  var balanced: Bool?
  @Flag(inversion: .prefixedNo, help: "Shephard distances in the table of indices.")
  var distances: Bool?

  var flags: [SettingName: [String]] {
    ([
      .rts: rts, .orientation: orientation, .reference: reference, .convention: convention,
      .leaveOwnOut: leaveOwnOut.map(String.init), .pairIsolated: pairIsolated.map(String.init),
      .scale: scale.map(String.init), .balanced: balanced.map(String.init),
      .distances: distances.map(String.init),
      .changes: changes, .weights: weights, .neutralDecimals: neutralDecimals,
      .isoquantUnit: isoquantUnit,
    ] as [SettingName: String?]).compactMapValues { $0.map { [$0] } }
      .merging([.period: period, .pairs: pairs, .subset: subset, .prices: prices]) { first, _ in
        first
      }
  }
}
