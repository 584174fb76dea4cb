internal import Tables

/// `read`: columns of a file as a new table.
struct ReadStep: RecipeStep {
  let site: StepSite
  private let file: String
  private let table: String
  private let unit: String?
  private let time: String?
  private let numbers: [String]
  private let texts: [String]
  private let indices: [String]
  private let rates: [String]
  private let real: [String]
  private let options: DelimitedTextOptions

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    file = try keys.requiredText("file", "the name of a table of data")
    table = try keys.text("as") ?? Self.baseName(file)
    unit = try keys.text("unit")
    time = try keys.text("time")
    numbers = try keys.texts("numbers") ?? []
    texts = try keys.texts("texts") ?? []
    indices = try keys.texts("indices") ?? []
    rates = try keys.texts("rates") ?? []
    real = try keys.texts("real") ?? []
    var options = DelimitedTextOptions()
    options.encoding = try keys.choice("encoding") ?? .utf8
    options.delimiter = try keys.choice("delimiter")
    options.decimal = try keys.choice("decimal") ?? .point
    self.options = options
    guard unit != nil || time != nil else { throw keys.missing("unit", "the column of the units") }
    guard !(numbers + indices + rates + texts).isEmpty else {
      throw keys.missing("numbers", "the columns to read")
    }
    var seen: Set<String> = []
    for column in [unit, time].compactMap(\.self) + numbers + indices + rates + texts
    where !seen.insert(column).inserted {
      throw site.refusal(
        found: "the column \(column.quoted) in two roles",
        expected: "each in one of unit, time, numbers, indices, rates and texts")
    }
    if let column = real.first(where: { !(numbers + rates).contains($0) }) {
      throw site.refusal(
        "real", found: "\(column.quoted), which is not among the numbers", expected: "one of them")
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    let bytes: [UInt8]
    let columns: NamedColumns
    let numeric = numbers + indices + rates
    do {
      bytes = try work.bytes(ofFile: file)
      let text = try DelimitedText(bytes: bytes, file: file, options: options)
      columns = try NamedColumns(
        text, texts: [unit].compactMap(\.self) + texts,
        numbers: [time].compactMap(\.self) + numeric)
      try put(columns, numeric, &work)
    } catch {
      throw site.wrapping(error)
    }
    if columns.roundedCount > 0 {
      work.remark(
        site, "\(Words.count(columns.roundedCount, "number")) rounded to the nearest double")
    }
  }

  private func put(
    _ columns: NamedColumns, _ numeric: [String], _ work: inout Workspace
  ) throws(TableError) {
    var table = LongTable(
      keys: try rowKeys(columns),
      places: columns.lines.map { DataPlace(file: file, line: $0) })
    for (name, values) in zip(numeric, columns.numbers.dropFirst(time == nil ? 0 : 1)) {
      let kind: VariableKind =
        indices.contains(name) ? .index : rates.contains(name) ? .rate : .additive
      let history = work.histories.read(file, column: name, kind: kind, step: site.number)
      table.variables.append(
        Variable(
          name: name, numbers: values, kind: kind,
          isReal: real.contains(name),
          histories: [Int](repeating: history, count: values.count)))
    }
    for (name, values) in zip(texts, columns.texts.dropFirst(unit == nil ? 0 : 1)) {
      let history = work.histories.read(file, column: name, step: site.number)
      table.variables.append(
        Variable(
          name: name, texts: values, histories: [Int](repeating: history, count: values.count)))
    }
    work.put(table, as: self.table)
    let years = table.years
    let span = years.first.flatMap { first in years.last.map { ", \(first) to \($0)" } } ?? ""
    let units = unit == nil ? "" : ", \(Words.count(table.units.count, "unit"))"
    work.report(
      site,
      "read \(file) as \(self.table): \(Words.count(table.rowCount, "row"))\(units)\(span), "
        + Words.count(table.variables.count, "column"))
  }

  /// Units and years of the rows, all different.
  private func rowKeys(_ columns: NamedColumns) throws(TableError) -> [RowKey] {
    var rowOfKey: [RowKey: Int] = [:]
    var keys: [RowKey] = []
    for row in columns.lines.indices {
      let name = unit == nil ? "" : columns.texts[0][row]
      if let unit, name.isEmpty {
        throw try columns.error(
          row: row, column: unit, found: "an empty cell", expected: "the name of a unit")
      }
      var year: Int?
      if let time {
        let written = columns.numbers[0][row]
        year = written.flatMap { Int(exactly: $0) }
        guard let year, (-9999...9999).contains(year) else {
          throw try columns.error(
            row: row, column: time, found: written.map(\.shortest) ?? "an empty cell",
            expected: "a year")
        }
      }
      let key = RowKey(unit: name, year: year)
      if let earlier = rowOfKey.updateValue(row, forKey: key) {
        throw try columns.error(
          row: row, column: unit ?? time ?? "",
          found: "a second row\(key.description) (the first is in line \(columns.lines[earlier]))",
          expected: "one")
      }
      keys.append(key)
    }
    return keys
  }

  /// A file's name without folders and extension.
  private static func baseName(_ file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
