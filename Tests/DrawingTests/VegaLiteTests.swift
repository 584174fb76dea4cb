import Tables
import Testing

@testable import Drawing

@Suite struct VegaLiteTests {
  @Test("every chart is one JSON object whose only address is that of the schema")
  func validJSON() throws {
    for chart in SampleCharts.all {
      let text = chart.vegaLite
      #expect(text == chart.vegaLite)
      let value = try JSONReader.read(text)
      #expect(value["$schema"].string == "https://vega.github.io/schema/vega-lite/v5.json")
      let addresses = value.all.compactMap(\.string).filter { $0.contains("http") }
      #expect(addresses.count == 1)
      #expect(value.all.allSatisfy { $0["url"] == .null })
    }
  }

  @Test("every layer has a mark, and places that are given or fields of its data")
  func layers() throws {
    for chart in SampleCharts.all {
      for layer in try JSONReader.read(chart.vegaLite).all where layer["mark"] != .null {
        let rows = layer["data"]["values"].items
        guard case .object(let encoding) = layer["encoding"] else { continue }
        for field in encoding.compactMap({ $0.value["field"].string }) {
          #expect(rows.allSatisfy { $0[field] != .null } || field == "value", "\(field)")
        }
      }
    }
  }

  @Test("names come back as they are printed, in labels and in data")
  func names() throws {
    let value = try JSONReader.read(SampleCharts.forest(SampleCharts.hostile).vegaLite)
    let named = Set(value.all.compactMap { $0["name"].string })
    for name in SampleCharts.hostile { #expect(named.contains(name.printable)) }
    let expression = try #require(value.all.compactMap { $0["labelExpr"].string }.first)
    let suffix = "[datum.value]"
    #expect(expression.hasSuffix(suffix))
    let list = try JSONReader.read(String(expression.dropLast(suffix.count)))
    #expect(list.items.compactMap(\.string) == SampleCharts.hostile.map(\.printable) + ["Mean"])
  }

  @Test("all numbers are in the data, units of one name apart")
  func everyValue() throws {
    let names = (0..<50).map { "Unit \($0 / 2)" }
    let value = try JSONReader.read(SampleCharts.forest(names).vegaLite)
    let points = try #require(value.rows(ofType: "point").first)
    let rows = SampleCharts.rows(names).filter { !$0.isSummary }
    #expect(points.count == rows.count)
    for (index, (point, row)) in zip(points, rows).enumerated() {
      #expect(point["at"].double == Double(index))
      #expect(abs((point["value"].double ?? 0) - row.first.estimate) < 1e-6)
      #expect(abs((point["upper"].double ?? 0) - row.first.upper) < 1e-6)
    }
  }

  @Test("data on either side of a missing value belong to different runs")
  func runs() throws {
    let chart = SampleCharts.curves((2000...2009).map(String.init), missing: [4, 7])
    let value = try JSONReader.read(chart.vegaLite)
    let line = try #require(value.rows(ofType: "line").first)
    #expect(line.compactMap { $0["run"].double } == [0, 0, 0, 0, 1, 1, 2, 2])
    #expect(line.compactMap { $0["at"].double } == [0, 1, 2, 3, 5, 6, 8, 9])
  }

  @Test("cells with and without a value are drawn apart")
  func cells() throws {
    let chart = SampleCharts.confidence(rows: ["a", "b", "c"], pairs: ["K/L", "K/E"])
    let value = try JSONReader.read(chart.vegaLite)
    let layers = value.rows(ofType: "rect")
    #expect(layers.count == 2)
    #expect(layers.map(\.count).reduce(0, +) == 12)
    #expect(layers[0].allSatisfy { $0["value"].double != nil })
    #expect(layers[1].allSatisfy { $0["value"] == .null && $0["text"].string == "?" })
  }

  @Test("colours of a legend are those of its marks, in the same order")
  func legend() throws {
    let value = try JSONReader.read(SampleCharts.forest(["a", "b"]).vegaLite)
    let scales = value.all.map { $0["color"]["scale"] }.filter { $0 != .null }
    #expect(Set(scales).count == 1)
    #expect(
      scales[0]["domain"].items.compactMap(\.string) == [
        "95 % interval", "Estimate", "Sub-sampled", "Left out", "Mean", "No change",
      ])
    #expect(scales[0]["range"].items.count == 6)
  }
}
