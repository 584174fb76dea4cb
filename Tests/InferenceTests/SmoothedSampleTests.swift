import Testing

@testable import Inference

@Suite("Smoothed samples of panels")
struct SmoothedSampleTests {
  private static let values: [Double] = (0..<60).map { index in
    let own = Double((index * 37) % 23) / 40
    let shared = Double((index / 2 * 37) % 23) / 60
    return 1 + own + shared
  }

  @Test(
    "draws are at least 1 and have about the mean and the variance of the sample",
    arguments: [2, 3])
  func moments(periodCount: Int) {
    let sample = SmoothedSample(Self.values, periodCount: periodCount)
    var (sum, square, count) = (0.0, 0.0, 0)
    for replicate in 0..<3000 {
      var stream = RandomStream(seed: 1, stream: 1, replicate: UInt64(replicate))
      for value in sample.draw(&stream) {
        #expect(value >= 1)
        sum += value - 1
        square += (value - 1) * (value - 1)
        count += 1
      }
    }
    let expected = Self.values.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / 60
    // Reflected at 1 the second moment about 1 is kept; noise of h times the covariance adds to it.
    #expect(square / Double(count) > 0.75 * expected && square / Double(count) < 1.15 * expected)
    #expect(sum > 0)
  }

  @Test("more periods than units still have noise of the right covariance")
  func singular() {
    let sample = SmoothedSample(Self.values, periodCount: 20)
    var stream = RandomStream(seed: 1, stream: 1, replicate: 0)
    let drawn = sample.draw(&stream)
    #expect(drawn.count == 60 && drawn.allSatisfy { $0 >= 1 && $0 < 5 })
    #expect(Set(drawn).count == 60)
  }
}
