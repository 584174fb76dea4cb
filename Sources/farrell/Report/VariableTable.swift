internal import Analysis
internal import DenseKernels
internal import Frontier
internal import Glibc
internal import Tables

/// What the data look like: one row for each input and output.
struct VariableTable: Sendable {
  let panel: Panel

  /// Least, middle and largest value, and how the total of the units observed throughout grew.
  var table: ReportTable {
    var table = ReportTable(
      name: "variables",
      columns: [
        "variable", "role", "observations", "least", "median", "largest", "first_total",
        "last_total", "annual_growth",
      ], keyCount: 2)
    for (index, name) in panel.inputNames.enumerated() {
      table.append(row(name, "input") { panel.inputs[$0, index] })
    }
    for (index, name) in panel.outputNames.enumerated() {
      table.append(row(name, "output") { panel.outputs[$0, index] })
    }
    return table
  }

  private func row(
    _ name: String, _ role: String, _ value: (Int) -> Double
  ) -> [ReportTable.Cell] {
    let values = (0..<panel.count).map(value).sorted()
    let middle = values.count / 2
    let median =
      values.count.isMultiple(of: 2) ? (values[middle - 1] + values[middle]) / 2 : values[middle]
    let last = panel.periods.count - 1
    let throughout = panel.units.indices.filter { unit in
      [0, last].allSatisfy { panel.observation(unit: unit, period: $0) != nil }
    }
    func total(_ period: Int) -> Double {
      throughout.reduce(0) { sum, unit in
        sum + (panel.observation(unit: unit, period: period).map(value) ?? 0)
      }
    }
    let (first, final) = (total(0), total(last))
    let growth = last > 0 && first > 0 ? pow(final / first, 1 / Double(last)) : .nan
    return [
      .text(name), .text(role), .integer(values.count), .number(values[0]), .number(median),
      .number(values[values.count - 1]), .number(first), .number(final),
      .number(growth - 1),
    ]
  }
}
