import Tables
import TestSupport
import Testing

@testable import Drawing

@Suite struct SVGTests {
  @Test("every chart is well-formed XML with a name, a description and a view box")
  func wellFormed() throws {
    for chart in SampleCharts.all {
      let svg = try MarkupReader.read(chart.svg)
      #expect(svg.name == "svg")
      #expect(svg.attributes["role"] == "img")
      #expect(svg.children.prefix(2).map(\.name) == ["title", "desc"])
      #expect(svg.children[0].text.isEmpty == false)
      let size = [svg.attributes["width"], svg.attributes["height"]].compactMap(\.self)
      #expect(svg.attributes["viewBox"] == "0 0 " + size.joined(separator: " "))
    }
  }

  @Test(
    "within a page the view box holds the plots alone, and the size of the whole picture stays known"
  )
  func withinPage() throws {
    for chart in SampleCharts.all {
      let whole = try MarkupReader.read(chart.svg)
      let part = try MarkupReader.read(chart.svgElement(within: 600, leastLetters: 22))
      #expect(part.children.map(\.name) == whole.children.map(\.name))
      #expect(part.all.allSatisfy { $0.attributes["id"] == nil })
      #expect(part.attributes["data-width"] == whole.attributes["width"])
      #expect(part.attributes["data-height"] == whole.attributes["height"])
      let box = (part.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
      try #require(box.count == 4)
      let scale = try #require(part.number("width")) / box[2]
      #expect(abs((part.number("height") ?? 0) - scale * box[3]) < 0.02)
      let letters =
        chart.plots.contains { $0.grid != nil } ? CellGrid.letterSize : ChartLayout.labelSize
      #expect(scale * letters > 21.99 && scale * letters < 22 * 1.126)
      let layout = ChartLayout(chart.printable)
      for line in layout.title + layout.subtitle { #expect(line.baseline < box[1]) }
      for line in layout.notes { #expect(line.baseline - ChartLayout.noteSize > box[1] + box[3]) }
      for frame in layout.frames { #expect(frame.bottom < box[1] + box[3]) }
    }
  }

  @Test("hostile names are shown as they are written, and never as markup")
  func hostileNames() throws {
    let svg = try MarkupReader.read(SampleCharts.forest(SampleCharts.hostile).svg)
    #expect(Set(svg.all.map(\.name)).isSubset(of: Self.harmless))
    let texts = Set(svg.all.filter { $0.name == "text" }.map(\.text))
    for name in SampleCharts.hostile where !name.isEmpty { #expect(texts.contains(name.printable)) }
    #expect("\u{0}\n\u{FFFF}é".printable == "\\u{0}\\n\u{FFFD}é")
  }

  private static let harmless: Set = [
    "svg", "g", "title", "desc", "text", "rect", "line", "path",
  ]

  @Test("a picture refers to nothing outside of itself, and has no names that two could share")
  func selfContained() throws {
    for chart in SampleCharts.all {
      let svg = chart.svg
      #expect(svg.components(of: "http").count == 2)  // the name space
      let elements = try MarkupReader.read(svg).all
      #expect(Set(elements.map(\.name)).isSubset(of: Self.harmless))
      let attributes = Set(elements.flatMap(\.attributes.keys))
      #expect(
        attributes.isDisjoint(with: ["id", "href", "xlink:href", "style", "class", "onload"]))
    }
  }

  @Test("the same chart gives the same bytes")
  func deterministic() {
    for (first, second) in zip(SampleCharts.all, SampleCharts.all) {
      #expect(first.svg == second.svg)
    }
    #expect(SampleCharts.forest(["a"], seed: 1).svg != SampleCharts.forest(["a"], seed: 2).svg)
  }

  @Test("tooltips give every estimate, interval and cell")
  func everyValue() throws {
    let names = (0..<60).map { "Unit \($0)" }
    let tooltips = Set(try MarkupReader.read(SampleCharts.forest(names).svg).all.map(\.tooltip))
    for row in SampleCharts.rows(names) where !row.isSummary {
      let range = { (value: DrawnInterval) in
        "[\(value.lower.fixed(3)), \(value.upper.fixed(3))]"
      }
      let first = row.first.estimate.fixed(3) + " " + range(row.first)
      #expect(tooltips.contains("\(row.name), Estimate: \(first)"))
      #expect(tooltips.contains("\(row.name), 95 % interval: \(range(row.first))"))
      let second = try #require(row.second)
      #expect(tooltips.contains("\(row.name), Sub-sampled: \(range(second))"))
    }
    let chart = SampleCharts.confidence(rows: ["x", "y"], pairs: ["K/L", "K/E"])
    let cells = try MarkupReader.read(chart.svg).all.map(\.tooltip)
    #expect(cells.contains("x, 2000–2006, K/L: 0.000"))
    #expect(cells.contains("y, 2000–2006, K/E: 0.200"))
    #expect(cells.contains("x, 2006–2012, K/E: undetermined"))
  }

  @Test("marks stay within the axes", arguments: [1, 2, 3] as [UInt64])
  func marksInside(seed: UInt64) throws {
    for chart in [
      SampleCharts.forest((0..<36).map { "Unit \($0)" }, seed: seed),
      SampleCharts.curves((2000...2012).map(String.init), missing: [3]),
    ] {
      let frames = ChartLayout(chart).frames
      let svg = try MarkupReader.read(chart.svg)
      for (frame, group) in zip(frames, svg.children.filter { $0.name == "g" }) {
        let marks = group.all.filter { !$0.tooltip.isEmpty && $0.name == "path" }
        #expect(!marks.isEmpty || frame.plot.title == "Parts")
        for mark in marks {
          // The first point is absolute in all paths; later ones of discs are not.
          let start = try #require(mark.points.first)
          #expect(start.x > frame.left - 8 && start.x < frame.right + 8)
          #expect(start.y > frame.top - 8 && start.y < frame.base + 8)
        }
      }
    }
  }

  @Test("missing values break lines and bands, and have no marks")
  func missingBreaks() throws {
    let chart = SampleCharts.curves((2000...2009).map(String.init), missing: [4, 7])
    let plot = try MarkupReader.read(chart.svg).children.filter { $0.name == "g" }[0]
    let colour = Style.series(0).colour.hex
    let lines = plot.children.filter {
      $0.name == "path" && $0.attributes["fill"] == "none" && $0.attributes["stroke"] == colour
    }
    #expect(lines.map(\.points.count) == [4, 2, 2])
    let bands = plot.children.filter {
      $0.attributes["fill"] == colour && $0.tooltip == "95 % interval"
    }
    #expect(bands.map(\.points.count) == [8, 4, 4])
    #expect(plot.all.filter { $0.tooltip.contains(", First: ") }.count == 8)
    #expect(!chart.svg.contains("nan") && !chart.svg.contains("inf"))
  }

  @Test("values that are infinite, or not positive on a logarithmic axis, are missing")
  func unusableValues() throws {
    let rows = [1.1, .infinity, -1, 0, 0.9].map {
      ForestRow(name: "u", first: DrawnInterval($0, lower: $0, upper: .infinity))
    }
    let chart = Chart(
      title: "t",
      plots: [.forest(rows, units: "Unit", measure: "Index", labels: SampleCharts.labels)])
    let svg = try MarkupReader.read(chart.svg)
    #expect(svg.all.filter { $0.name == "path" && !$0.tooltip.isEmpty }.count == 2)
  }

  @Test("charts without data say so")
  func noData() throws {
    let plots: [Plot] = [
      .forest([], units: "Unit", measure: "Index", labels: SampleCharts.labels),
      .forest(
        [ForestRow(name: "a", first: DrawnInterval(.nan))], units: "Unit", measure: "Index",
        labels: SampleCharts.labels),
      .curves([], over: [], across: "Year", measure: "Index"),
    ]
    for chart in plots.map({ Chart(title: "t", plots: [$0]) }) + [Chart(title: "t", plots: [])] {
      let svg = try MarkupReader.read(chart.svg)
      #expect(svg.all.contains { $0.text == "no data" })
      #expect(try JSONReader.read(chart.vegaLite).all.contains { $0.string == "no data" })
    }
    let empty = SampleCharts.confidence(rows: [], pairs: [])
    #expect(try MarkupReader.read(empty.svg).all.contains { $0.text == "no data" })
    #expect(try JSONReader.read(empty.vegaLite).all.contains { $0.string == "no data" })
  }

  @Test("a reference stands where the logarithm of its value says")
  func referencePlace() throws {
    let chart = SampleCharts.forest(["a", "b"])
    let frame = try #require(ChartLayout(chart).frames.first)
    let place = try #require(frame.place(of: Rule(1)))
    let lines = try MarkupReader.read(chart.svg).all.filter {
      $0.name == "line" && $0.attributes["stroke"] == Rule.style.colour.hex
    }
    let line = try #require(lines.first)
    #expect(abs((line.number("x1") ?? 0) - place) < 0.01)
    #expect(line.number("x1") == line.number("x2"))
    // Equal ratios are equal lengths: √(a b) is in the middle between a and b.
    let (low, high) = (frame.x.domain.lowerBound, frame.x.domain.upperBound)
    let middle = try #require(frame.x((low * high).squareRoot()))
    #expect(abs(middle - (frame.left + frame.right) / 2) < 1e-6)
    let one = try #require(frame.x(1 / 0.95))
    let other = try #require(frame.x(0.95))
    #expect(abs((one - place) - (place - other)) < 1e-6)
  }
}

extension String {
  /// Pieces between the places where a text occurs.
  fileprivate func components(of text: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: text) {
      pieces.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return pieces + [rest]
  }
}
