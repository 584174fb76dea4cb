internal import Tables

extension LongTable {
  /// A new column, one number for each row, from the series of each unit; gaps are refused.
  func numbersBySeries(
    _ site: StepSite, _ body: (UnitSeries) throws(SeriesFault) -> [Double?]
  ) throws(TableError) -> [Double?] {
    var result = [Double?](repeating: nil, count: rowCount)
    for series in try seriesWithoutGaps(site) {
      do {
        for (row, value) in zip(series.rows, try body(series)) { result[row] = value }
      } catch {
        throw site.fault(error, self, rows: series.rows)
      }
    }
    return result
  }
}

extension UnitSeries {
  /// The entries of a column in the order of years.
  func of<Value>(_ column: [Value]) -> [Value] { rows.map { column[$0] } }
}

extension HistoryLog {
  /// Histories of cells that are made of the cells of other columns in the same row.
  mutating func pointwise(_ columns: [Variable], rowCount: Int, step: Int) -> [Int] {
    (0..<rowCount).map { row in derive(from: columns.map { $0.histories[row] }, step: step) }
  }

  /// Histories of cells that are made of all cells of some columns from a position of the series on,
  /// forwards and backwards.
  mutating func cumulative(
    _ columns: [Variable], _ table: LongTable, step: Int,
    from position: (UnitSeries) -> Int = { _ in 0 }
  ) -> [Int] {
    var result = [Int](repeating: 0, count: table.rowCount)
    for series in table.series {
      let parents = series.rows.map { row in columns.map { $0.histories[row] } }
      let start = min(max(position(series), 0), parents.count - 1)
      var seen: Set<Int> = []
      for index in start..<parents.count {
        seen.formUnion(parents[index])
        result[series.rows[index]] = derive(from: seen, step: step)
      }
      seen = Set(parents[start])
      for index in (0..<start).reversed() {
        seen.formUnion(parents[index])
        result[series.rows[index]] = derive(from: seen, step: step)
      }
    }
    return result
  }
}
