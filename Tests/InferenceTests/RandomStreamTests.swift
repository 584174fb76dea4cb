import Glibc
import Testing

@testable import Inference

@Suite("Random streams")
struct RandomStreamTests {
  @Test("the words are those of NumPy's Philox")
  func knownAnswers() {
    // METHODS 5.3, and numpy.random.Philox(key=[seed, stream], counter=[0, 0, replicate, 0]).
    let expected: [(seed: UInt64, stream: UInt64, replicate: UInt64, words: [UInt64])] = [
      (
        0, 0, 0,
        [
          0x02f4_ba64_08e4_d89b, 0x3dd6_2b0b_9ca8_c5b2, 0x1c86_67a5_5d90_2e79,
          0x907d_7a05_2fd5_b4dc,
        ]
      ),
      (
        42, 7, 0,
        [
          0xa640_64f3_4e84_b9a3, 0xe287_959a_866a_08fd, 0x8dc1_81f0_09b9_6c03,
          0xf3f6_001d_4fa8_3454,
        ]
      ),
      (
        20_151_122, 1, 5,
        [
          0xcdbe_0ca4_1d98_5e5b, 0x07f7_9482_2101_c729, 0x09c3_d645_5b1e_56f6,
          0xfb91_aaf4_02c0_3980,
        ]
      ),
    ]
    for (seed, stream, replicate, words) in expected {
      var random = RandomStream(seed: seed, stream: stream, replicate: replicate)
      #expect((0..<4).map { _ in random.word() } == words)
    }
  }

  @Test("uniforms lie strictly between 0 and 1 and have the moments of theirs")
  func uniforms() {
    var random = RandomStream(seed: 1, stream: 2, replicate: 3)
    let draws = (0..<100_000).map { _ in random.uniform() }
    #expect(draws.allSatisfy { $0 > 0 && $0 < 1 })
    let mean = draws.reduce(0, +) / 100_000
    let square = draws.reduce(0) { $0 + $1 * $1 } / 100_000
    #expect(abs(mean - 0.5) < 0.004 && abs(square - 1 / 3.0) < 0.004)
  }

  @Test("normals have the moments and the tails of theirs")
  func normals() {
    var random = RandomStream(seed: 5, stream: 1, replicate: 0)
    let count = 200_000
    let draws = (0..<count).map { _ in random.normal() }
    func moment(_ power: Double) -> Double {
      draws.reduce(0) { $0 + pow($1, power) } / Double(count)
    }
    #expect(abs(moment(1)) < 0.01 && abs(moment(2) - 1) < 0.015)
    #expect(abs(moment(3)) < 0.03 && abs(moment(4) - 3) < 0.1)
    let beyond = draws.count { abs($0) > 1.959964 }
    #expect(abs(Double(beyond) / Double(count) - 0.05) < 0.002)
    let pairs = stride(from: 0, to: count - 1, by: 2).reduce(0) { $0 + draws[$1] * draws[$1 + 1] }
    #expect(abs(pairs / Double(count / 2)) < 0.01)
  }

  @Test("indices are uniform")
  func indices() {
    var random = RandomStream(seed: 9, stream: 1, replicate: 0)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.index(below: 7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
  }

  @Test(
    "logarithm, cosine and sine agree with those of the C library to two units in the last place")
  func functions() {
    var random = RandomStream(seed: 3, stream: 1, replicate: 0)
    for _ in 0..<50_000 {
      let x = random.uniform()
      for value in [x, 1 - x, x * 0x1p-50, x * 1e6] where value > 0 {
        let expected = log(value)
        #expect(abs(FixedOrder.logarithm(value) - expected) <= 2 * max(expected.ulp, 1e-300))
      }
      let (cosine, sine) = FixedOrder.turn(x)
      // 2πx is itself rounded, so near a zero of the function only the absolute error is small.
      #expect(abs(cosine - cos(2 * Double.pi * x)) <= 1e-15)
      #expect(abs(sine - sin(2 * Double.pi * x)) <= 1e-15)
      #expect(abs(cosine * cosine + sine * sine - 1) <= 5e-16)
    }
    #expect(FixedOrder.logarithm(1) == 0)
    #expect(FixedOrder.turn(0.25) == (0, 1) && FixedOrder.turn(0.5) == (-1, 0))
  }
}
