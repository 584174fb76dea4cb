internal import Tables

/// Gathers the cells of a column, whose kind the first of them that is there tells.
struct ColumnBuilder {
  /// What the cells are.
  enum Values {
    case unknown
    case numbers([Double])
    case integers([Int64])
    case texts(bytes: [UInt8], offsets: [Int64])
  }

  private let name: String
  private let expectedCount: Int
  private(set) var values = Values.unknown
  private(set) var isThere: [Bool] = []

  /// Columns that hold texts even where no row has one.
  private static let texts: Set<String> = [
    "unit", "time", "status", "peers", "efficient", "extrapolates_inputs", "returns_to_scale",
    "correct", "period", "period_from", "period_to", "index", "estimand", "group", "year", "class",
    "kind", "subject", "first", "second", "supported", "method", "world", "refused", "e3_method",
    "ibtech_saves", "ibtech_reason", "ibtech_loo_saves", "ibtech_loo_reason", "pib_saves",
    "pib_reason", "pib_loo_saves", "pib_loo_reason", "rule", "pair", "saves", "reason",
  ]

  init(_ name: String, rowCount: Int) {
    self.name = name
    expectedCount = rowCount
    isThere.reserveCapacity(rowCount)
  }

  mutating func append(_ cell: ReportTable.Cell) {
    switch cell {
    case .missing: appendNothing()
    case .number(let value): append(number: value)
    case .integer(let value): append(integer: Int64(value))
    case .text(let text): append(text: text)
    }
  }

  private mutating func appendNothing() {
    switch values {
    case .unknown: break
    case .numbers(var numbers):
      values = .unknown
      numbers.append(.nan)
      values = .numbers(numbers)
    case .integers(var integers):
      values = .unknown
      integers.append(0)
      values = .integers(integers)
    case .texts(let bytes, var offsets):
      values = .unknown
      offsets.append(Int64(bytes.count))
      values = .texts(bytes: bytes, offsets: offsets)
    }
    isThere.append(false)
  }

  private mutating func append(number value: Double) {
    guard value.isFinite else { return appendNothing() }
    switch values {
    case .unknown:
      values = .numbers(numbers(isThere.map { _ in .nan }) + [value])
    case .numbers(var numbers):
      values = .unknown
      numbers.append(value)
      values = .numbers(numbers)
    case .integers(let integers):
      values = .numbers(
        numbers(zip(integers, isThere).map { $1 ? Double($0) : .nan }) + [value])
    case .texts: return append(text: value.shortest)
    }
    isThere.append(true)
  }

  private mutating func append(integer value: Int64) {
    switch values {
    case .unknown:
      values = .integers([Int64](repeating: 0, count: isThere.count) + [value])
    case .integers(var integers):
      values = .unknown
      integers.append(value)
      values = .integers(integers)
    case .numbers: return append(number: Double(value))
    case .texts: return append(text: String(value))
    }
    isThere.append(true)
  }

  private mutating func append(text: String) {
    var (bytes, offsets): ([UInt8], [Int64])
    switch values {
    case .texts(let known, let ends):
      // Nobody else may hold them: they grow in place.
      values = .unknown
      (bytes, offsets) = (known, ends)
    case .unknown:
      (bytes, offsets) = ([], [Int64](repeating: 0, count: isThere.count + 1))
      offsets.reserveCapacity(expectedCount + 1)
    case .numbers(let numbers):
      (bytes, offsets) = Self.texts(numbers.map { $0.isFinite ? $0.shortest : "" })
    case .integers(let integers):
      (bytes, offsets) = Self.texts(zip(integers, isThere).map { $1 ? String($0) : "" })
    }
    values = .unknown
    bytes.append(contentsOf: text.utf8)
    offsets.append(Int64(bytes.count))
    values = .texts(bytes: bytes, offsets: offsets)
    isThere.append(true)
  }

  private func numbers(_ known: [Double]) -> [Double] {
    var numbers = known
    numbers.reserveCapacity(expectedCount)
    return numbers
  }

  private static func texts(_ known: [String]) -> ([UInt8], [Int64]) {
    var (bytes, offsets): ([UInt8], [Int64]) = ([], [0])
    for text in known {
      bytes.append(contentsOf: text.utf8)
      offsets.append(Int64(bytes.count))
    }
    return (bytes, offsets)
  }

  /// The column; one without any cell is of the kind that its name says.
  var column: ResultColumn {
    var values = values
    if case .unknown = values {
      values =
        Self.texts.contains(name)
        ? .texts(bytes: [], offsets: [Int64](repeating: 0, count: isThere.count + 1))
        : .numbers([Double](repeating: .nan, count: isThere.count))
    }
    return ResultColumn(name, values, isThere: isThere)
  }
}
