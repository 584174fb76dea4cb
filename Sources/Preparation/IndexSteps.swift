internal import Tables

/// `combine-index`: one index number for all from those of several units, by weights.
struct CombineIndexStep: RecipeStep {
  let site: StepSite
  private let tables: TableChoice
  private let with: String?
  private let column: String
  private let weights: [(name: String, number: Double)]
  private let into: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    with = try keys.text("with")
    column = try keys.requiredText("column", "a column with index numbers")
    guard let weights = try keys.namedNumbers("weights") else {
      throw keys.missing("weights", "{ unit = share }")
    }
    self.weights = weights
    into = try keys.requiredText("into", "the name of the combined index")
    guard IndexCombination.sumToOne(weights.map(\.number)) else {
      let sum = weights.reduce(0) { $0 + $1.number }
      throw site.refusal(
        "weights", found: "weights with the sum \(sum.shortest)",
        expected: "shares that are not negative and sum to 1")
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let source: (name: String, table: LongTable) =
      with == nil ? (name, table) : try work.table(with, site, key: "with")
    let (variable, numbers) = try source.table.numbers(
      column, site, key: "column", table: source.name)
    guard variable.kind == .index else {
      throw site.refusal(
        "column", found: "\(column.quoted), which is no index number",
        expected: "an index (indices = [...] of a read step, or price-index)")
    }
    for (unit, _) in weights {
      try source.table.requireUnit(unit, site, key: "weights", table: source.name)
    }
    let rowOfKey = source.table.rowOfKey
    var combined: [Double?] = []
    var histories: [Int] = []
    for (row, key) in table.keys.enumerated() {
      let members = weights.map { rowOfKey[RowKey(unit: $0.name, year: key.year)] }
      do {
        combined.append(
          try IndexCombination.mean(
            members.map { row in row.flatMap { numbers[$0] } }, weights: weights.map(\.number)))
      } catch {
        let member = RowKey(unit: weights[error.position].name, year: key.year)
        throw site.fault(
          found: error.found + member.description,
          at: members[error.position].map { source.table.places[$0] } ?? table.places[row],
          expected: error.expected)
      }
      histories.append(
        work.histories.derive(
          from: members.compactMap { $0.map { variable.histories[$0] } }, step: site.number))
    }
    try table.add(
      Variable(name: into, numbers: combined, kind: .index, histories: histories), site)
    name = tables.to ?? name
    work.put(table, as: name)
    let formula = weights.map { "\($0.number.shortest) \($0.name)" }.joined(separator: " + ")
    work.report(
      site,
      "combine \(column) of \(formula) -> \(into) for \(Words.count(table.units.count, "unit")): "
        + Words.range(combined))
  }
}

/// `compute`: one arithmetic operation on columns.
struct ComputeStep: RecipeStep {
  /// What is computed.
  private enum Operation {
    case sum([String])
    case difference(String, String)
    case product([String])
    case ratio(String, String)
    case scale(String, Double)
    case weighted([String], [Double])

    var columns: [String] {
      switch self {
      case .sum(let columns), .product(let columns), .weighted(let columns, _): columns
      case .difference(let first, let second), .ratio(let first, let second): [first, second]
      case .scale(let column, _): [column]
      }
    }
  }

