import Drawing
import Publishing
import Tables
import TestSupport

/// A page as large as that of a real run, of numbers that mean nothing: 36 units, 14 years.
enum DemonstrationPage {
  static let units = [
    "Agriculture, forestry, animal husbandry and fishery", "煤炭开采和洗选业", "石油和天然气开采业",
    "黑色金属矿采选业", "非金属矿采选业", "Food processing", "Manufacture of beverages", "烟草制品业",
    "纺织业", "Textile wearing apparel, footwear and caps", "皮革、毛皮、羽毛及其制品和制鞋业",
    "Timber", "Furniture", "造纸和纸制品业", "Printing, reproduction of recording media",
    "文教、工美、体育和娱乐用品制造业", "Petroleum, coking, nuclear fuel", "化学原料和化学制品制造业",
    "Medicines", "化学纤维制造业", "Rubber", "Plastics", "非金属矿物制品业",
    "Smelting of ferrous metals", "有色金属冶炼和压延加工业", "Metal products",
    "General purpose machinery", "专用设备制造业", "Transport equipment",
    "Electrical machinery and equipment", "计算机、通信和其他电子设备制造业",
    "Measuring instruments and machinery for cultural activity and office work",
    "صناعة الغاز", "电力、热力生产和供应业", "Production and supply of gas", "水的生产和供应业",
  ]
  static let years = (1999...2012).map(String.init)
  static let inputs = ["K", "L", "E", "M"]
  static let tableCount = 12
  static let figureCount = 12

  /// Written and read back once for all tests.
  static let html = page.html
  static let element = Result { try PageReader.read(html) }

  static var page: Page {
    Page(
      title: "Productivity and the bias of technical change in 36 industries, 1999–2012",
      subtitle: "Malmquist indices with 95 % intervals from 2,000 replicates; demonstration of the "
        + "layout with numbers that mean nothing",
      facts: [
        PageFact("Productivity, per year", "+2.7 %", remark: "95 % interval 1.9 to 3.4 %"),
        PageFact("Technical change", "+3.1 %", remark: "2.2 to 3.9 %"),
        PageFact("Efficiency change", "−0.4 %", remark: "−1.0 to 0.2 %"),
        PageFact("Industries with capital saving", "23 of 36", remark: "at the level of 5 %"),
        PageFact("Programs solved", "35,714,280", remark: "all certified"),
      ],
      sections: [summary, results] + details + [settings],
      footer: [
        "Made by farrell 0.7.0 from demonstration numbers.", "Licence of the text: CC BY 4.0.",
      ])
  }

  private static var summary: PageSection {
    PageSection(
      id: "summary", title: "Summary",
      blocks: [
        .paragraph([
          .text("Productivity grew in "), .strong("29 of 36 industries"),
          .text(". The highest growth has "), .name("صناعة الغاز"), .text("; the details are in "),
          .link("the results", to: "results"), .text(" and in "), .link("table 1", to: "table-1"),
          .text("."),
        ]),
        .list([
          "Technical change explains most of the growth; efficiency fell a little.",
          [.text("Bias against "), .code("K"), .text(" is certain in most industries.")],
          "Intervals are those of the bootstrap, by percentile.",
        ]),
        .notice(PageNotice(.success, "All 35,714,280 programs were solved and certified.")),
        .notice(PageNotice(.note, "Years without a base have no index.")),
        .notice(
          PageNotice(
            .caution, "Four industries have fewer than ten plants: their intervals are wide.",
            [.text("They are shaded in "), .link("table 2", to: "table-2"), .text(".")])),
        .notice(PageNotice(.failure, "The year 2004 is missing for 煤炭开采和洗选业.")),
        .figure(curveFigure(1)),
      ])
  }

  private static var results: PageSection {
    PageSection(
      id: "results", title: "Results by industry",
      blocks: [
        .heading("Annual indices"), .table(annualTable), .heading("Bias of technical change"),
        .table(classTable), .figure(cellFigure), .figure(forestFigure),
      ])
  }

