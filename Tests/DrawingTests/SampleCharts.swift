import Drawing
import TestSupport

/// Charts of every kind with random data.
enum SampleCharts {
  static let hostile = [
    "<script>alert('1')</script>", "a & b \"c\" 'd'", "\u{0}\u{1B}[31m\n\u{7F}\u{FFFE}",
    "]]> --> <!-- {{x}} ${y} \\", "煤炭开采和洗选业", "\u{202E}مصنع", "",
  ]
  static let labels = ForestLabels(
    estimate: "Estimate", interval: "95 % interval", secondEstimate: "Left out",
    secondInterval: "Sub-sampled", summary: "Mean")

  static func rows(_ names: [String], seed: UInt64 = 1, second: Bool = true) -> [ForestRow] {
    var random = SplitMix64(seed: seed)
    func estimate() -> DrawnInterval {
      let value = 0.8 + random.integer(in: 0...400) / 1000
      return DrawnInterval(value, lower: value - 0.05, upper: value * 1.07)
    }
    return names.map { name in
      ForestRow(name: name, first: estimate(), second: second ? estimate() : nil)
    } + [ForestRow(name: "Mean", first: estimate(), isSummary: true)]
  }

  static func forest(_ names: [String], seed: UInt64 = 1, second: Bool = true) -> Chart {
    Chart(
      title: names.first ?? "", subtitle: names, notes: names,
      plots: [
        .forest(
          rows(names, seed: seed, second: second), units: "Unit", measure: "Index",
          labels: labels, reference: Rule(1, label: "No change"))
      ])
  }

  static func curve(_ name: String, count: Int, missing: [Int] = []) -> Curve {
    Curve(
      name,
      (0..<count).map { index in
        let value = 1 + 0.01 * Double(index)
        return missing.contains(index)
          ? DrawnInterval(.nan)
          : DrawnInterval(value, lower: value - 0.02, upper: value + 0.03)
      })
  }

  static func curves(_ years: [String], missing: [Int] = []) -> Chart {
    Chart(
      title: "Curves",
      plots: [
        .curves(
          [
            curve("First", count: years.count, missing: missing),
            curve("Second", count: years.count),
          ], title: "Index", over: years, across: "Year", measure: "2000 = 1",
          bandLabel: "95 % interval"),
        .bars(
          [curve("Third", count: years.count, missing: missing)], title: "Parts", over: years,
          across: "Year", measure: "Log points"),
      ])
  }

  static func confidence(rows: [String], pairs: [String]) -> Chart {
    let periods = ["2000–2006", "2006–2012"]
    let columns = periods.flatMap { period in pairs.map { Category($0, heading: period) } }
    let cells = rows.indices.flatMap { row in
      columns.indices.map { column in
        let share = Double((7 * row + 13 * column) % 101) / 100
        return CellGrid.Cell(
          column: column, row: row, value: (row + column) % 11 == 3 ? .nan : share,
          text: share > 0.9 ? "S" : "")
      }
    }
    let grid = CellGrid(
      cells: cells, title: "Confidence", lowMeaning: "using", highMeaning: "saving",
      missingMeaning: "undetermined")
    return Chart(
      title: "Cells",
      plots: [
        .confidence(grid, rows: rows, units: "Unit", columns: columns, across: "Pair of inputs")
      ])
  }

  static let all: [Chart] = [
    forest(hostile), forest((0..<40).map { "Unit \($0)" }, second: false),
    curves((2000...2012).map(String.init), missing: [0, 4, 6]), curves(hostile),
    confidence(rows: hostile, pairs: ["K/L", "<K>/\"E\""]),
    confidence(rows: ["a", "b"], pairs: ["a pair of inputs with a long name", "K/L"]),
    Chart(title: "", plots: []),
  ]
}
