/// The numbers of the rows that are kept.
struct ObservedValues {
  private let text: DelimitedText
  private let columns: ColumnSelection
  private let policy: MissingPolicy
  private let parser: NumberParser
  /// Rows of the file that are observations.
  private(set) var rows: [Int] = []
  /// Inputs, row after row.
  private(set) var inputs: [Double] = []
  /// Outputs, row after row.
  private(set) var outputs: [Double] = []
  /// Variables of the environment, row after row.
  private(set) var environment: [Double] = []
  /// Prices, row after row.
  private(set) var prices: [Double] = []
  /// Groups of the rows, where a column has them.
  private(set) var groups: [String] = []
  private(set) var counts = LoadedPanel.Counts()
  private var incomplete: [Int] = []  // rows with a missing number

  /// No rows yet, but room for some: growing by doubling would hold twice the memory of a large panel.
  init(_ text: DelimitedText, _ columns: ColumnSelection, _ policy: MissingPolicy, rowCount: Int) {
    self.text = text
    self.columns = columns
    self.policy = policy
    parser = NumberParser(decimal: text.decimal)
    rows.reserveCapacity(rowCount)
    inputs.reserveCapacity(rowCount * columns.inputs.count)
    outputs.reserveCapacity(rowCount * columns.outputs.count)
    environment.reserveCapacity(rowCount * columns.environment.count)
  }

  /// Reads the numbers of a row; one with a missing number goes as the policy says.
  mutating func append(row: Int, _ fields: [Field]) throws(TableError) {
    if policy != .reject && isIncomplete(fields) {
      incomplete.append(row)
      return
    }
    rows.append(row)
    for column in columns.inputs { inputs.append(try number(fields[column])) }
    for column in columns.outputs { outputs.append(try number(fields[column])) }
    for column in columns.environment { environment.append(try number(fields[column])) }
    for column in columns.prices { prices.append(try price(fields[column])) }
    if let column = columns.group { groups.append(try group(fields[column])) }
  }

  /// After the last row, leaves out what the policy does not keep, and counts it.
  mutating func finish(_ keys: RowKeys) {
    guard !incomplete.isEmpty else { return }
    let candidates = rows + incomplete
    if policy == .dropUnit { drop(units: Set(incomplete.map { keys.units[$0] }), keys) }
    counts.droppedRows = candidates.count - rows.count
    counts.droppedUnits =
      Set(candidates.lazy.map { keys.units[$0] }).count
      - Set(rows.lazy.map { keys.units[$0] }).count
  }

  /// The periods of `order` that still have an observation.
  func observedPeriods(_ order: [String], _ keys: RowKeys) -> [String] {
    var isObserved = [Bool](repeating: false, count: keys.periodsByAppearance.count)
    for row in rows { isObserved[keys.periods[row]] = true }
    let names = keys.periodsByAppearance
    let observed = Set(names.indices.lazy.filter { isObserved[$0] }.map { names[$0] })
    return order.filter(observed.contains)
  }

  private mutating func drop(units: Set<Int>, _ keys: RowKeys) {
    let kept = rows.indices.filter { !units.contains(keys.units[rows[$0]]) }
    let p = columns.inputs.count  // inputs
    let q = columns.outputs.count  // outputs
    inputs = kept.flatMap { inputs[$0 * p..<($0 + 1) * p] }
    outputs = kept.flatMap { outputs[$0 * q..<($0 + 1) * q] }
    let r = columns.environment.count
    environment = kept.flatMap { environment[$0 * r..<($0 + 1) * r] }
    let s = columns.prices.count
    prices = kept.flatMap { prices[$0 * s..<($0 + 1) * s] }
    if columns.group != nil { groups = kept.map { groups[$0] } }
    rows = kept.map { rows[$0] }
  }

  /// Whether a row lacks a number or its group.
  private func isIncomplete(_ fields: [Field]) -> Bool {
    columns.numbers.contains { isMissing(fields[$0]) }
      || columns.group.map { fields[$0].isEmpty } ?? false
  }

  /// The group in a field; "NA" is a name like others.
  private func group(_ field: Field) throws(TableError) -> String {
    guard !field.isEmpty else {
      throw text.error(
        at: field.offset, found: "an empty cell",
        expected: "the name of a group (--missing drop-row or drop-unit leaves such rows out)")
    }
    return field.text(in: text.bytes)
  }

  /// The price in a field: a row without one is refused rather than left out, since prices are for
  /// the report and must not change what is computed.
  private mutating func price(_ field: Field) throws(TableError) -> Double {
    let value = isMissing(field) ? 0 : try number(field)
    guard value > 0 else {
      throw text.error(
        at: field.offset,
        found: field.isEmpty ? "an empty cell" : field.text(in: text.bytes).quoted,
        expected: "a positive price")
    }
    return value
  }

  private func isMissing(_ field: Field) -> Bool {
    field.isEmpty || text.bytes[field.start..<field.end].elementsEqual("NA".utf8)
  }

  private mutating func number(_ field: Field) throws(TableError) -> Double {
    let found: ParsedNumber
    do {
      found = try parser.parse(text.bytes.span.extracting(field.start..<field.end))
    } catch {
      throw refusal(error, field)
    }
    if found.isRounded { counts.roundedNumbers += 1 }
    if found.isSubnormal { counts.subnormalNumbers += 1 }
    return found.value
  }

  private func refusal(_ reason: NumberError, _ field: Field) -> TableError {
    let found = field.isEmpty ? "an empty cell" : field.text(in: text.bytes).quoted
    let expected: String
    switch reason {
    case .empty:
      expected = "a number (--missing drop-row or drop-unit leaves such rows out)"
    case .malformed:
      expected = "a number\(hint(field))"
    case .overflow:
      expected = "a number up to 1.8e308"
    case .underflow:
      expected = "zero or a number from 4.9e-324"
    }
    return text.error(at: field.offset, found: found, expected: expected)
  }

  /// What to try when a text would be a number with the other decimal mark, or is a missing value.
  private func hint(_ field: Field) -> String {
    if isMissing(field) { return " (--missing drop-row or drop-unit leaves such rows out)" }
    let other: DecimalMark = text.decimal == .point ? .comma : .point
    let span = text.bytes.span.extracting(field.start..<field.end)
    guard (try? NumberParser(decimal: other).parse(span)) != nil else { return "" }
    return other == .comma
      ? " without separators (--decimal , reads a decimal comma)"
      : " with a decimal comma, as --decimal , says"
  }
}
