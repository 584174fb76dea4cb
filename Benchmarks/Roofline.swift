internal import CRivals
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
    let steps = isQuick ? 1_200_000 : 24_000_000
    separateGigaflops = Self.best(turns, operations: Double(steps * 2 * 8)) {
      roofline_separate(steps)
    }
    fusedGigaflops = Self.best(turns, operations: Double(steps * 2 * 8)) {
      roofline_fused(steps)
    }
    let sizes = isQuick ? [16, 512] : [16, 512, 8 * 1024, 256 * 1024]
    bandwidths = sizes.map { kibibytes in
      let memory = Scratch(count: kibibytes * 128, repeating: 1.0)
      let passes = max(1, (isQuick ? 16 : 512) * 1024 / kibibytes)
      let rate = Self.best(turns, operations: Double(passes * kibibytes * 1024)) {
        unsafe roofline_read(memory.pointer, kibibytes * 128, passes)
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
