internal import DenseKernels
internal import LinearProgramming

/// Measures many points against one technology of many observations, through its frame.
///
/// Points are taken in spatial order and in tasks of fixed size, each with facets of its own, so results
/// do not depend on the number of workers.
struct LargeSolver {
  let technology: ScaledTechnology
  let options: FrontierOptions
  /// The frame, or all observations where the points are too few to pay for finding it.
  let target: PricedTechnology
  /// What the search for the frame found besides; nothing where it was not sought.
  private let facets: [FacetPrices]
  private let facetOf: [Int32]
  private let order: [Int]
  /// Weights of slacks over the whole technology.
  let slackWeights: [Double]

  /// Points, as a share of the observations, from which the frame is sought: finding it costs about as
  /// much as measuring this share against all observations.
  private static let leastShareForFrame = 0.125
  /// Points from which observations are prepared for being priced in blocks.
  private static let leastCount = 16

  /// Whether this path is meant for a batch.
  static func suits(_ batch: DistanceBatch, _ options: FrontierOptions) -> Bool {
    options.path == .facets && batch.technology.count >= options.largeTechnologyCount
      && batch.queries.count >= leastCount && batch.technology.returnsToScale != .freeDisposalHull
  }

  /// Finds the frame where that pays; nil where the technology has a shape that this path does not bound.
  init?(
    _ technology: ScaledTechnology, _ options: FrontierOptions, pointCount: Int,
    _ control: WorkControl, ended: (LargeStage) -> Void = { _ in }
  ) throws(WorkCancelled) {
    guard technology.hasSolidInputs, ConeData(technology).isSuited else { return nil }
    self.technology = technology
    self.options = options
    slackWeights = technology.slackWeights
    if Double(pointCount) >= Self.leastShareForFrame * Double(technology.count) {
      let frame = try TechnologyFrame(
        technology: technology, workerCount: options.workerCount, control: control
      ).find(ended: ended)
      target = PricedTechnology(technology, selecting: frame.observations)
      (facets, facetOf, order) = (frame.facets, frame.facetOf, frame.order)
    } else {
      target = PricedTechnology(technology, selecting: technology.spatialOrder())
      (facets, facetOf, order) = ([], [], [])
    }
    guard target.isSuited else { return nil }
  }

  /// Observations of the frame.
  var frame: [Int] { target.observations }

  /// Prices of a facet found through an observation, if the ray is the observation's own.
  func ownFacet(_ number: Int, _ ray: Ray) -> FacetPrices? {
    guard number < facetOf.count, facetOf[number] >= 0, technology.holds(ray, at: number) else {
      return nil
    }
    return facets[Int(facetOf[number])]
  }

  // MARK: Answers

  /// Distances in the order asked.
  func solve(
    _ queries: [DistanceQuery], _ control: WorkControl
  ) throws(WorkCancelled) -> [DistanceResult] {
    try answers(queries, control) { task, located in task.distance(located) }
  }

  /// Both phases, or the first alone, in the order asked.
  func evaluate(
    _ queries: [DistanceQuery], secondPhase: Bool, _ control: WorkControl
  ) throws(WorkCancelled) -> [Evaluation] {
    try answers(queries, control, countsTies: secondPhase) { task, located in
      task.evaluation(located, secondPhase: secondPhase)
    }
  }

  private func answers<Answer: Sendable>(
    _ queries: [DistanceQuery], _ control: WorkControl, countsTies: Bool = false,
    _ body: @Sendable (inout LargeTask, LocatedQuery) -> Answer
  ) throws(WorkCancelled) -> [Answer] {
    let leftOut = LeftOutObservations(queries, target, technology)
    let order = spatialOrder(queries)
    let taskSize = TechnologyFrame.taskSize
    let taskCount = (order.count + taskSize - 1) / taskSize
    control.begin("distances", count: taskCount)
    let parts = try parallelMap(
      count: taskCount, workers: options.workerCount, control: control
    ) { task in
      let first = task * taskSize
      var worker = LargeTask(self, leftOut, countsTies: countsTies)
      return worker.answers(
        queries, order[first..<min(first + taskSize, order.count)], body)
    }
    var places = [Int](repeating: 0, count: order.count)
    for (place, number) in order.enumerated() { places[number] = place }
    return places.map { parts[$0 / taskSize][$0 % taskSize] }
  }

  private func spatialOrder(_ queries: [DistanceQuery]) -> [Int] {
    if queries.count == self.order.count, queries.indices.allSatisfy({ isOwn(queries[$0], $0) }) {
      return self.order
    }
    let (p, q) = (technology.inputCount, technology.outputCount)
    let scale = technology.means
    let width = p + q
    var coordinates = [Double](repeating: 0, count: queries.count * width)
    for (number, query) in queries.enumerated() {
      for i in 0..<p {
        coordinates[number * width + i] =
          query.point.inputs[i] * technology.inputScale[i] / scale[i]
      }
      for r in 0..<q {
        coordinates[number * width + p + r] =
          query.point.outputs[r] * technology.outputScale[r] / scale[p + r]
      }
      ScaledTechnology.shape(&coordinates, at: number * width, p, q, technology.returnsToScale)
    }
    return LinearProgramming.spatialOrder(
      coordinates: coordinates, dimension: width, leafSize: BlockSolver.blockSize)
  }

  /// Whether a question is about an observation itself.
  private func isOwn(_ query: DistanceQuery, _ number: Int) -> Bool {
    for i in 0..<technology.inputCount
    where technology.inputs[i * technology.stride + number]
      != query.point.inputs[i] * technology.inputScale[i]
    {
      return false
    }
    for r in 0..<technology.outputCount
    where technology.outputs[r * technology.stride + number]
      != query.point.outputs[r] * technology.outputScale[r]
    {
      return false
    }
    return true
  }
}
