internal import ArgumentParser
internal import Productivity
internal import Tables

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

extension MalmquistOptions {
  /// What the settings ask for; `inputs` are the names of the panel's inputs.
  init(_ settings: Settings, inputs: [String]) throws(TableError) {
    self.init()
    if let rts = settings[.rts] { returnsToScale = try rts.returnsToScale() }
    if let orientation = settings[.orientation] {
      self.orientation = try orientation.orientation()
    }
    if let reference = settings[.reference] {
      self.reference = try reference.choice([
        (.contemporaneous, ["contemporaneous"]), (.sequential, ["sequential"]),
        (.global, ["global"]),
      ])
    }
    if let convention = settings[.convention] { self.convention = try convention.convention() }
    leaveOwnOut = try settings.isOn(.leaveOwnOut, builtIn: leaveOwnOut)
    pairIsolated = try settings.isOn(.pairIsolated)
    scaleDecomposition = try settings.isOn(.scale)
    balancedReference = try settings.isOn(.balanced)
    pairs = try settings[.pairs]?.pairs(of: inputs)
    if let weights = settings[.weights] {
      weighting = try weights.choice(MeanWeighting.allCases.map { ($0, [$0.rawValue]) })
    }
    if let decimals = settings[.neutralDecimals] {
      classification.band = .printed(decimals: try decimals.wholeNumber(0...15))
    }
    let preset = try settings[.changes]?.choice(PeriodPreset.allCases.map { ($0, [$0.rawValue]) })
    periods = try settings[.period]?.namedPeriods(preset ?? .growthYears) ?? []
  }
}

extension Setting {
  /// Path of the bias decomposition.
  func convention() throws(TableError) -> BiasConvention {
    try choice([
      (.newInputs, ["a"]), (.newOutputs, ["b"]), (.symmetric, ["sym", "symmetric"]),
      (.printed, ["printed"]),
    ])
  }

  /// Pairs of inputs written `a:b`.
  func pairs(of inputs: [String]) throws(TableError) -> [FactorPair] {
    var pairs: [FactorPair] = []
    for text in try names() {
      let ends = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard ends.count == 2, ends[0] != ends[1], let first = inputs.firstIndex(of: ends[0]),
        let second = inputs.firstIndex(of: ends[1])
      else { throw refusal(of: text, expected: "A:B, two of \(NearMatch.list(inputs))") }
      let pair = FactorPair(first, second)
      guard !pairs.contains(pair) else { throw refusal(of: text, expected: "each pair once") }
      pairs.append(pair)
    }
    return pairs
  }

  /// Periods written `name=first..last`.
  func namedPeriods(_ preset: PeriodPreset) throws(TableError) -> [NamedPeriod] {
    var periods: [NamedPeriod] = []
    for text in texts {
      guard let period = try? NamedPeriod(parsing: text, preset: preset) else {
        throw refusal(of: text, expected: "NAME=FIRST..LAST")
      }
      periods.append(period)
    }
    return periods
  }
}
