internal import DenseKernels

/// What one core can do at most, measured in this run.
struct Roofline {
  /// Products and sums a nanosecond, each rounded (the engine's kernels).
  let separateGigaflops: Double
  /// The same fused.
  let fusedGigaflops: Double
  /// Size in KiB and bytes read a nanosecond.
  let bandwidths: [(kibibytes: Int, gigabytes: Double)]

  /// The larger of the two rates.
  var peakGigaflops: Double { max(separateGigaflops, fusedGigaflops) }

  /// Best of several short slices, each on this thread alone.
  init(isQuick: Bool) {
    let turns = isQuick ? 3 : 15
    let steps = isQuick ? 100_000 : 2_000_000
    separateGigaflops = Self.best(turns, operations: Double(steps * 2 * 12 * 8)) {
      multiplyAddChains(steps: steps, fused: false)
    }
    fusedGigaflops = Self.best(turns, operations: Double(steps * 2 * 12 * 8)) {
      multiplyAddChains(steps: steps, fused: true)
    }
    let sizes = isQuick ? [16, 512] : [16, 512, 8 * 1024, 256 * 1024]
    bandwidths = sizes.map { kibibytes in
      let memory = Scratch(count: kibibytes * 128, repeating: 1.0)
      let passes = max(1, (isQuick ? 16 : 512) * 1024 / kibibytes)
      let rate = Self.best(turns, operations: Double(passes * kibibytes * 1024)) {
        unsafe readSum(memory.pointer, count: kibibytes * 128, passes: passes)
      }
      return (kibibytes: kibibytes, gigabytes: rate)
    }
  }

  /// Largest rate in operations a nanosecond.
  private static func best(_ turns: Int, operations: Double, _ body: () -> Double) -> Double {
    var best = 0.0
    for _ in 0..<turns {
      let start = Clock.threadSeconds
      keep(body())
      best = max(best, operations / (Clock.threadSeconds - start) * 1e-9)
    }
    return best
  }
}

/// Keeps the compiler from dropping a value and what led to it.
@inline(never) @_optimize(none)
private func keep(_ value: Double) {}

/// Twelve independent chains of a ← a · x + y, long enough to fill both multiplying units.
@inline(never)
private func multiplyAddChains(steps: Int, fused: Bool) -> Double {
  let (x, y) = (SIMD8<Double>(repeating: 0.999), SIMD8<Double>(repeating: 1e-3))
  typealias Lanes = SIMD8<Double>
  var (a, b, c, d) = (y, y + 1, y + 2, y + 3)
  var (e, f, g, h) = (y + 4, y + 5, y + 6, y + 7)
  var (i, j, k, l) = (y + 8, y + 9, y + 10, y + 11)
  if fused {
    for _ in 0..<steps {
      (a, b, c) = (y.addingProduct(a, x), y.addingProduct(b, x), y.addingProduct(c, x))
      (d, e, f) = (y.addingProduct(d, x), y.addingProduct(e, x), y.addingProduct(f, x))
      (g, h, i) = (y.addingProduct(g, x), y.addingProduct(h, x), y.addingProduct(i, x))
      (j, k, l) = (y.addingProduct(j, x), y.addingProduct(k, x), y.addingProduct(l, x))
    }
  } else {
    for _ in 0..<steps {
      (a, b, c, d) = (a * x + y, b * x + y, c * x + y, d * x + y)
      (e, f, g, h) = (e * x + y, f * x + y, g * x + y, h * x + y)
      (i, j, k, l) = (i * x + y, j * x + y, k * x + y, l * x + y)
    }
  }
  let low: Lanes = a + b + c + d + e + f
  let high: Lanes = g + h + i + j + k + l
  return (low + high).sum()
}

/// Sum of `count` elements, a multiple of 64, read `passes` times in eight lanes.
@inline(never)
private func readSum(_ x: UnsafePointer<Double>, count: Int, passes: Int) -> Double {
  var (a, b, c, d) = (
    SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero
  )
  for _ in 0..<passes {
    var i = 0
    while i < count {
      unsafe a += lanes(x + i)
      unsafe b += lanes(x + i + 8)
      unsafe c += lanes(x + i + 16)
      unsafe d += lanes(x + i + 24)
      i += 32
    }
  }
  return (a + b + c + d).sum()
}
