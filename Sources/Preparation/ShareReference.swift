internal import Tables

/// Where the shares of a concordance are measured.
struct ShareReference: Sendable {
  private let table: String
  private let year: Int
  private let column: String?

  /// The keys `shares_from`, `shares_year` and `shares_column`; nil without the first.
  init?(_ keys: inout StepKeys) throws(TableError) {
    let table = try keys.text("shares_from")
    let year = try keys.year("shares_year")
    column = try keys.text("shares_column")
    guard let table else {
      if year != nil || column != nil { throw keys.missing("shares_from", "a table") }
      return nil
    }
    guard let year else { throw keys.missing("shares_year", "a year of that table") }
    self.table = table
    self.year = year
  }

  /// Values of the reference table.
  struct Values {
    fileprivate let site: StepSite
    fileprivate let name: String
    fileprivate let table: LongTable
    fileprivate let rowOfKey: [RowKey: Int]
    fileprivate let year: Int
    fileprivate let column: String?

    /// Value of a unit for a variable, or for the one column that all shares are of.
    func value(
      _ variable: String, _ unit: String
    ) throws(TableError) -> (number: Double, history: Int) {
      let column = column ?? variable
      let found = try table.numbers(column, site, key: "shares_from", table: name)
      let key = RowKey(unit: unit, year: year)
      let row = rowOfKey[key]
      guard let row, let value = found.numbers[row] else {
        throw site.fault(
          found: "no \(column)\(key.description) in table \(name.quoted)",
          at: rowOfKey[key].map { table.places[$0] }, expected: "a number to measure shares by")
      }
      return (value, found.variable.histories[row])
    }
  }

  /// The values to measure shares by.
  func values(_ work: Workspace, _ site: StepSite) throws(TableError) -> Values {
    let (name, table) = try work.table(table, site, key: "shares_from")
    return Values(
      site: site, name: name, table: table, rowOfKey: table.rowOfKey, year: year, column: column)
  }
}
