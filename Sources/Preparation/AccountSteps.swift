internal import Tables

/// `book-value`: investment and depreciation rates from original and net values of fixed assets.
struct BookValueStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let original: String
  private let net: String
  private let investment: String
  private let rate: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    original = try keys.requiredText("original", "a column with original values")
    net = try keys.requiredText("net", "a column with net values")
    investment = try keys.requiredText("investment_into", "the name of investment")
    rate = try keys.requiredText("rate_into", "the name of depreciation rates")
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let gross = try table.numbers(original, site, key: "original", table: name)
    let value = try table.numbers(net, site, key: "net", table: name)
    var rates = [Double?](repeating: nil, count: table.rowCount)
    let flows = try table.numbersBySeries(site) { (series) throws(SeriesFault) in
      let flows = try BookValue.flows(
        original: series.of(gross.numbers), net: series.of(value.numbers))
      for (row, rate) in zip(series.rows, flows.rates) { rates[row] = rate }
      return flows.investment
    }
    let histories = work.histories.pointwise(
      [gross.variable, value.variable], rowCount: table.rowCount, step: site.number)
    try table.add(
      Variable(name: investment, numbers: flows, histories: histories), site,
      key: "investment_into")
    try table.add(
      Variable(name: rate, numbers: rates, kind: .rate, histories: histories), site,
      key: "rate_into")
    name = tables.to ?? name
    work.put(table, as: name)
    work.report(
      site,
      "book values \(original) and \(net) -> \(investment): \(flows.count { $0 != nil }) rows, "
        + "total \(Words.total(flows)); -> \(rate): \(Words.range(rates))")
  }
}

/// `intermediates`: intermediate inputs without energy.
struct IntermediatesStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let columns: [(key: String, name: String)]
  private let into: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    var columns: [(key: String, name: String)] = []
    for (key, what) in [
      ("output", "gross output"), ("value_added", "value added"), ("vat", "VAT payable"),
      ("energy", "energy cost"),
    ] {
      columns.append((key, try keys.requiredText(key, "a column with \(what)")))
    }
    self.columns = columns
    into = try keys.requiredText("into", "the name of the result")
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    var variables: [Variable] = []
    var numbers: [[Double?]] = []
    for (key, column) in columns {
      let (variable, values) = try table.numbers(column, site, key: key, table: name)
      variables.append(variable)
      numbers.append(values)
    }
    guard Set(variables.map(\.isReal)).count == 1 else {
      throw site.refusal(
        found: "some of \(Words.names(columns.map(\.name))) in constant prices, some not",
        expected: "all four at the prices of their years")
    }
    let materials: [Double?]
    do {
      materials = try IntermediateInputs.materials(
        grossOutput: numbers[0], valueAdded: numbers[1], tax: numbers[2], energy: numbers[3])
    } catch {
      throw site.fault(error, table, rows: Array(0..<table.rowCount))
    }
    let histories = work.histories.pointwise(
      variables, rowCount: table.rowCount, step: site.number)
    noteValueAdded(variables[1], besides: variables[0], &work)
    try table.add(
      Variable(name: into, numbers: materials, isReal: variables[0].isReal, histories: histories),
      site)
    name = tables.to ?? name
    work.put(table, as: name)
    work.report(
      site,
      "intermediates \(columns[0].name) - \(columns[1].name) + \(columns[2].name) - "
        + "\(columns[3].name) -> \(into): \(materials.count { $0 != nil }) of "
        + "\(materials.count) rows, total \(Words.total(materials))")
    work.warn(
      site,
      "with \(into) as an input take gross output as the output: value added leaves "
        + "intermediate inputs out already, and would count them twice")
  }

  /// Remembers by its columns in the files what is value added, so that a check knows it as an output.
  private func noteValueAdded(
    _ valueAdded: Variable, besides output: Variable, _ work: inout Workspace
  ) {
    func sources(_ variable: Variable) -> Set<HistoryLog.Source> {
      // Prices and rates are shared by many; values tell what a column is.
      Set(Set(variable.histories).flatMap { work.histories.sources(of: $0) })
        .filter { $0.kind == .additive }
    }
    work.valueAddedSources.formUnion(sources(valueAdded).subtracting(sources(output)))
  }
}
