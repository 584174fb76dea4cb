/// What one run of a contender came to.
struct Slice {
  /// Scores θ, NaN where there is none, in the contender's order.
  var values: [Double] = []
  var pivotCount: Int?
  /// Points answered by a known facet.
  var hitCount: Int?
  /// Points without a verdict.
  var failureCount = 0
}

/// One way to solve some programs of a workload.
struct Contender {
  /// Name with the variant: "GLPK 5.0 dual, neighbours, frame".
  let name: String
  /// Whose it is: "Farrell" or the library.
  let family: String
  /// Whether it is the engine's.
  var isOwn: Bool { family == "Farrell" }
  /// Number in the workload of the program behind each value.
  let programs: [Int]
  /// Threads it uses; more than one are timed by all threads of the process.
  var workerCount = 1
  /// Solves them all.
  let run: () -> Slice
}
