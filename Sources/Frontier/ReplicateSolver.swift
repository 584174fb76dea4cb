public import DenseKernels
internal import LinearProgramming

/// Measures the points of a family against its replicates, one replicate after another; one solver serves
/// one worker.
///
/// Every linear program is checked for primal residual, every facet for dual residual; what fails goes to
/// the robust path. There is no certified interval: it would cost more than the score, and the draws that
/// make a replicate are noise of another size. A replicate's results do not depend on those before it.
///
/// ```swift
/// let solver = ReplicateSolver(family)
/// try solver.solve(inputFactors: factors)
/// let theta = solver.status(0) == .checked ? solver.measure(0) : nil
/// ```
public final class ReplicateSolver {
  private let family: ReplicateFamily
  // The observations of the replicate, variable by variable, in scaled units.
  private var builder: ConeBuilder
  private let engine: Engine
  private let batch: RayBatch
  private let answers: RayAnswers
  /// Kind of the ray at each position.
  private let kinds: [ReplicateFamily.Kind]
  /// The observations chosen for the replicate; nil where there are those of the technology.
  private var chosen: [Int]?
  @usableFromInline let measures: Scratch<Double>
  @usableFromInline let statuses: Scratch<UInt8>
  /// What happened so far.
  public private(set) var counts = ReplicateCounts()

  /// What solvers of one worker may share: its facets are those of the last replicate only.
  private final class Engine {
    var rays: RaySolver

    init(_ builder: ConeBuilder) {
      rays = RaySolver(
        builder.cone, seeds: builder.seeds, capacity: ReplicateFamily.facetCapacity)
    }
  }

  /// Solver for replicates of a family.
  ///
  /// - Parameters:
  ///   - family: the points and the technology.
  ///   - neighbour: a solver of the same worker, used in turn with this one; their memory is shared where
  ///     their technologies have as many variables, which keeps it in the cache.
  public init(_ family: ReplicateFamily, sharing neighbour: ReplicateSolver? = nil) {
    self.family = family
    let builder = ConeBuilder(
      family.data, inputs: family.scaled.inputs, outputs: family.scaled.outputs)
    self.builder = builder
    let isShared = neighbour?.family.data.dimension == family.data.dimension
    engine = isShared ? neighbour?.engine ?? Engine(builder) : Engine(builder)
    var batch = RayBatch(count: family.order.count, dimension: family.data.dimension)
    for (position, index) in family.order.enumerated() {
      if let ray = family.rays[index] { batch.set(position, to: ray) }
    }
    self.batch = batch
    kinds = family.order.map { family.kinds[$0] }
    answers = RayAnswers(count: family.order.count)
    measures = Scratch(count: family.queries.count, repeating: .nan)
    statuses = Scratch(
      count: family.queries.count, repeating: ReplicateStatus.failed.rawValue)
  }

  /// Farrell measure of a question in the last replicate; NaN where its status is neither `checked` nor
  /// `rescued`.
  @inlinable
  public func measure(_ index: Int) -> Double { measures[index] }

  /// What is known about a question in the last replicate.
  @inlinable
  public func status(_ index: Int) -> ReplicateStatus {
    ReplicateStatus(rawValue: statuses[index]) ?? .failed
  }

  /// Solves a replicate whose reference observations are those of the technology with all inputs of
  /// observation j times `inputFactors[j]`, and all outputs times `outputFactors[j]`.
  ///
  /// - Parameters:
  ///   - inputFactors: J positive numbers; nil leaves the inputs as they are.
  ///   - outputFactors: J positive numbers; nil leaves the outputs as they are.
  /// - Throws: ``ReplicateError`` for another count, and for a factor outside of 2⁻⁵⁰⁰ to 2⁵⁰⁰; every status
  ///   is `failed` then.
  public func solve(
    inputFactors: [Double]? = nil, outputFactors: [Double]? = nil
  ) throws(ReplicateError) {
    try run { () throws(ReplicateError) in
      try Self.scale(family.scaled.inputs, by: inputFactors, family.data, into: &builder.inputs)
      try Self.scale(family.scaled.outputs, by: outputFactors, family.data, into: &builder.outputs)
    }
  }