  private static var details: [PageSection] {
    let blocks = (3...10).map { PageBlock.table(smallTable(seed: UInt64($0))) }
    let figures = (4...12).map { index in
      PageBlock.figure(index.isMultiple(of: 2) ? curveFigure(UInt64(index)) : forest(UInt64(index)))
    }
    return [
      PageSection(
        id: "tables", title: "Components of the indices, period by period", blocks: blocks),
      PageSection(id: "figures", title: "Further figures", blocks: figures),
      PageSection(
        id: "long", title: "All observations",
        blocks: [.table(longTable), .table(smallTable(seed: 77))]),
    ]
  }

  private static var settings: PageSection {
    PageSection(
      id: "settings", title: "Settings and how to reproduce this page",
      blocks: [
        .definitions([
          PageDefinition("Returns to scale", "constant"),
          PageDefinition("Inputs", [.code("K"), .text(", "), .code("L"), .text(", energy")]),
          PageDefinition("SHA-256 of the data", [.code(String(repeating: "0f4a91c7", count: 8))]),
        ]),
        .code(
          "farrell bootstrap panel.csv --seed 1 --replicates 2000 \\\n  --run RUN\nfarrell report RUN"
        ),
      ])
  }
}

extension DemonstrationPage {
  private static func indices(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in 0.9 + random.integer(in: 0...250_000) / 1_000_000 }
  }

  /// 36 rows and a mean, 13 columns of years.
  private static var annualTable: PageTable {
    var table = ReportTable(
      name: "annual-indices", notes: ["Index of each year to the year before; above 1 is growth."],
      columns: ["industry"] + years.dropFirst())
    for (index, unit) in units.enumerated() {
      var cells = indices(13, seed: UInt64(index)).map { ReportTable.Cell.number($0) }
      if index == 1 { cells[4] = .missing }
      table.append([.text(unit)] + cells)
    }
    table.append([.text("Geometric mean")] + indices(13, seed: 99).map { .number($0) })
    var page = PageTable(
      table, caption: "Malmquist index of total factor productivity by industry and year",
      titles: ["Industry"] + years.dropFirst())
    page.summaryRowCount = 1
    page.highlightedRows = [5]
    return page
  }

  /// Two rows of headers, groups of rows, tinted words, footnotes.
  private static var classTable: PageTable {
    let periods = ["1999–2005", "2005–2012"]
    let columns =
      [(heading: "", name: "industry"), ("", "plants")]
      + periods.flatMap { period in ["K/E", "L/E", "M/E"].map { (period, "\(period) \($0)") } }
    var table = ReportTable(name: "bias-classes", columns: columns)
    let classes = ["E-saving", "E-using", "open"]
    for (index, unit) in units.enumerated() {
      table.append(
        [.text(unit), .integer(7 + 977 * index)]
          + (0..<6).map { .text(classes[(index * 5 + $0 * 7) % 11 % 3]) })
    }
    var page = PageTable(
      table, caption: "Class of the bias for each pair of inputs, at the level of 5 %",
      titles: ["Industry", "Plants"] + periods.flatMap { _ in ["K/E", "L/E", "M/E"] })
    page.groups = [(0, "Mining and light industry"), (18, "Heavy industry and utilities")]
    page.tint("E-saving", in: 2..<8, .blue)
    page.tint("E-using", in: 2..<8, .orange)
    page.footnotes = ["Fewer than ten plants."]
    page.marks[CellPlace(row: 0, column: 1)] = CellMark(.grey, remark: "few", footnote: 0)
    return page
  }

  private static func smallTable(seed: UInt64) -> PageTable {
    var table = ReportTable(
      name: "components-\(seed)", columns: ["industry", "index", "lower", "upper", "p", "output"])
    for (index, unit) in units.enumerated() {
      let values = indices(4, seed: 1000 * seed + UInt64(index))
      table.append([
        .text(unit), .number(values[0]), .number(values[0] - 0.04), .number(values[0] + 0.05),
        .number(index == 3 ? 2.5e-9 : values[3] - 0.9), .integer(index * index * 4321),
      ])
    }
    var page = PageTable(
      table, caption: "Components of the index in period \(seed), with intervals of 95 %",
      titles: ["Industry", "Index", "Lower end", "Upper end", "p value", "Output, million yuan"])
    page.decimalCounts[4] = 4
    return page
  }

  /// As long as the panel: opens on a click.
  private static var longTable: PageTable {
    var table = ReportTable(
      name: "observations", columns: ["industry", "year", "efficiency"], keyCount: 2)
    for (index, unit) in units.enumerated() {
      for (year, value) in zip(1999..., indices(14, seed: UInt64(5000 + index))) {
        table.append([.text(unit), .integer(year), .number(value - 0.2)])
      }
    }
    return PageTable(
      table, caption: "Efficiency of every observation", titles: ["Industry", "Year", "Efficiency"])
  }

  private static func curve(_ name: String, seed: UInt64) -> Curve {
    var level = 1.0
    return Curve(
      name,
      indices(years.count, seed: seed).map { value in
        level *= 0.9 + 0.13 * value
        return DrawnInterval(level, lower: level * 0.96, upper: level * 1.05)
      })
  }

  private static func curveFigure(_ seed: UInt64) -> PageFigure {
    let curves = [curve("Productivity", seed: seed), curve("Technology", seed: seed + 50)]
    let chart = Chart(
      title: "Cumulated indices, mean of all industries, variant \(seed)",
      subtitle: ["1999 = 1, geometric means, bands are 95 % intervals"],
      notes: ["Source: demonstration numbers."],
      plots: [
        .curves(
          curves, title: "Index", over: years, across: "Year", measure: "1999 = 1",
          bandLabel: "95 % interval")
      ])
    var numbers = ReportTable(
      name: "cumulated-\(seed)", columns: ["year", "productivity", "technology"])
    for (index, year) in years.enumerated() {
      numbers.append([.text(year)] + curves.map { .number($0.estimates[index].estimate) })
    }
    return PageFigure(
      [chart], name: "cumulated-\(seed)", numbers: PageTable(numbers, caption: "Cumulated indices"))
  }

  private static func forest(_ seed: UInt64) -> PageFigure {
    let values = indices(units.count, seed: seed)
    let rows = zip(units, values).map { unit, value in
      ForestRow(name: unit, first: DrawnInterval(value, lower: value - 0.05, upper: value + 0.06))
    }
    let mean = ForestRow(
      name: "Mean", first: DrawnInterval(1.02, lower: 1.01, upper: 1.03), isSummary: true)
    let chart = Chart(
      title: "Bias of technical change by industry, variant \(seed)",
      subtitle: ["Mean of 1999 to 2012"], notes: ["Source: demonstration numbers."],
      plots: [
        .forest(
          rows + [mean], units: "Industry", measure: "Index",
          labels: ForestLabels(estimate: "Estimate", interval: "95 % interval", summary: "Mean"),
          reference: Rule(1, label: "No change"))
      ])
    var numbers = ReportTable(name: "forest-\(seed)", columns: ["industry", "index"])
    for (unit, value) in zip(units, values) { numbers.append([.text(unit), .number(value)]) }
    return PageFigure(
      [chart], name: "forest-\(seed)", numbers: PageTable(numbers, caption: "Index by industry"))
  }

  private static var forestFigure: PageFigure { forest(3) }

  private static var cellFigure: PageFigure {
    let pairs = ["K/L", "K/E", "K/M", "L/E", "L/M", "E/M"]
    let columns = ["1999–2005", "2005–2012"].flatMap { period in
      pairs.map { Category($0, heading: period) }
    }
    let shares = indices(units.count * columns.count, seed: 8).map { ($0 - 0.9) * 4 }
    let cells = shares.enumerated().map { index, share in
      CellGrid.Cell(
        column: index % columns.count, row: index / columns.count,
        value: index % 53 == 7 ? .nan : share, text: share > 0.9 ? "S" : share < 0.1 ? "U" : "")
    }
    let grid = CellGrid(
      cells: cells, title: "Confidence in saving", lowMeaning: "using", highMeaning: "saving",
      missingMeaning: "not determined")
    return PageFigure(
      [
        Chart(
          title: "How sure the classes are", notes: ["S, U: sure at the level of 10 %."],
          plots: [
            .confidence(
              grid, rows: units, units: "Industry", columns: columns, across: "Pair of inputs")
          ])
      ], name: "confidence")
  }
}
