public import DenseKernels

/// Settings of the distance solver; the defaults are those of METHODS 0 and 1.6.
public struct FrontierOptions: Sendable, Hashable {
  /// Largest relative width (U − L) / U of an interval still called certified.
  public var certificateWidth = 1e-9
  /// Width above which a score goes to the rescue path, though it may be certified: where intervals are as wide
  /// as 1e-10, scores differ as much from one order of units to the next.
  var sharpWidth: Double { min(1e-11, certificateWidth) }
  /// An observation is efficient when its interval proves it within this of 1.
  public var efficiencyTolerance = 1e-9
  /// How distances are found.
  public enum Path: String, Sendable, Hashable, CaseIterable {
    /// One linear program per point.
    case programs
    /// Through facets shared by all points of a technology; programs of their own where that fails.
    case facets
  }

  /// How distances are found; scores do not depend on it beyond their intervals.
  public var path = Path.facets
  /// Reference observations from which shared facets go through the frame of the technology, where
  /// enough points share the work of finding it; scores do not depend on it.
  public var largeTechnologyCount = 1000
  /// Number of workers; results do not depend on it.
  public var workerCount = 1
  /// Whether a solve starts from the last optimal basis of the same chain; scores do not depend on it.
  public var warmStart = true
  /// Whether programs are equilibrated; scores do not depend on it where both can be certified.
  public var scaling = true
  /// Largest rows × columns of a program that the rescue path may solve in exact arithmetic, which
  /// costs milliseconds at 10,000 and a second at a million.
  public var exactSizeLimit = 1_000_000

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

  /// Share of the distances whose value, or whose lack of one, is proven; 1 for no distances.
  public var certifiedShare: Double {
    let unproven = (byStatus[.uncertified] ?? 0) + (byStatus[.failed] ?? 0)
    return total == 0 ? 1 : Double(total - unproven) / Double(total)
  }

  /// Adds one result.
  public mutating func record(_ result: DistanceResult) {
    total += 1
    byStatus[result.status, default: 0] += 1
    pivotCount += result.pivotCount
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
///
/// ```swift
/// let technology = Technology(
///   panel: panel, observations: panel.observations(period: 0), returnsToScale: .constant)
/// let queries = (0..<panel.count).map {
///   DistanceQuery(point: panel.point(inputsOf: $0, outputsOf: $0), orientation: .input)
/// }
/// let results = FrontierSolver().solve([DistanceBatch(technology: technology, queries: queries)])
/// ```
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
    withoutCancellation { (control) throws(WorkCancelled) in
      try solve(batches, control: control)
    }
  }

  /// The same, followed and stopped by `control`.
  ///
  /// - Throws: ``/DenseKernels/WorkCancelled`` when it was stopped before its end.
  public func solve(
    _ batches: [DistanceBatch], control: WorkControl
  ) throws(WorkCancelled) -> [[DistanceResult]] {
    try answer(
      batches, control,
      large: { (solver, queries) throws(WorkCancelled) in try solver.solve(queries, control) },
      small: { solver, query in solver.distance(query) })
  }

  /// Sub-vector contractions against one technology, in the order asked.
  public func solve(
    subvector queries: [SubvectorQuery], technology: Technology
  ) -> [SubvectorResult] {
    withoutCancellation { (control) throws(WorkCancelled) in
      try solve(subvector: queries, technology: technology, control: control)
    }
  }

  /// The same, followed and stopped by `control`.
  ///
  /// - Throws: ``/DenseKernels/WorkCancelled`` when it was stopped before its end.
  public func solve(
    subvector queries: [SubvectorQuery], technology: Technology, control: WorkControl
  ) throws(WorkCancelled) -> [SubvectorResult] {
    let scaled = ScaledTechnology(technology)
    let chunkCount = (queries.count + options.chainLength - 1) / options.chainLength
    control.begin("contractions", count: chunkCount)
    return try parallelMap(
      count: chunkCount, workers: options.workerCount, control: control
    ) { chunk in
      var solver = QuerySolver(scaled, options)
      let first = chunk * options.chainLength
      let last = min(first + options.chainLength, queries.count)
      return queries[first..<last].map { solver.contraction($0) }
    }.flatMap { $0 }
  }

  /// Answers of one kind to all questions, those to large technologies through their frames.
  func answer<Answer: Sendable>(
    _ batches: [DistanceBatch], _ control: WorkControl,
    large: (LargeSolver, [DistanceQuery]) throws(WorkCancelled) -> [Answer],
    small: @Sendable (inout QuerySolver, DistanceQuery) -> Answer
  ) throws(WorkCancelled) -> [[Answer]] {
    guard batches.contains(where: { LargeSolver.suits($0, options) }) else {
      return try answerInChains(batches, control, small)
    }
    var answers: [[Answer]] = []
    for batch in batches {
      if LargeSolver.suits(batch, options),
        let solver = try LargeSolver(
          ScaledTechnology(batch.technology), options, pointCount: batch.queries.count, control)
      {
        answers.append(try large(solver, batch.queries))
      } else {
        answers += try answerInChains([batch], control, small)
      }
    }
    return answers
  }

  /// Answers of one kind to all questions.
  ///
  /// Questions to one technology are cut into chains of fixed length; solves inside a chain start
  /// from each other's bases or facets, chains are independent.
  private func answerInChains<Answer: Sendable>(
    _ batches: [DistanceBatch], _ control: WorkControl,
    _ body: @Sendable (inout QuerySolver, DistanceQuery) -> Answer
  ) throws(WorkCancelled) -> [[Answer]] {
    control.begin("technologies", count: batches.count)
    let technologies = try parallelMap(
      count: batches.count, workers: options.workerCount, control: control
    ) {
      ScaledTechnology(batches[$0].technology)
    }
    let chains = batches.indices.flatMap { batch in
      stride(from: 0, to: batches[batch].queries.count, by: options.chainLength).map { (batch, $0) }
    }
    control.begin("distances", count: chains.count)
    let answers = try parallelMap(
      count: chains.count, workers: options.workerCount, control: control
    ) { index in
      let (batch, first) = chains[index]
      let queries = batches[batch].queries
      var solver = QuerySolver(technologies[batch], options)
      let last = min(first + options.chainLength, queries.count)
      return queries[first..<last].map { body(&solver, $0) }
    }
    var gathered = batches.map { batch in
      var room: [Answer] = []
      room.reserveCapacity(batch.queries.count)
      return room
    }
    for (chain, part) in zip(chains, answers) { gathered[chain.0].append(contentsOf: part) }
    return gathered
  }
}

extension FrontierOptions {
  /// Number of questions answered in a row by one worker, each from what the last ones left.
  ///
  /// It is fixed, so that results do not depend on the number of workers. Facets gain from more.
  fileprivate var chainLength: Int { path == .facets ? 512 : 64 }
}