  /// Solves a replicate of other reference observations.
  ///
  /// - Parameters:
  ///   - replicateInputs: J × p numbers variable by variable, in the units of the data.
  ///   - replicateOutputs: J × q numbers likewise.
  /// - Throws: ``ReplicateError`` for another count, and for a value that is negative, not finite or more
  ///   than 2⁵⁰⁰ times those of the technology; every status is `failed` then.
  public func solve(
    inputs replicateInputs: [Double], outputs replicateOutputs: [Double]
  ) throws(ReplicateError) {
    try run { () throws(ReplicateError) in
      try Self.place(
        replicateInputs, family.scaled.inputScale, family.data, into: &builder.inputs)
      try Self.place(
        replicateOutputs, family.scaled.outputScale, family.data, into: &builder.outputs)
    }
  }

  /// Solves a replicate whose reference observations are some of those of the technology.
  ///
  /// - Parameter observations: 1 to J observations, each as often as one likes.
  /// - Throws: ``ReplicateError`` for none, for more than J and for one that there is not; every status is
  ///   `failed` then.
  public func solve(selecting observations: [Int]) throws(ReplicateError) {
    let data = family.data
    try run(choosing: observations) { () throws(ReplicateError) in
      guard (1...data.count).contains(observations.count) else {
        throw .count(found: observations.count, expected: data.count)
      }
      for (index, observation) in observations.enumerated()
      where !(0..<data.count).contains(observation) {
        throw .value(index: index, found: Double(observation))
      }
      Self.select(family.scaled.inputs, observations, data, into: &builder.inputs)
      Self.select(family.scaled.outputs, observations, data, into: &builder.outputs)
    }
  }

  /// The rows that are left repeat the first chosen observation, which changes no technology.
  private static func select(
    _ observed: [Double], _ observations: [Int], _ data: ConeData, into values: inout [Double]
  ) {
    for first in stride(from: 0, to: observed.count, by: data.stride) {
      for j in 0..<data.count {
        values[first + j] = observed[first + observations[j < observations.count ? j : 0]]
      }
    }
  }

  private static func scale(
    _ observed: [Double], by factors: [Double]?, _ data: ConeData, into values: inout [Double]
  ) throws(ReplicateError) {
    guard let factors else {
      values = observed
      return
    }
    guard factors.count == data.count else {
      throw .count(found: factors.count, expected: data.count)
    }
    for (index, factor) in factors.enumerated() where !(factor >= 0x1p-500 && factor <= largest) {
      throw .value(index: index, found: factor)
    }
    for first in stride(from: 0, to: observed.count, by: data.stride) {
      for j in 0..<data.count { values[first + j] = observed[first + j] * factors[j] }
    }
  }

  private static func place(
    _ given: [Double], _ scales: [Double], _ data: ConeData, into values: inout [Double]
  ) throws(ReplicateError) {
    guard given.count == scales.count * data.count else {
      throw .count(found: given.count, expected: scales.count * data.count)
    }
    for (variable, scale) in scales.enumerated() {
      for j in 0..<data.count {
        let index = variable * data.count + j
        let value = given[index] * scale
        guard value >= 0, value <= largest else { throw .value(index: index, found: given[index]) }
        values[variable * data.stride + j] = value
      }
    }
  }

  /// Largest factor and scaled value, far from where sums of a few products would overflow.
  private static let largest = 0x1p500

