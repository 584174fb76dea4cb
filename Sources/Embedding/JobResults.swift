internal import Analysis
internal import CFarrell
internal import Drawing
internal import Synchronization
internal import Tables

/// What a job found, made into columns and documents when they are asked for.
///
/// Guarded by its own lock: texts and columns are made once and stay until the job is freed.
final class JobResults: Sendable {
  /// Whether some values are missing or not certified.
  let isIncomplete: Bool
  private let tables: [ReportTable]
  private let named: @Sendable (String) -> ReportTable?
  private let readable: @Sendable () -> [ReportTable]
  private let metadata: [JSONValue.Member]
  private let remarks: [String]
  private let pictures: (@Sendable () -> [NamedChart])?
  private let draws: BootstrapDrawsOutput?
  private let plan: JSONValue?
  private let shards: [Int: [UInt8]]

  private struct Made {
    var tables: [String: ResultTable] = [:]
    var documents: [String: StoredText] = [:]
    var charts: [NamedChart]?
  }

  private let made = Mutex(Made())

  init(
    tables: [ReportTable] = [], named: @escaping @Sendable (String) -> ReportTable? = { _ in nil },
    readable: @escaping @Sendable () -> [ReportTable] = { [] }, metadata: [JSONValue.Member] = [],
    shards: [Int: [UInt8]] = [:], plan: JSONValue? = nil, remarks: [String],
    isIncomplete: Bool = false, pictures: (@Sendable () -> [NamedChart])? = nil,
    draws: BootstrapDrawsOutput? = nil
  ) {
    (self.tables, self.named, self.readable) = (tables, named, readable)
    (self.metadata, self.remarks, self.isIncomplete) = (metadata, remarks, isIncomplete)
    (self.pictures, self.draws, self.plan, self.shards) = (pictures, draws, plan, shards)
  }

  /// A table, counted from 0.
  func table(_ index: UInt64) throws(Failure) -> farrell_table {
    guard let index = Int(exactly: index), tables.indices.contains(index) else {
      throw .name("found table \(index); expected one of \(tables.count)")
    }
    return try unsafe withTable(tables[index].name) { unsafe $0.description }
  }

  /// Reads a table as columns.
  func withTable<Value>(
    _ name: String, _ body: (ResultTable) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try made.withLock { (made: inout sending Made) throws(Failure) -> Value in
      if let table = made.tables[name] { return try body(table) }
      guard let report = tables.first(where: { $0.name == name }) ?? named(name) else {
        let names = tables.map(\.name)
        throw .name("found no table \(name.quoted); expected one of \(NearMatch.list(names))")
      }
      let table = ResultTable(report)
      made.tables[name] = table
      return try body(table)
    }
  }

  /// A document as bytes that stay until the job is freed.
  func document(_ name: String) throws(Failure) -> (bytes: UnsafePointer<CChar>, count: Int) {
    try unsafe made.withLock {
      (made: inout sending Made) throws(Failure) -> (UnsafePointer<CChar>, Int) in
      if let text = made.documents[name] { return unsafe (text.pointer, text.count) }
      let text = StoredText(bytes: try bytes(name, &made))
      made.documents[name] = text
      return unsafe (text.pointer, text.count)
    }
  }

  private func bytes(_ name: String, _ made: inout Made) throws(Failure) -> [UInt8] {
    switch name {
    case "json" where !tables.isEmpty:
      return Array(JSONReport.text(of: tables, metadata: metadata).utf8)
    case "summary" where !tables.isEmpty:
      return Array(TerminalReport().text(of: readable()).utf8)
    case "metadata" where !tables.isEmpty: return Array(JSONValue.object(metadata).text.utf8)
    case "remarks": return Array(remarks.map { $0 + "\n" }.joined().utf8)
    case "pictures" where !tables.isEmpty:
      return Array(charts(&made).map { $0.name + "\n" }.joined().utf8)
    case "draws.npy":
      guard let draws else { break }
      var output = OutputStream.inMemory
      do throws(TableError) { try draws.writeArray(to: &output) } catch { throw Failure(error) }
      return output.buffer.bytes
    case "draws.csv":
      guard let draws else { break }
      return Array(CSVReport.text(of: draws.table).utf8)
    case "plan":
      guard let plan else { break }
      return Array((plan.text + "\n").utf8)
    default:
      if let bytes = part(name, &made) { return bytes }
    }
    throw .name("found no document \(name.quoted); expected one that this job has")
  }

  /// A document whose name has two parts.
  private func part(_ name: String, _ made: inout Made) -> [UInt8]? {
    guard let slash = name.firstIndex(of: "/") else { return nil }
    let (kind, rest) = (name[..<slash], String(name[name.index(after: slash)...]))
    switch kind {
    case "csv":
      let table = tables.first { $0.name == rest } ?? named(rest)
      return table.map { Array(CSVReport.text(of: $0).utf8) }
    case "svg": return charts(&made).first { $0.name == rest }.map { Array($0.chart.svg.utf8) }
    case "vega":
      return charts(&made).first { $0.name == rest }.map { Array($0.chart.vegaLite.utf8) }
    case "shard": return Int(rest).flatMap { shards[$0] }
    default: return nil
    }
  }

  private func charts(_ made: inout Made) -> [NamedChart] {
    if let charts = made.charts { return charts }
    let charts = pictures?() ?? []
    made.charts = charts
    return charts
  }
}
