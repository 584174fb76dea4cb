/// The columns of a table that make a panel, as positions in its rows.
struct ColumnSelection {
  let unit: Int
  let time: Int?
  let inputs: [Int]
  let outputs: [Int]
  let environment: [Int]
  let prices: [Int]
  let group: Int?
  private let conditions: [(column: Int, text: String)]

  /// Finds the columns of `options` in the header of `text`.
  init(_ options: PanelReadOptions, in text: DelimitedText) throws(TableError) {
    let positions = Dictionary(uniqueKeysWithValues: zip(text.header, text.header.indices))
    func position(_ name: String, _ role: String) throws(TableError) -> Int {
      if let found = positions[name] { return found }
      throw Self.unknown(name, role, in: text)
    }
    unit = try position(options.unitColumn, "unit")
    time = try options.timeColumn.map { (name) throws(TableError) in try position(name, "time") }
    inputs = try options.inputColumns.map { (name) throws(TableError) in
      try position(name, "input")
    }
    outputs = try options.outputColumns.map { (name) throws(TableError) in
      try position(name, "output")
    }
    environment = try options.environmentColumns.map { (name) throws(TableError) in
      try position(name, "environment")
    }
    prices = try options.priceColumns.map { (name) throws(TableError) in
      try position(name, "price")
    }
    group = try options.groupColumn.map { (name) throws(TableError) in try position(name, "group") }
    conditions = try options.conditions.map { (condition) throws(TableError) in
      (try position(condition.column, "condition"), condition.text)
    }
  }

  /// The columns whose numbers a row must have to be read.
  var numbers: [Int] { inputs + outputs + environment }

  /// Whether a row satisfies every condition.
  func selects(_ fields: [Field], in bytes: [UInt8]) -> Bool {
    conditions.allSatisfy { fields[$0.column].text(in: bytes) == $0.text }
  }

  private static func unknown(
    _ name: String, _ role: String, in text: DelimitedText
  ) -> TableError {
    let hint =
      NearMatch.best(for: name, among: text.header).map { " (did you mean \($0.quoted)?)" } ?? ""
    return text.error(
      atColumn: 0, found: "no \(role) column \(name.quoted)\(hint)",
      expected: "one of \(NearMatch.list(text.header))")
  }
}

/// Finds what a mistyped name may have meant.
package enum NearMatch {
  /// Most names shown in a list.
  private static let longestList = 40
  /// Names longer than this are not compared letter by letter.
  private static let longestCompared = 100

  /// The candidate nearest to `name`: equal but for case, or few letters away; nil when none is.
  package static func best(for name: String, among candidates: [String]) -> String? {
    if let sameLetters = candidates.first(where: { $0.lowercased() == name.lowercased() }) {
      return sameLetters
    }
    let allowed = max(1, min(3, name.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(10_000) {
      let distance = editDistance(name.lowercased(), candidate.lowercased())
      if distance <= allowed && distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Names in quotes, separated by commas, cut after a screenful.
  package static func list(_ names: [String]) -> String {
    let shown = names.prefix(longestList).map(\.quoted).joined(separator: ", ")
    let rest = names.count - longestList
    return rest > 0 ? "\(shown) and \(rest) more" : shown
  }

  /// Least number of letters to insert, remove, replace, or swap with their neighbour.
  static func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    guard a.count <= longestCompared && b.count <= longestCompared else { return .max }
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        var least = min(previous[j] + (a[i] == b[j] ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
        if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
          least = min(least, beforePrevious[j - 1] + 1)
        }
        current.append(least)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }
}
