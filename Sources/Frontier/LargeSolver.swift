internal import DenseKernels
internal import LinearProgramming

/// Measures many points against one technology of many observations, through its frame.
///
/// Points are taken in spatial order and in tasks of fixed size, each with facets of its own, so results
/// do not depend on the number of workers. What cannot be certified in blocks is left to ``QuerySolver``
/// over the frame, or over all observations where some of the frame are to be left out.
struct LargeSolver {
  private let technology: ScaledTechnology
  private let options: FrontierOptions
  private let target: PricedTechnology
  private let normals: [Int: FacetPrices]

  /// Whether this path is meant for a batch.
  static func suits(_ batch: DistanceBatch, _ options: FrontierOptions) -> Bool {
    options.path == .facets && batch.technology.count >= options.largeTechnologyCount
      && batch.queries.count * 4 >= batch.technology.count
      && batch.technology.returnsToScale != .freeDisposalHull
  }

  /// Finds the frame; nil where the technology has a shape that this path does not bound.
  init?(
    _ technology: ScaledTechnology, _ options: FrontierOptions,
    ended: (LargeStage) -> Void = { _ in }
  ) {
    guard technology.hasSolidInputs else { return nil }
    self.technology = technology
    self.options = options
    let frame = TechnologyFrame(technology: technology, workerCount: options.workerCount)
      .find(ended: ended)
    target = PricedTechnology(technology, selecting: frame.observations)
    normals = frame.normals
    guard target.isSuited else { return nil }
  }

  /// Observations of the frame.
  var frame: [Int] { target.observations }

  /// Distances in the order asked.
  func solve(_ queries: [DistanceQuery]) -> [DistanceResult] {
    let labels = Set(target.technology.units)
    let order = spatialOrder(queries)
    let taskSize = TechnologyFrame.taskSize
    let taskCount = (order.count + taskSize - 1) / taskSize
    let parts = parallelMap(count: taskCount, workers: options.workerCount) { task in
      let first = task * taskSize
      return solve(queries, order[first..<min(first + taskSize, order.count)], labels)
    }
    var results = [DistanceResult](
      repeating: DistanceResult(status: .failed, farrell: nil), count: queries.count)
    for (number, result) in zip(order, parts.joined()) { results[number] = result }
    return results
  }

  private func spatialOrder(_ queries: [DistanceQuery]) -> [Int] {
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

  /// Distances of one task, in the order of `numbers`.
  private func solve(
    _ queries: [DistanceQuery], _ numbers: ArraySlice<Int>, _ labels: Set<Int>
  ) -> [DistanceResult] {
    var solver = BlockSolver(target)
    var inFrame = QuerySolver(target.technology, options)
    var inAll = QuerySolver(technology, options)
    var results: [DistanceResult] = []
    for first in stride(from: numbers.startIndex, to: numbers.endIndex, by: BlockSolver.blockSize) {
      let block = numbers[first..<min(first + BlockSolver.blockSize, numbers.endIndex)]
      let points = block.map { technology.scaled(queries[$0].point) }
      var found = [Measurement?](repeating: nil, count: block.count)
      var slots: [(position: Int, ray: Ray)] = []
      for (position, number) in block.enumerated() {
        guard let point = points[position], !leavesOut(queries[number], labels) else { continue }
        let ray = Ray(point, queries[number].orientation)
        found[position] = ownMeasure(number, ray, solver)
        if found[position] == nil { slots.append((position, ray)) }
      }
      for (slot, entry) in slots.enumerated() { solver.set(slot, to: entry.ray) }
      solver.rays.solve(count: slots.count)
      for (slot, entry) in slots.enumerated() {
        found[entry.position] = solver.measurement(slot, entry.ray, width: options.certificateWidth)
      }
      for (position, number) in block.enumerated() {
        let query = queries[number]
        guard let point = points[position] else {
          results.append(DistanceResult(status: .failed, farrell: nil))
          continue
        }
        if let measurement = found[position] {
          results.append(inFrame.result(measurement, point))
        } else if leavesOut(query, labels) {
          results.append(inAll.distance(query))
        } else {
          let ray = Ray(point, query.orientation)
          results.append(inFrame.result(inFrame.measure(ray, nil), point))
        }
      }
    }
    return results
  }

  private func leavesOut(_ query: DistanceQuery, _ labels: Set<Int>) -> Bool {
    query.leavingOut.map { labels.contains($0) } ?? false
  }

  /// Measure of an observation of the frame that lies on a facet found with it: 1.
  private func ownMeasure(
    _ number: Int, _ ray: Ray, _ solver: borrowing BlockSolver
  ) -> Measurement? {
    guard let facet = normals[number] else { return nil }
    let own = technology.point(number)
    guard ray.inputs == own.inputs, ray.outputs == own.outputs else { return nil }
    let prices = target.prices(facet.normal, violation: facet.violation, ray.orientation)
    let bound = solver.certificate.bound(prices, ray)
    var found = Measurement()
    found.value = 1
    found.multipliers = prices.multipliers
    switch ray.orientation {
    case .input: found.narrow(lower: bound, upper: 1)
    case .output: found.narrow(lower: 1, upper: bound)
    }
    guard found.relativeWidth <= options.certificateWidth, found.score() != nil else { return nil }
    found.status = .certified
    return found
  }
}
