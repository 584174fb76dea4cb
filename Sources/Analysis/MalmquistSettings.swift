internal import Productivity
internal import Tables

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
