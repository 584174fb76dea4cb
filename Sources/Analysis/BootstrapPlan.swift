internal import Frontier
internal import Inference
internal import Productivity
internal import Tables

/// What a bootstrap draws and shows, from its settings.
package struct BootstrapPlan: Sendable {
  var study: IndexStudyOptions
  var intervals = IntervalOptions()
  /// Units shown as groups, besides all of them.
  let subsets: [UnitSubset]
  let pairs: [FactorPair]
  /// Columns with prices of inputs, for the report only.
  let prices: PriceColumns
  /// Unit at which isoquants are drawn; nil for the geometric mean.
  let isoquantUnit: Int?

  /// Plan of some settings.
  ///
  /// - Parameters:
  ///   - settings: flags, environment, run file.
  ///   - panel: the data.
  ///   - file: its name in messages.
  /// - Throws: ``TableError`` for a setting that cannot be.
  init(_ settings: Settings, _ panel: Panel, file: String) throws(TableError) {
    var study = IndexStudyOptions()
    if let replicates = settings[.replicates] {
      study.bootstrap.replicateCount = try replicates.wholeNumber(2...1_000_000)
    }
    if let seed = settings[.seed] { study.bootstrap.seed = try seed.seed() }
    if let rts = settings[.rts] { study.bootstrap.returnsToScale = try rts.returnsToScale() }
    if let orientation = settings[.orientation] {
      study.bootstrap.orientation = try orientation.orientation()
    }
    if let factor = settings[.bandwidthFactor] {
      study.bootstrap.bandwidthFactor = try factor.number(0.01...100)
    }
    if let convention = settings[.convention] { study.convention = try convention.convention() }
    study.methods = try Self.methods(settings)
    let preset = try settings[.changes]?.choice(PeriodPreset.allCases.map { ($0, [$0.rawValue]) })
    study.periods = try settings[.period]?.namedPeriods(preset ?? .growthYears) ?? []
    subsets = try settings[.subset]?.subsets(of: panel, file: file) ?? []
    study.groups = subsets.map(\.units)
    pairs =
      try settings[.pairs]?.pairs(of: panel.inputNames)
      ?? FactorPair.all(inputCount: panel.inputNames.count)
    prices = try PriceColumns(settings[.prices], inputs: panel.inputNames)
    isoquantUnit = try settings[.isoquantUnit]?.unit(of: panel)
    if let level = settings[.level] { intervals.level = try level.number(0.5...0.9999) }
    if let interval = settings[.interval] {
      intervals.type = try interval.choice(IntervalType.allCases.map { ($0, [$0.rawValue]) })
    }
    self.study = study
    try check(settings)
  }

  private static func methods(_ settings: Settings) throws(TableError) -> [InferenceMethod] {
    let size = try settings[.subsampleSize]?.wholeNumber(2...1_000_000)
    let known: [(value: InferenceMethod, names: [String])] = [
      (.neutralNull, ["neutral-null", "neutral"]),
      (.simarWilson1999, ["simar-wilson-1999", "sw1999"]),
      (.subsampling(size: size), ["subsampling"]),
    ]
    let first = try settings[.method]?.choice(known) ?? .neutralNull
    let none: (value: InferenceMethod?, names: [String]) = (nil, ["none"])
    let second: InferenceMethod?
    if let compare = settings[.compare] {
      second = try compare.choice(known.map { (Optional($0.value), $0.names) } + [none])
    } else {
      second = first == .simarWilson1999 ? nil : .simarWilson1999
    }
    if second == first, let compare = settings[.compare] {
      throw compare.refusal(expected: "another method than --method, or none")
    }
    return [first] + [second].compactMap(\.self)
  }

  private func check(_ settings: Settings) throws(TableError) {
    let model = study.bootstrap
    if model.returnsToScale == .freeDisposalHull {
      throw TableError(
        .usage, "--rts: found fdh; expected crs, vrs, nirs or ndrs, whose frontiers have replicates"
      )
    }
    if study.methods.contains(.neutralNull), model.returnsToScale != .constant,
      model.orientation == .input
    {
      throw TableError(
        .usage,
        "--orientation: found in with --rts \(model.returnsToScale.rawValue); expected out, in which "
          + "the neutral-null method is defined")
    }
  }
}

extension BootstrapPlan {
  /// Every setting that draws depend on, each in one way of writing.
  func identity(_ settings: Settings) throws(TableError) -> [String: [String]] {
    var all: [SettingName: [String]] = [:]
    for name in [
      SettingName.unit, .time, .from, .to, .zeros, .missing, .encoding, .decimal, .delimiter,
      .changes, .where, .period, .subset,
    ] { all[name] = settings[name]?.texts }
    for name in [SettingName.inputs, .outputs] { all[name] = try settings[name]?.quotedNames() }
    let model = study.bootstrap
    all[.replicates] = [String(model.replicateCount)]
    all[.seed] = [String(model.seed)]
    all[.rts] = [model.returnsToScale.rawValue]
    all[.orientation] = [model.orientation.rawValue]
    all[.bandwidthFactor] = [model.bandwidthFactor.shortest]
    all[.convention] = [study.convention.rawValue]
    all[.method] = [study.methods[0].settingName]
    all[.compare] = [study.methods.dropFirst().first?.settingName ?? "none"]
    for case .subsampling(let size?) in study.methods { all[.subsampleSize] = [String(size)] }
    return Dictionary(uniqueKeysWithValues: all.map { ($0.key.rawValue, $0.value) })
  }

  /// What the report shows, as it was asked for.
  func report(_ settings: Settings) -> [String: [String]] {
    let names: [SettingName] = [.file, .level, .interval, .pairs, .prices, .isoquantUnit]
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        settings[name].map { (name.rawValue, $0.texts) }
      })
  }
}

extension InferenceMethod {
  /// Name as `--method` takes it.
  fileprivate var settingName: String {
    if case .subsampling = self { "subsampling" } else { name }
  }
}

extension Setting {
  /// Single names, quoted where they hold a comma or a quote.
  fileprivate func quotedNames() throws(TableError) -> [String] {
    try names().map { $0.contains(",") || $0.contains("\"") ? $0.betweenQuotes : $0 }
  }
}
