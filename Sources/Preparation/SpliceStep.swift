internal import Tables

/// `splice`: one series from two coverages, or back beyond the first year of one.
struct SpliceStep: RecipeStep {
  private enum Method: String, CaseIterable {
    case ratio = "ratio"
    case regression = "regression"
  }

  let site: StepSite
  private let tables: TableChoice
  private let method: Method
  private let old: String?
  private let new: String
  private let year: Int
  private let into: String

  init(_ keys: inout StepKeys) throws(TableError) {
    site = keys.site
    tables = try TableChoice(&keys)
    method = try keys.choice("method") ?? .ratio
    old = try keys.text("old")
    new = try keys.requiredText("new", "a column of the new coverage")
    guard let year = try keys.year("at") else {
      throw keys.missing("at", "the first year of the new coverage")
    }
    self.year = year
    into = try keys.requiredText("into", "the name of the result")
    switch method {
    case .ratio:
      if old == nil { throw keys.missing("old", "a column of the old coverage") }
    case .regression:
      if old != nil {
        throw site.refusal(
          "old", found: "an old series for the regression",
          expected: "none: it goes back from the new one alone")
      }
    }
  }

  func run(_ work: inout Workspace) throws(TableError) {
    var (name, table) = try work.table(tables.from, site)
    let after = try table.numbers(new, site, key: "new", table: name)
    let before = try old.map { (old) throws(TableError) in
      try table.numbers(old, site, key: "old", table: name)
    }
    var starts: [String: Int] = [:]
    for series in try table.seriesWithoutGaps(site) {
      starts[series.unit] = try table.position(
        of: year, in: series, site, what: "year to splice at")
    }
    let spliced: [Double?]
    if let before {
      spliced = try table.numbersBySeries(site) { (series) throws(SeriesFault) in
        try CoverageSplice.byRatio(
          old: series.of(before.numbers), new: series.of(after.numbers),
          overlap: starts[series.unit] ?? 0)
      }
    } else {
      spliced = try regressed(after.numbers, table, starts, &work)
    }
    let histories = histories(after.variable, before?.variable, table, starts, &work)
    try table.add(
      Variable(
        name: into, numbers: spliced, kind: after.variable.kind, isReal: after.variable.isReal,
        histories: histories), site)
    name = tables.to ?? name
    work.put(table, as: name)
    let changed = table.keys.indices.count {
      spliced[$0] != nil && table.keys[$0].year.map { [year] in $0 < year } ?? false
    }
    work.report(
      site,
      "splice \(old.map { "\($0) to " } ?? "")\(new) at \(year) by \(method.rawValue) -> \(into): "
        + "\(Words.count(changed, "earlier row")), total \(Words.total(spliced))")
  }

  private func regressed(
    _ numbers: [Double?], _ table: LongTable, _ starts: [String: Int], _ work: inout Workspace
  ) throws(TableError) -> [Double?] {
    let series = table.series
    var levels: [[Double]] = []
    for unit in series {
      var values: [Double] = []
      for position in unit.rows.indices.dropFirst(starts[unit.unit] ?? 0) {
        do {
          values.append(
            try SeriesFault.present(
              numbers[unit.rows[position]], position, "level", expected: "a number from \(year) on")
          )
        } catch {
          throw site.fault(error, table, rows: unit.rows)
        }
      }
      levels.append(values)
    }
    let regression = try fit(levels, series, table)
    var result = [Double?](repeating: nil, count: table.rowCount)
    for (index, unit) in series.enumerated() {
      let start = starts[unit.unit] ?? 0
      let early = regression.backcast(from: levels[index][0], unit: index, years: start)
      for (row, value) in zip(unit.rows, early + levels[index]) {
        guard value.isFinite else {
          throw site.fault(
            found: "a level beyond the numbers\(table.keys[row].description)",
            at: table.places[row],
            expected: "fewer years to go back")
        }
        result[row] = value
        if value <= 0 {
          work.flag(
            site, column: into, table.keys[row], "level \(value.brief) from the regression")
        }
      }
    }
    let words = "rho \(regression.persistence.brief), R2 within \(regression.rSquared.brief)"
    work.remark(
      site, "regression of \(new) on its lag over \(Words.count(series.count, "unit")): \(words)")
    if regression.persistence < LagRegression.leastTrustedPersistence {
      work.warn(
        site,
        "rho \(regression.persistence.brief) is below "
          + "\(LagRegression.leastTrustedPersistence.shortest): going back multiplies errors by "
          + "\((1 / regression.persistence).brief) a year (method = \"ratio\" does not)")
    }
    return result
  }

  private func fit(
    _ levels: [[Double]], _ series: [UnitSeries], _ table: LongTable
  ) throws(TableError) -> LagRegression {
    do {
      return try LagRegression(levels)
    } catch {
      switch error {
      case .tooShort(let unit):
        throw site.fault(
          found: "\(Words.count(levels[unit].count, "year")) of \(new) of unit "
            + "\(series[unit].unit.quoted) from \(year) on",
          at: series[unit].rows.last.map { table.places[$0] }, expected: "at least three")
      case .noVariation:
        throw site.fault(
          found: "no variation in \(new)", at: table.places.first,
          expected: "numbers that change from year to year")
      case .notInvertible(let persistence):
        throw site.fault(
          found: "rho \(persistence.brief) in the regression of \(new) on its lag",
          at: table.places.first, expected: "a positive one (method = \"ratio\" needs none)")
      }
    }
  }

  /// Later years keep their history; earlier ones are made of the old series and the overlap, or, by the
  /// regression, of all later years of all units.
  private func histories(
    _ after: Variable, _ before: Variable?, _ table: LongTable, _ starts: [String: Int],
    _ work: inout Workspace
  ) -> [Int] {
    var histories = after.histories
    let all = table.series
    let pooled = Set(
      all.flatMap { unit in
        unit.rows.dropFirst(starts[unit.unit] ?? 0).map { after.histories[$0] }
      })
    for unit in all {
      let start = starts[unit.unit] ?? 0
      let overlap = unit.rows[start]
      for row in unit.rows.prefix(start) {
        let parents =
          before.map {
            [$0.histories[row], $0.histories[overlap], after.histories[overlap]]
          } ?? Array(pooled)
        histories[row] = work.histories.derive(from: parents, step: site.number)
      }
    }
    return histories
  }
}
