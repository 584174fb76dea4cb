internal import Tables

/// `[panel]`: which columns of which rows are written, in which order.
struct PanelStep: Sendable {
  private enum Missing: String, CaseIterable {
    case reject = "reject"
    case keep = "keep"
  }

  let site: StepSite
  /// Name of the column with the units.
  let unit: String
  /// Name of the column with the years.
  let time: String
  /// Columns of numbers.
  let columns: [String]
  private let table: String?
  private let labels: [String]
  private let first: Int?
  private let last: Int?
  private let missing: Missing

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    table = try keys.text("table")
    unit = try keys.text("unit") ?? "unit"
    time = try keys.text("time") ?? "year"
    columns = try keys.requiredTexts("columns", "the columns to write")
    labels = try keys.texts("labels") ?? []
    first = try keys.year("from")
    last = try keys.year("to")
    missing = try keys.choice("missing") ?? .reject
    var seen: Set<String> = []
    for name in [unit, time] + labels + columns where !seen.insert(name).inserted {
      throw site.refusal("columns", found: "the column \(name.quoted) twice", expected: "it once")
    }
  }

  /// The rows of the panel, ordered by unit and year, with the columns in their order.
  func table(of work: inout Workspace) throws(TableError) -> LongTable {
    let (name, table) = try work.table(self.table, site)
    var rows: [Int] = []
    for series in table.series {
      for (row, year) in zip(series.rows, series.years)
      where first.map({ $0 <= year }) ?? true && last.map({ year <= $0 }) ?? true {
        rows.append(row)
      }
    }
    var panel = table.selecting(rows)
    guard !rows.isEmpty else {
      throw site.fault(found: "no row in these years", at: nil, expected: "at least one")
    }
    if let row = panel.keys.firstIndex(where: { $0.year == nil || $0.unit.isEmpty }) {
      throw site.fault(
        found: "a row without unit or year", at: panel.places[row],
        expected: "a table read with unit and time")
    }
    panel.variables = []
    for label in labels {
      let variable = try table.column(label, site, key: "labels", table: name).selecting(rows)
      guard variable.texts != nil else {
        throw site.refusal(
          "labels", found: "the column \(label.quoted) of numbers", expected: "a column of texts")
      }
      panel.variables.append(variable)
    }
    for column in columns {
      let found = try table.numbers(column, site, key: "columns", table: name)
      let variable = found.variable.selecting(rows)
      if missing == .reject, let row = rows.firstIndex(where: { found.numbers[$0] == nil }) {
        throw site.fault(
          found: "no \(column)\(panel.keys[row].description)", at: panel.places[row],
          expected: "a number in every row (or missing = \"keep\")")
      }
      panel.variables.append(variable)
    }
    let years = panel.years
    work.report(
      site,
      "panel of \(name): \(panel.rowCount) rows, \(Words.count(panel.units.count, "unit")), "
        + "\(years.first ?? 0) to \(years.last ?? 0); \(Words.names(columns))")
    return panel
  }
}
