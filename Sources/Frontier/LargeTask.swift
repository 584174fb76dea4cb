internal import LinearProgramming

/// A question with what the block solver found about it.
struct LocatedQuery {
  let query: DistanceQuery
  /// Its ray in scaled variables, or as asked where they cannot be scaled.
  let ray: Ray
  /// Generators of all observations that it leaves out; where there are none the frame answers it.
  let excluded: [Int]
  /// Certified measure, where there is one so far.
  var found: Measurement?
  /// Place of its ray in the block, where it has one.
  var slot: Int?
}

/// Answers questions to a large technology block by block; one value serves one task.
///
/// What cannot be certified in blocks is left to ``QuerySolver`` over the frame, or over all
/// observations where some are left out.
struct LargeTask: ~Copyable {
  let shared: LargeSolver
  let leftOut: LeftOutObservations
  private let countsTies: Bool
  private var frameSolver: BlockSolver
  private var wholeSolver: BlockSolver?
  var inFrame: QuerySolver
  var inAll: QuerySolver
  var faces = FaceSolver()

  init(_ shared: LargeSolver, _ leftOut: LeftOutObservations, countsTies: Bool) {
    self.shared = shared
    self.leftOut = leftOut
    self.countsTies = countsTies
    frameSolver = BlockSolver(shared.target, countsTies: countsTies)
    inFrame = QuerySolver(shared.target.technology, shared.options)
    inAll = QuerySolver(shared.technology, shared.options)
    inFrame.slackWeights = shared.slackWeights
    inAll.slackWeights = shared.slackWeights
  }

  /// Answers to the questions of some numbers, in that order.
  mutating func answers<Answer>(
    _ queries: [DistanceQuery], _ numbers: ArraySlice<Int>,
    _ body: (inout LargeTask, LocatedQuery) -> Answer
  ) -> [Answer] {
    var answers = [Answer?](repeating: nil, count: numbers.count)
    // Positions of questions that the frame answers, and of those that need all observations.
    var positions: (ordinary: [Int], exceptional: [Int]) = ([], [])
    for (position, number) in numbers.enumerated() {
      if leftOut.excluded(queries[number]).isEmpty {
        positions.ordinary.append(position)
      } else {
        positions.exceptional.append(position)
      }
    }
    for (places, isWhole) in [(positions.ordinary, false), (positions.exceptional, true)] {
      for first in stride(from: 0, to: places.count, by: BlockSolver.blockSize) {
        let block = places[first..<min(first + BlockSolver.blockSize, places.count)]
        let asked = block.map { numbers[numbers.startIndex + $0] }
        let (shared, leftOut, needsSlacks) = (shared, leftOut, countsTies)
        let located = withSolver(isWhole) {
          shared.locate(asked, queries, leftOut, &$0, needsSlacks: needsSlacks)
        }
        for index in located.indices {
          answers[block[block.startIndex + index]] = body(&self, located[index])
        }
      }
    }
    return answers.compactMap { $0 }
  }

  /// Runs `body` on the solver over the frame, or on that over all observations, made on first use.
  mutating func withSolver<Answer>(
    _ isWhole: Bool, _ body: (inout BlockSolver) -> Answer
  ) -> Answer {
    guard isWhole, let all = leftOut.all else { return body(&frameSolver) }
    var solver = wholeSolver.take() ?? BlockSolver(all, countsTies: countsTies)
    let answer = body(&solver)
    wholeSolver = consume solver
    return answer
  }
}

// MARK: First phase

extension LargeTask {
  /// Distance of a question that was located.
  mutating func distance(_ located: LocatedQuery) -> DistanceResult {
    if let found = located.found { return inAll.result(found, located.ray.inputs) }
    if !located.excluded.isEmpty { return inAll.distance(located.query) }
    return inFrame.result(inFrame.measure(located.ray, nil), located.ray.inputs)
  }
}

extension LargeSolver {
  /// Locates a block of questions: solves their rays together and certifies what it can.
  func locate(
    _ numbers: [Int], _ queries: [DistanceQuery], _ leftOut: LeftOutObservations,
    _ solver: inout BlockSolver, needsSlacks: Bool
  ) -> [LocatedQuery] {
    var slotCount = 0
    var located: [LocatedQuery] = []
    located.reserveCapacity(numbers.count)
    for (number, point) in zip(numbers, technology.scaledPoints(queries, numbers)) {
      let query = queries[number]
      let excluded = leftOut.excluded(query)
      guard let point else {
        let ray = Ray(query.point, query.orientation)
        located.append(
          LocatedQuery(query: query, ray: ray, excluded: excluded, found: Measurement()))
        continue
      }
      var entry = LocatedQuery(
        query: query, ray: Ray(point, query.orientation), excluded: excluded)
      if excluded.isEmpty {
        entry.found = ownMeasure(number, entry.ray, solver, needsSlacks: needsSlacks)
      }
      if entry.found == nil && (excluded.isEmpty || leftOut.all != nil) {
        solver.set(slotCount, to: entry.ray, excluding: excluded)
        entry.slot = slotCount
        slotCount += 1
      }
      located.append(entry)
    }
    solver.rays.solve(count: slotCount)
    for index in located.indices {
      guard let slot = located[index].slot else { continue }
      located[index].found = solver.measurement(
        slot, located[index].ray, width: options.sharpWidth)
    }
    return located
  }

  /// Measure of an observation of the frame that lies on a facet found with it: 1.
  ///
  /// Its slacks are known to be zero only where that facet prices every variable.
  private func ownMeasure(
    _ number: Int, _ ray: Ray, _ solver: borrowing BlockSolver, needsSlacks: Bool
  ) -> Measurement? {
    guard let facet = ownFacet(number, ray) else { return nil }
    if needsSlacks && !target.pricesAll(facet.normal) { return nil }
    let prices = target.prices(facet.normal, violation: facet.violation, ray.orientation)
    let bound = solver.certificate.bound(prices, ray)
    var found = Measurement()
    found.value = 1
    found.multipliers = prices.multipliers
    switch ray.orientation {
    case .input: found.narrow(lower: bound, upper: 1)
    case .output: found.narrow(lower: 1, upper: bound)
    }
    guard found.relativeWidth <= options.sharpWidth, found.score() != nil else { return nil }
    found.intensities = [Intensity(observation: number, weight: 1)]
    found.status = .certified
    return found
  }
}
