import Testing

@testable import Inference

@Suite("Sizes of subsamples")
struct SubsampleSizeTests {
  @Test("sizes grow from the square root to n to the power of 0.9, each once")
  func grid() {
    let sizes = SubsampleSize.grid(unitCount: 100)
    #expect(sizes.first == 10 && sizes.last == 63 && sizes.count == 12)
    #expect(sizes == Array(Set(sizes)).sorted())
    #expect(SubsampleSize.grid(unitCount: 36).last == 25)
    #expect(SubsampleSize.grid(unitCount: 3) == [2])
    #expect(SubsampleSize.grid(unitCount: 2).isEmpty)
  }

  @Test("the interval that changes least is chosen, never one at an end")
  func choice() {
    let lower = [0.0, 0.5, 0.52, 0.51, 0.2, 0.9]
    let intervals = lower.map { (lower: $0, upper: $0 + 1) }
    #expect(SubsampleSize.leastVolatile(intervals) == 2)
    #expect(SubsampleSize.leastVolatile(Array(intervals.prefix(2))) == nil)
  }
}
