import Tables
import TestSupport
import Testing

@testable import Drawing

@Suite struct LayoutTests {
  @Test("room for names grows with them, wide characters count twice, and ends before half a page")
  func labelRoom() throws {
    func left(_ name: String) throws -> Double {
      try #require(ChartLayout(SampleCharts.forest([name])).frames.first).left
    }
    #expect(try left("a long name of a unit") > left("a short one"))
    #expect(try left("煤炭开采和洗选业煤炭") > left("abcdefghij"))
    #expect(try left(String(repeating: "煤", count: 400)) < 360)
  }

  @Test("printed names end before the plot")
  func labelsBesidePlot() throws {
    let names = ["a", "WWWWWWWWWW", String(repeating: "煤炭", count: 60), "石油加工、炼焦及核燃料加工业"]
    let chart = SampleCharts.forest(names)
    let frame = try #require(ChartLayout(chart).frames.first)
    let labels = try MarkupReader.read(chart.svg).all.filter {
      $0.name == "text" && $0.attributes["text-anchor"] == "end"
    }
    #expect(labels.count == names.count + 1)
    for label in labels {
      let right = try #require(label.number("x"))
      #expect(right < frame.left)
      #expect(right - TextExtent.width(label.text, size: ChartLayout.labelSize) > 0)
    }
    #expect(labels[2].text.hasSuffix("…") && labels[2].tooltip == names[2])
  }

  @Test("height grows with rows, up to many", arguments: [1, 36, 500])
  func height(rowCount: Int) throws {
    let names = (0..<rowCount).map { "Unit \($0)" }
    let svg = try MarkupReader.read(SampleCharts.forest(names).svg)
    #expect(try #require(svg.number("height")) > 26 * Double(rowCount))
    let estimates = svg.all.filter { $0.tooltip.contains(", Estimate: ") }
    #expect(estimates.count == rowCount)
    let cells = SampleCharts.confidence(rows: names, pairs: ["K/L", "K/E", "L/E"])
    let drawn = try MarkupReader.read(cells.svg).all.filter { $0.tooltip.contains(", 200") }
    #expect(drawn.count == 6 * rowCount)
  }

  @Test("letters in a cell leave room for the sign of values below one half")
  func cellRoom() throws {
    var grid = try #require(SampleCharts.confidence(rows: ["a"], pairs: ["K/L"]).plots[0].grid)
    for letters in ["", "S", "n.s.", "不显著"] {
      grid.cells = [CellGrid.Cell(column: 0, row: 0, value: 0.2, text: letters)]
      let plot = Plot.confidence(
        grid, rows: ["a"], units: "Unit", columns: [Category("K/L")], across: "Pair")
      let texts = try MarkupReader.read(Chart(title: "t", plots: [plot]).svg).all.filter {
        $0.name == "g" && $0.tooltip.hasPrefix("a, K/L")
      }[0].children.filter { $0.name == "text" }
      let sign = try #require(texts.first { $0.text == CellGrid.lowSign }?.number("x"))
      let middle = try #require(ChartLayout(Chart(title: "t", plots: [plot])).frames[0].x(0))
      #expect(sign + 6 < middle - TextExtent.width(letters, size: CellGrid.letterSize) / 2)
    }
  }

  @Test("labels of many years are thinned until they fit, always by the same step")
  func thinning() throws {
    for count in [5, 13, 40, 200] {
      let years = (0..<count).map { String(1900 + $0) }
      let chart = SampleCharts.curves(years)
      let labels = try MarkupReader.read(chart.svg).all.filter {
        $0.name == "text" && years.contains($0.text)
      }
      let places = labels.compactMap { $0.number("x") }
      let steps = zip(places, places.dropFirst()).map { $1 - $0 }
      #expect(labels.first?.text == "1900")
      #expect((steps.max() ?? 0) - (steps.min() ?? 0) < 0.1)
      #expect((steps.min() ?? 100) > TextExtent.width("1900", size: ChartLayout.labelSize) + 6)
    }
  }

  @Test("plots below each other begin at one place, and print shared years once")
  func sharedAxis() throws {
    let layout = ChartLayout(SampleCharts.curves(["2000", "2001", "2002"]))
    #expect(Set(layout.frames.map(\.left)).count == 1)
    #expect(layout.frames.map(\.isLabelledBelow) == [false, true])
    #expect(layout.frames[0].bottom < layout.frames[1].top)
  }

  @Test("cut words fit, and words that fit are not cut")
  func cutting() {
    for words in ["WWWWWWWWWWWWWWWWWWWW", "煤炭开采和洗选业和石油", "a few words of some length"] {
      let cut = TextExtent.cut(words, to: 100, size: 11)
      #expect(cut.hasSuffix("…") && TextExtent.width(cut, size: 11) <= 100)
      #expect(TextExtent.width(cut, size: 11) > 80)
      #expect(TextExtent.cut(words, to: 200, size: 11) == words)
    }
  }

  @Test("wrapped lines fit, and keep every character")
  func wrapping() {
    let words = "Source: 中国工业统计年鉴中国工业统计年鉴中国工业统计年鉴 and averyveryveryverylongwordwithoutaspace"
    let lines = TextExtent.wrapped(words, to: 120, size: 11)
    #expect(lines.count > 3)
    for line in lines { #expect(TextExtent.width(line, size: 11) <= 120) }
    #expect(lines.joined().filter { $0 != " " } == words.filter { $0 != " " })
    #expect(TextExtent.wrapped("", to: 120, size: 11).isEmpty)
    #expect(TextExtent.wrapped("WW", to: 1, size: 11) == ["W", "W"])
    #expect(TextExtent.wrapped("a  b", to: 120, size: 11) == ["a b"])
  }

  @Test("legend entries name each mark once; a kind shared by colours is grey")
  func legend() {
    let plot = SampleCharts.curves(["2000", "2001"]).plots[0]
    let entries = LegendEntry.entries(of: plot)
    #expect(entries.map(\.label) == ["First", "Second", "95 % interval"])
    #expect(entries[0].keys.map(\.geometry) == [.line, .point])
    #expect(entries[2].style.colour == .axis)
  }

  @Test("the first styles differ in colour, and all of them in more than colour from the next")
  func styles() {
    let styles = (0..<28).map(Style.series)
    #expect(Set(styles).count == 28)
    #expect(Set(styles.prefix(7).map(\.colour)).count == 7)
    for (one, next) in zip(styles, styles.dropFirst()) {
      #expect(one.symbol != next.symbol && one.dash != next.dash)
    }
  }

  @Test("colours of shares run from orange over white to purple, monotone in brightness")
  func colourScale() {
    #expect(ColourScale.colour(of: 0.5) == Colour(0xF7F7F7))
    #expect(ColourScale.colour(of: -1) == ColourScale.stops[0])
    #expect(ColourScale.colour(of: 2) == ColourScale.stops[6])
    #expect(ColourScale.colour(of: 1).isDark && !ColourScale.colour(of: 0.5).isDark)
    #expect(Colour(0x00A1FF).hex == "#00a1ff")
    let green = (0...50).map { ColourScale.colour(of: Double($0) / 100).green }
    #expect(zip(green, green.dropFirst()).allSatisfy { $0 <= $1 })
  }
}
