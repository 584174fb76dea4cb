/// What one run of a contender came to.
struct Slice {
  /// Scores: θ or φ, NaN where there is none, in the contender's order.
  var values: [Double] = []
  var pivotCount: Int?
  /// Points answered by a known facet.
  var hitCount: Int?
  /// Passes over all generators (or over the frame), where the contender counts them.
  var passCount: Int?
  /// Points without a verdict.
  var failureCount = 0
  /// Seconds within the run that do not count.
  var untimedSeconds = 0.0
  var untimedWallSeconds = 0.0
}

/// How a general library goes through a workload.
enum RivalWay: String, CaseIterable {
  /// All units, points as they come.
  case dataOrder = "in order"
  /// All units, each point after the nearest one.
  case neighbours = "near"
  /// The same on the efficient units, which are told to the library for nothing.
  case frameGiven = "near, frame"

  /// Whether the library is told what it would have to find.
  var hasFreeFrame: Bool { self == .frameGiven }
}

/// One way to solve some programs of a workload.
struct Contender {
  /// Name with the variant: "GLPK dual, near".
  let name: String
  /// Whose it is: "Farrell" or the library.
  let family: String
  /// Which way a library goes; nil for the engine's own.
  var way: RivalWay?
  /// Whether it is the engine's.
  var isOwn: Bool { way == nil }
  /// Number in the workload of the program behind each value.
  let programs: [Int]
  /// Threads it uses; more than one are timed by all threads of the process.
  var workerCount = 1
  /// Solves them all.
  let run: () -> Slice
}
