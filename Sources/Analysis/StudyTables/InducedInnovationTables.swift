internal import Frontier
internal import Productivity
package import Tables

/// Whether the inputs that became dearer are the ones that technical change saves (METHODS 3.7).
package struct InducedInnovationTables: Sendable {
  static let meanName = "induced-innovation"
  static let unitName = "induced-by-unit"

  /// A comparison of a pair over a period by one rule.
  struct Key: Sendable, Hashable {
    let period: ReportPeriod
    let pair: FactorPair
    let rule: BiasRule
  }

  let panel: Panel
  let prices: InputPrices
  let keys: [Key]
  /// Notes on the model.
  let notes: [String]
  /// Class of a unit, or of the average unit for nil; nil where it is not known.
  let cell: @Sendable (_ key: Key, _ unit: Int?) -> SavingCell?

  /// Comparisons of the pairs whose inputs both have prices.
  static func keys(
    _ periods: [ReportPeriod], _ pairs: [FactorPair], _ rules: [BiasRule], _ prices: InputPrices
  ) -> [Key] {
    periods.flatMap { period in
      pairs.filter { prices.hasBoth(of: $0) }.flatMap { pair in
        rules.map { Key(period: period, pair: pair, rule: $0) }
      }
    }
  }

  /// The average unit, and how many units are consistent.
  package var means: ReportTable {
    var table = ReportTable(
      name: Self.meanName,
      notes: legend + [
        "units: those with a verdict, how many of them say yes, their share, and the exact two-sided "
          + "binomial p-value of a share of one half, which takes units for independent"
      ] + notes,
      columns: ["period", "pair", "rule"].map { (heading: "", name: $0) }
        + ["price change", "saves", "consistent"].map { (heading: "average unit", name: $0) }
        + ["decided", "consistent", "share", "p"].map { (heading: "units", name: $0) },
      keyCount: 3)
    table.title = "Induced innovation: does technical change save what became dearer?"
    for key in keys {
      let units = Array(panel.units.indices)
      let change = prices.meanRelativeChange(of: key.pair, units: units, over: key.period.endPoints)
      let test = InducedInnovationTest(units.map { verdict(key, $0) })
      table.append(
        [.text(key.period.name), .text(name(key.pair)), .text(key.rule.rawValue)]
          + cells(key, nil, change) + [
            .integer(test.decidedCount), .integer(test.consistentCount), .init(test.share),
            .init(test.pValue),
          ])
    }
    return table
  }

  /// Every unit.
  package var units: ReportTable {
    var table = ReportTable(
      name: Self.unitName, notes: legend + notes,
      columns: ["unit", "period", "pair", "rule", "price change", "saves", "consistent"],
      keyCount: 4)
    table.title = "Induced innovation by unit"
    for unit in panel.units.indices {
      for key in keys {
        table.append(
          [.text(panel.units[unit]), .text(key.period.name), .text(name(key.pair))]
            + [.text(key.rule.rawValue)] + cells(key, unit, change(key, unit)))
      }
    }
    return table
  }

  private func change(_ key: Key, _ unit: Int) -> Double? {
    prices.relativeChange(of: key.pair, unit: unit, over: key.period.endPoints)
  }

  private func verdict(_ key: Key, _ unit: Int) -> InducedInnovation {
    guard let found = cell(key, unit) else { return .undetermined }
    return InducedInnovation(
      pair: key.pair, bias: found.bias, priceChange: change(key, unit))
  }

  private func cells(_ key: Key, _ unit: Int?, _ change: Double?) -> [ReportTable.Cell] {
    guard let found = cell(key, unit) else { return [.init(change), .missing, .missing] }
    let verdict = InducedInnovation(pair: key.pair, bias: found.bias, priceChange: change)
    return [.init(change), .text(found.text(panel.inputNames)), .text(verdict.rawValue)]
  }

  private func name(_ pair: FactorPair) -> String {
    "\(panel.inputNames[pair.first]):\(panel.inputNames[pair.second])"
  }

  private var legend: [String] {
    [
      "price change: change of ln(price of the first input / price of the second) from the first to the "
        + "last year; consistent: the saved input is the one that became dearer",
      "caution: while IBTECH is above 1 by the error of its estimate, an input that units merely replace "
        + "because it became dearer is called saved",
    ]
  }
}

/// The setting of prices: the column of each input that has some.
struct PriceColumns: Sendable, Hashable {
  /// Columns to read, each once.
  private(set) var names: [String] = []
  /// Position among the columns for each input.
  private(set) var ofInput: [Int: Int] = [:]

  /// Prices beside a panel; nil where none were asked for.
  func prices(of loaded: LoadedPanel) -> InputPrices? {
    names.isEmpty
      ? nil : InputPrices(panel: loaded.panel, values: loaded.prices, columns: ofInput)
  }

  /// Refuses a table that needs prices where there are none.
  func check(_ table: String?, needsPrices: Bool) throws(TableError) {
    guard needsPrices, names.isEmpty else { return }
    throw TableError(
      .usage, "--table: found \((table ?? "").quoted) without prices; expected --prices with it")
  }

  /// Columns written `input=column`; `inputs` are the names of the panel's inputs.
  init(_ setting: Setting?, inputs: [String]) throws(TableError) {
    guard let setting else { return }
    for text in try setting.names() {
      guard let sign = text.firstIndex(of: "="), text.index(after: sign) != text.endIndex,
        let input = inputs.firstIndex(of: String(text[..<sign]))
      else {
        throw setting.refusal(
          of: text, expected: "INPUT=COLUMN with an input of \(NearMatch.list(inputs))")
      }
      guard ofInput[input] == nil else {
        throw setting.refusal(of: text, expected: "each input once")
      }
      let column = String(text[text.index(after: sign)...])
      if let known = names.firstIndex(of: column) {
        ofInput[input] = known
      } else {
        ofInput[input] = names.count
        names.append(column)
      }
    }
    guard ofInput.count >= 2 else {
      throw setting.refusal(expected: "prices of at least two inputs, as INPUT=COLUMN,INPUT=COLUMN")
    }
  }
}
