import TestSupport
import Testing

@testable import Drawing

@Suite struct TicksTests {
  @Test("ticks of any range are round, inside it, and neither few nor many")
  func linear() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      let low = (random.integer(in: -1000...1000)) / 100
      let range = low...low + random.integer(in: 1...100_000) / 1000
      let ticks = Ticks.linear(range, count: 6)
      #expect((3...10).contains(ticks.count), "\(range)")
      let slack = 1e-9 * (range.upperBound - range.lowerBound)
      for tick in ticks {
        #expect(tick.value >= range.lowerBound - slack && tick.value <= range.upperBound + slack)
        #expect(Double(tick.label.replacing("−", with: "-")) == tick.value)
      }
      #expect(Set(ticks.map(\.label)).count == ticks.count)
    }
  }

  @Test("narrow logarithmic axes have even steps, wide ones digits of decades")
  func logarithmic() {
    #expect(
      Ticks.logarithmic(0.9...1.2, count: 6).map(\.label) == [
        "0.90", "0.95", "1.00", "1.05", "1.10", "1.15", "1.20",
      ])
    #expect(
      Ticks.logarithmic(0.5...10, count: 6).map(\.label) == ["0.5", "1", "2", "5", "10"])
    #expect(Ticks.logarithmic(1e-3...1e9, count: 6).map(\.value) == [1e-3, 1, 1e3, 1e6, 1e9])
    #expect(Ticks.logarithmic(0.001...1000, count: 8).first?.label == "0.001")
  }

  @Test("ranges without width, or that are not finite, have no ticks")
  func degenerate() {
    #expect(Ticks.linear(1...1, count: 5).isEmpty)
    #expect(Ticks.linear(-.infinity...1, count: 5).isEmpty)
    #expect(Ticks.logarithmic(0...1, count: 5).isEmpty)
    #expect(Ticks.linear(1e300...1.0000000000000002e300, count: 5).count < 1000)
  }

  @Test("axes of one value, of none and of huge ones still have a place for their data")
  func projections() throws {
    for scale in [Axis.Scale.linear, .logarithmic] {
      for values in [
        [1], [], [1e90, 1e-90], [-1e-9, 1e9], [5, 5], [.nan, 2],
      ] {
        let axis = Projection(scale, values: values, from: 0, to: 100, tickCount: 5)
        #expect(axis.ticks.count < 20)
        for value in values where value.isFinite && (value > 0 || scale == .linear) {
          let place = try #require(axis(value), "\(scale) \(values)")
          #expect((0...100).contains(place))
        }
        #expect(axis(.nan) == nil && axis(.greatestFiniteMagnitude) == nil)
      }
    }
  }

  @Test("rows run down the page, and shifts stay in their row")
  func categories() throws {
    let scale = Axis.Scale.categories(["a", "b", "c"].map { Category($0) })
    let axis = Projection(scale, values: [], from: 10, to: 40, tickCount: 5)
    #expect(axis.pitch == 10)
    #expect([0, 1, 2].map { axis($0) } == [15, 25, 35])
    #expect(axis(1, shift: 0.25) == 27.5)
    #expect(axis(3) == nil && axis(-1) == nil)
  }
}