  private func run(
    choosing observations: [Int]? = nil, _ fill: () throws(ReplicateError) -> Void
  ) throws(ReplicateError) {
    chosen = observations
    do {
      try fill()
    } catch {
      for index in family.queries.indices {
        (measures[index], statuses[index]) = (.nan, ReplicateStatus.failed.rawValue)
      }
      throw error
    }
    builder.update()
    let (hits, pivots) = (engine.rays.hitCount, engine.rays.pivotCount)
    unsafe engine.rays.reset(
      count: family.data.generatorCount, interior: builder.interior, seeds: builder.seeds,
      fill: builder.fill)
    engine.rays.solve(batch, into: answers)
    let unanswered = record()
    counts.programs += family.queries.count
    counts.hits += engine.rays.hitCount - hits
    counts.pivots += engine.rays.pivotCount - pivots
    if !unanswered.isEmpty { rescue(unanswered) }
  }

  /// Takes over what the rays answered; returns the questions that they did not.
  private func record() -> [Int] {
    var unanswered: [Int] = []
    for position in 0..<batch.count {
      let index = family.order[position]
      if !take(answers.crossings[position], of: index, kinds[position]) {
        unanswered.append(index)
      }
    }
    for question in family.reduced where !answer(question) { unanswered.append(question.query) }
    return unanswered
  }

  /// Takes over the crossing t of a question's ray; false where it says nothing.
  @inline(__always)
  private func take(_ t: Double, of index: Int, _ kind: ReplicateFamily.Kind) -> Bool {
    if kind == .input && t > 0 && t < .infinity {
      statuses[index] = ReplicateStatus.checked.rawValue
      measures[index] = t
      // Under constant returns an input ray that never enters says φ = 0, which is not "infeasible".
    } else if t == .infinity && (kind == .input || kind == .output) {
      statuses[index] = ReplicateStatus.infeasible.rawValue
      measures[index] = .nan
      counts.infeasible += 1
    } else if (kind == .output ? -t : t) > 0 && t < .infinity && kind != .none {
      statuses[index] = ReplicateStatus.checked.rawValue
      measures[index] = kind == .output ? -t : 1 / t
    } else {
      return false
    }
    counts.checked += 1
    return true
  }

  /// Answers a question that leaves observations out: as its twin where the facet of that one does without
  /// them, else by pivots from there.
  private func answer(_ question: ReplicateFamily.Reduced) -> Bool {
    let (index, facet) = (question.query, answers.facets[question.twin])
    let t = answers.crossings[question.twin]
    if t == .infinity { return take(t, of: index, family.kinds[index]) }
    guard facet >= 0, let ray = family.rays[index] else { return false }
    let rows = rows(of: question.observations)
    if !engine.rays.facet(Int(facet), uses: rows) { return take(t, of: index, family.kinds[index]) }
    if engine.rays.solve(ray, excluding: rows) == .stalled { return false }
    return take(engine.rays.crossing, of: index, family.kinds[index])
  }

  /// Where observations of the technology stand in the replicate.
  private func rows(of observations: [Int]) -> [Int] {
    guard let chosen else { return observations }
    return (0..<family.data.count).filter {
      observations.contains(chosen[$0 < chosen.count ? $0 : 0])
    }
  }

  private func conclude(_ index: Int, _ status: ReplicateStatus, _ measure: Double) {
    measures[index] = measure
    statuses[index] = status.rawValue
    switch status {
    case .checked, .rescued, .unbounded: counts.rescued += 1
    case .infeasible:
      counts.rescued += 1
      counts.infeasible += 1
    case .failed: counts.failed += 1
    }
  }

  /// Asks the robust path, one program at a time.
  private func rescue(_ indices: [Int]) {
    let replicate = ScaledTechnology(
      family.scaled, choosing: chosen, inputs: builder.inputs, outputs: builder.outputs)
    var options = FrontierOptions()
    options.path = .programs
    var solver = QuerySolver(replicate, options)
    for index in indices {
      let result = solver.distance(family.queries[index])
      switch result.status {
      case .certified, .refined: conclude(index, .rescued, result.farrell?.value ?? .nan)
      case .infeasible: conclude(index, .infeasible, .nan)
      case .unbounded: conclude(index, .unbounded, .nan)
      case .uncertified, .failed: conclude(index, .failed, .nan)
      }
    }
  }
}
