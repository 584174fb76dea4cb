/// Settings of the distance solver; the defaults are those of METHODS 0 and 1.6.
public struct FrontierOptions: Sendable, Hashable {
  /// Largest relative width (U − L) / U of an interval still called certified.
  public var certificateWidth = 1e-9
  /// An observation is efficient when its interval proves it within this of 1.
  public var efficiencyTolerance = 1e-9
  /// Number of workers; results do not depend on it.
  public var workerCount = 1

  /// Default settings.
  public init() {}
}

/// Counts of what happened to a set of distances.
public struct SolveStatistics: Sendable, Hashable {
  /// Number of distances asked for.
  public var total = 0
  /// Number by status.
  public var byStatus: [ScoreStatus: Int] = [:]
  /// Largest relative width among scores that exist.
  public var largestWidth = 0.0
  /// Number of simplex pivots.
  public var pivotCount = 0

  /// Statistics of nothing.
  public init() {}

  /// Adds one result.
  public mutating func record(_ result: DistanceResult) {
    total += 1
    byStatus[result.status, default: 0] += 1
    if let score = result.farrell { largestWidth = max(largestWidth, score.relativeWidth) }
  }
}

/// Sub-vector contraction: min s such that (fixed + s · direction, outputs) lies in the technology.
public struct SubvectorQuery: Sendable, Hashable {
  /// The q outputs to be produced.
  public let outputs: [Double]
  /// The p inputs that do not move; 0 where `direction` moves the input.
  public let fixedInputs: [Double]
  /// The p rates at which inputs grow with s; 0 where they do not move.
  public let direction: [Double]
  /// Label whose reference observations are left out, if any.
  public let leavingOut: Int?

  /// Question for the smallest s.
  public init(
    outputs: [Double], fixedInputs: [Double], direction: [Double], leavingOut: Int? = nil
  ) {
    self.outputs = outputs
    self.fixedInputs = fixedInputs
    self.direction = direction
    self.leavingOut = leavingOut
  }
}

/// Answer to a sub-vector question.
public struct SubvectorResult: Sendable, Hashable {
  /// As for a distance; `certified` here means checked for primal and dual residual.
  public let status: ScoreStatus
  /// The smallest s, where there is one.
  public let contraction: Double?
}

/// Measures points against technologies.
public struct FrontierSolver: Sendable {
  /// The settings.
  public let options: FrontierOptions

  /// Solver with the given settings.
  public init(options: FrontierOptions = FrontierOptions()) {
    self.options = options
  }

  /// Distances for every question of every batch, in the order asked; the same for any number of
  /// workers.
  public func solve(_ batches: [DistanceBatch]) -> [[DistanceResult]] {
    batches.map { batch in
      batch.queries.map { _ in DistanceResult(status: .failed, farrell: nil) }
    }
  }

  /// Sub-vector contractions against one technology, in the order asked.
  public func solve(
    subvector queries: [SubvectorQuery], technology: Technology
  ) -> [SubvectorResult] {
    queries.map { _ in SubvectorResult(status: .failed, contraction: nil) }
  }
}
