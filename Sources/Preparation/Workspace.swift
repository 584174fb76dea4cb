internal import Tables

/// A file that a recipe read.
package struct FileRead: Sendable, Hashable {
  /// Name in the recipe.
  package let name: String
  /// Path that was opened.
  package let path: String
  /// Size.
  package let byteCount: Int
  /// SHA-256 in hexadecimal digits.
  package let digest: String
}

/// One line of what a recipe did, or of what is worth knowing about it.
package struct AuditLine: Sendable, Hashable {
  /// What the line is.
  package enum Kind: String, Sendable, Hashable {
    /// A step that was done.
    case step = "step"
    /// A remark on how a step went.
    case remark = "remark"
    /// Something that may be wrong.
    case warning = "warning"
    /// A number that a check picked out.
    case flag = "flag"
  }

  /// What the line is.
  package let kind: Kind
  /// Line of the recipe.
  package let line: Int
  /// What the step does.
  package let step: String
  /// The line in words.
  package let text: String
  /// Column of a flag.
  package var column = ""
  /// Unit of a flag.
  package var unit = ""
  /// Year of a flag.
  package var year: Int?
}

/// The tables of a recipe while it runs, and what is said about them.
struct Workspace {
  /// Reads a file by its path.
  typealias Loader = (_ path: String) throws(TableError) -> [UInt8]

  /// Where numbers came from.
  var histories = HistoryLog()
  /// What was done, in order.
  private(set) var lines: [AuditLine] = []
  /// Files read, each once.
  private(set) var files: [FileRead] = []
  /// Columns that value added had to itself when intermediate inputs were made, for a caution.
  var valueAddedSources: Set<HistoryLog.Source> = []

  private var tables: [String: LongTable] = [:]
  private var names: [String] = []
  private var current: String?
  private let root: String
  private let load: Loader

  init(root: String, load: @escaping Loader) {
    self.root = root
    self.load = load
  }

  // MARK: Files

  /// The bytes of a file that the recipe names.
  mutating func bytes(ofFile name: String) throws(TableError) -> [UInt8] {
    let path = name.hasPrefix("/") || root.isEmpty ? name : "\(root)/\(name)"
    let bytes = try load(path)
    if !files.contains(where: { $0.path == path }) {
      files.append(
        FileRead(
          name: name, path: path, byteCount: bytes.count,
          digest: SHA256.text(SHA256.digest(bytes))))
    }
    return bytes
  }

  // MARK: Tables

  /// The table of a name, or the current one; its name as well.
  func table(
    _ name: String?, _ site: StepSite, key: String = "table"
  ) throws(TableError) -> (name: String, table: LongTable) {
    guard let wanted = name ?? current else {
      throw site.refusal(found: "no table yet", expected: "a read step before")
    }
    if let table = tables[wanted] { return (wanted, table) }
    let hint = NearMatch.best(for: wanted, among: names).map { " (did you mean \($0.quoted)?)" }
    throw site.refusal(
      key, found: "no table \(wanted.quoted)\(hint ?? "")",
      expected: names.isEmpty
        ? "a read step before" : "one of \(NearMatch.list(names))")
  }

  /// Keeps a table under a name; it becomes the current one.
  mutating func put(_ table: LongTable, as name: String) {
    if tables.updateValue(table, forKey: name) == nil { names.append(name) }
    current = name
  }

  // MARK: Audit

  /// Says what a step did.
  mutating func report(_ site: StepSite, _ text: String) {
    lines.append(
      AuditLine(kind: .step, line: site.position.line, step: site.name, text: text))
  }

  /// Says how it went.
  mutating func remark(_ site: StepSite, _ text: String) {
    lines.append(
      AuditLine(kind: .remark, line: site.position.line, step: site.name, text: text))
  }

  /// Says that something may be wrong.
  mutating func warn(_ site: StepSite, _ text: String) {
    lines.append(
      AuditLine(kind: .warning, line: site.position.line, step: site.name, text: text))
  }

  /// Picks out a number.
  mutating func flag(
    _ site: StepSite, column: String, _ key: RowKey, _ text: String
  ) {
    lines.append(
      AuditLine(
        kind: .flag, line: site.position.line, step: site.name, text: text, column: column,
        unit: key.unit, year: key.year))
  }
}

extension LongTable {
  /// The column of a name.
  func column(
    _ name: String, _ site: StepSite, key: String, table: String
  ) throws(TableError) -> Variable {
    if let found = variable(name) { return found }
    let names = variables.map(\.name)
    let hint = NearMatch.best(for: name, among: names).map { " (did you mean \($0.quoted)?)" }
    throw site.refusal(
      key, found: "no column \(name.quoted) in table \(table.quoted)\(hint ?? "")",
      expected: names.isEmpty ? "a column" : "one of \(NearMatch.list(names))")
  }

  /// A column of numbers, and the numbers.
  func numbers(
    _ name: String, _ site: StepSite, key: String, table: String
  ) throws(TableError) -> (variable: Variable, numbers: [Double?]) {
    let variable = try column(name, site, key: key, table: table)
    if let numbers = variable.numbers { return (variable, numbers) }
    throw site.refusal(
      key, found: "the column \(name.quoted) of texts", expected: "a column of numbers")
  }

  /// Adds a column under a name that is not taken; its numbers must be finite.
  mutating func add(
    _ variable: Variable, _ site: StepSite, key: String = "into"
  ) throws(TableError) {
    guard self.variable(variable.name) == nil else {
      throw site.refusal(
        key, found: "the column \(variable.name.quoted), which the table has already",
        expected: "a new name")
    }
    if let row = variable.numbers?.firstIndex(where: { !($0?.isFinite ?? true) }) {
      throw site.fault(
        found: "a result too large for a number\(keys[row].description)", at: places[row],
        expected: "other units of measurement")
    }
    variables.append(variable)
  }

  /// The series of each unit, each without gaps between its years.
  func seriesWithoutGaps(_ site: StepSite) throws(TableError) -> [UnitSeries] {
    guard keys.allSatisfy({ $0.year != nil }) else {
      throw site.refusal(found: "a table without years", expected: "one with a row for each year")
    }
    let series = self.series
    for unit in series {
      guard let gap = unit.firstGap else { continue }
      throw site.fault(
        found: "no row\(RowKey(unit: unit.unit, year: unit.years[gap - 1] + 1).description)",
        at: places[unit.rows[gap]], expected: "every year from \(unit.years[0]) on")
    }
    return series
  }

  /// The position of a year in a series.
  func position(
    of year: Int, in series: UnitSeries, _ site: StepSite, what: String
  ) throws(TableError) -> Int {
    if let position = series.years.firstIndex(of: year) { return position }
    let span = "\(series.years.first ?? 0) to \(series.years.last ?? 0)"
    throw site.fault(
      found: "no \(what)\(RowKey(unit: series.unit, year: year).description)",
      at: series.rows.first.map { places[$0] }, expected: "one of its years \(span)")
  }
}

/// Numbers in words, for audit lines.
enum Words {
  /// The sum of a column.
  static func total(_ numbers: [Double?]) -> String {
    numbers.reduce(0) { $0 + ($1 ?? 0) }.brief
  }

  /// A count with its noun.
  static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }

  /// A few names.
  static func names(_ names: [String]) -> String { names.joined(separator: ", ") }
}