  let site: StepSite
  private let tables: TableChoice
  private let operation: Operation
  private let key: String
  private let into: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    into = try keys.requiredText("into", "the name of the result")
    let factor = try keys.number("factor")
    let weights = try keys.numbers("weights")
    var found: [(key: String, operation: Operation)] = []
    if let columns = try keys.texts("sum") { found.append(("sum", .sum(columns))) }
    if let columns = try keys.texts("product") { found.append(("product", .product(columns))) }
    for key in ["difference", "ratio"] {
      guard let columns = try keys.texts(key) else { continue }
      guard columns.count == 2 else {
        throw site.refusal(key, found: Words.count(columns.count, "column"), expected: "two")
      }
      found.append(
        (key, key == "ratio" ? .ratio(columns[0], columns[1]) : .difference(columns[0], columns[1]))
      )
    }
    if let column = try keys.text("scale") {
      guard let factor else { throw keys.missing("factor", "a number") }
      found.append(("scale", .scale(column, factor)))
    }
    if let columns = try keys.texts("weighted") {
      guard let weights, weights.count == columns.count else {
        throw site.refusal(
          "weighted", found: Words.count(weights?.count ?? 0, "weight"),
          expected: "weights = [...] with \(columns.count)")
      }
      found.append(("weighted", .weighted(columns, weights)))
    }
    guard let only = found.first, found.count == 1 else {
      throw site.refusal(
        found: Words.count(found.count, "operation"),
        expected: "one of sum, difference, product, ratio, scale and weighted")
    }
    (key, operation) = only
    if factor != nil && key != "scale" {
      throw site.refusal("factor", found: "a factor for \(key)", expected: "it with scale only")
    }
    if weights != nil && key != "weighted" {
      throw site.refusal(
        "weights", found: "weights for \(key)", expected: "them with weighted only")
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    var variables: [Variable] = []
    var columns: [[Double?]] = []
    for column in operation.columns {
      let (variable, numbers) = try table.numbers(column, site, key: key, table: name)
      variables.append(variable)
      columns.append(numbers)
    }
    let kind = try kind(of: variables)
    var result: [Double?] = []
    for row in 0..<table.rowCount {
      let parts = columns.compactMap { $0[row] }
      guard parts.count == columns.count else {
        result.append(nil)
        continue
      }
      let value = value(parts)
      guard value.isFinite else {
        throw site.fault(
          found: "the \(key) of \(parts.map(\.shortest).joined(separator: " and "))"
            + table.keys[row].description, at: table.places[row], expected: "a finite result")
      }
      result.append(value)
    }
    let histories = work.histories.pointwise(
      variables, rowCount: table.rowCount, step: site.number)
    try table.add(
      Variable(
        name: into, numbers: result, kind: kind.kind, isReal: kind.isReal, histories: histories),
      site)
    name = tables.to ?? name
    work.put(table, as: name)
    let totals =
      kind.kind == .additive ? "total \(Words.total(result))" : Words.range(result)
    work.report(
      site,
      "compute \(key) of \(Words.names(operation.columns)) -> \(into): "
        + "\(result.count { $0 != nil }) of \(result.count) rows, \(totals)")
  }

  private func value(_ parts: [Double]) -> Double {
    switch operation {
    case .sum: parts.reduce(0, +)
    case .difference: parts[0] - parts[1]
    case .product: parts.reduce(1, *)
    case .ratio: parts[0] / parts[1]
    case .scale(_, let factor): factor * parts[0]
    case .weighted(_, let weights): zip(weights, parts).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// What the result is: sums of index numbers and rates mean nothing, and neither does deflation in
  /// disguise, which the step of that name does with its checks.
  private func kind(
    of variables: [Variable]
  ) throws(TableError) -> (kind: VariableKind, isReal: Bool) {
    let isAnyReal = variables.contains(where: \.isReal)
    let kinds = Set(variables.map(\.kind))
    switch operation {
    case .sum, .difference:
      if let other = variables.first(where: { $0.kind != .additive }) {
        throw site.refusal(
          key, found: "\(other.name.quoted), which is an \(other.kind.rawValue)",
          expected: "additive variables (weighted combines index numbers and rates)")
      }
      return (.additive, isAnyReal)
    case .scale: return (variables[0].kind, isAnyReal)
    case .weighted:
      guard kinds.count == 1, let kind = kinds.first else {
        throw site.refusal(
          key, found: "columns of different kinds", expected: "columns of one kind")
      }
      return (kind, isAnyReal)
    case .product:
      // A volume times a price is a value again.
      if kinds.contains(.additive) { return (.additive, isAnyReal && !kinds.contains(.index)) }
      return (kinds == [.index] ? .index : .rate, false)
    case .ratio:
      if variables[0].kind == .additive && variables[1].kind == .index {
        throw site.refusal(
          key, found: "values divided by an index number", expected: "a deflate step")
      }
      return (variables[0].kind == .index && variables[1].kind != .additive ? .index : .rate, false)
    }
  }
}
