/// Figures of one contender over all rounds.
struct Summary {
  let programCount: Int
  /// Processor nanoseconds per program.
  let median: Double
  let least: Double
  let largest: Double
  /// Median nanoseconds per program on the wall.
  let wall: Double
  /// Pivots per program, and the share of programs answered by a known facet; nil where not counted.
  let pivots: Double?
  let hits: Double?
  /// Passes over all generators per program.
  let passes: Double?

  /// Programs in a processor second.
  var programsPerSecond: Double { 1e9 / median }

  init(_ result: RaceResult) {
    programCount = result.contender.programs.count
    median = farrell_benchmarks.median(result.nanoseconds)
    least = result.nanoseconds.min() ?? .nan
    largest = result.nanoseconds.max() ?? .nan
    wall = farrell_benchmarks.median(result.wallNanoseconds)
    let count = Double(programCount)
    pivots = result.slice.pivotCount.map { Double($0) / count }
    passes = result.slice.passCount.map { Double($0) / count }
    hits = result.slice.hitCount.map { Double($0) / count }
  }
}

/// Median of at least one number.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return .nan }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
