internal import Tables

extension UnitRegrouping {
  /// Histories of a new column: an old unit as it was keeps its own, others are made of their members, of
  /// what weights them, and of the reference year.
  func histories(
    _ variable: Variable, _ table: LongTable, _ rows: [NewRow], _ work: inout Workspace
  ) throws(TableError) -> [Int] {
    let weight = weights.first { $0.name == variable.name }.flatMap { table.variable($0.text) }
    let hasShares = variable.kind == .additive && variable.numbers?.contains { $0 != nil } ?? false
    var result: [Int] = []
    for row in rows {
      let own = parts.filter { $0.new == row.new }
      var shares: [Int] = []
      var isUntouched = row.rows.count == 1
      for part in own {
        switch part.share {
        case .fixed(let share): if share != 1 { isUntouched = false }
        case .reference(_, let all):
          isUntouched = false
          guard hasShares else { continue }
          for unit in all {
            if let value = try reference?.value(variable.name, unit) {
              shares.append(value.history)
            }
          }
        }
      }
      guard !isUntouched else {
        result.append(variable.histories[row.rows[0]])
        continue
      }
      let weighting = weight.map { weight in row.rows.map { weight.histories[$0] } } ?? []
      result.append(
        work.histories.derive(
          from: row.rows.map { variable.histories[$0] } + weighting + shares, step: site.number))
    }
    return result
  }
}
