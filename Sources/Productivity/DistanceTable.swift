package import DenseKernels
public import Frontier

/// What identifies one distance of a table.
private struct DistanceKey: Sendable, Hashable {
  let technology: ReferenceKey
  let inputs: Int  // period of the inputs
  let outputs: Int  // period of the outputs
  let unit: Int
  let leavesOwnOut: Bool
}

/// All distances that the indices of a panel need, computed once.
public struct DistanceTable: Sendable {
  /// Direction of the distances.
  public let orientation: Orientation
  /// What happened to the distances.
  public let statistics: SolveStatistics

  package let references: ReferenceSets
  private let results: [DistanceKey: DistanceResult]

  /// Distances of every unit to the technologies of every transition.
  ///
  /// - Parameters:
  ///   - references: the technologies.
  ///   - orientation: direction of the distances.
  ///   - terms: distances needed per unit and transition.
  ///   - transitions: pairs of periods; a unit missing in one of the two has no distance.
  ///   - solver: gets all questions in one call, one batch per technology.
  ///   - control: follows and stops the work.
  /// - Throws: ``/DenseKernels/WorkCancelled`` when the work was stopped.
  package init(
    references: ReferenceSets, orientation: Orientation, terms: [DistanceTerm],
    transitions: [Transition], solver: FrontierSolver, control: WorkControl
  ) throws(WorkCancelled) {
    var requests = RequestList(references: references, orientation: orientation)
    for transition in transitions {
      for unit in references.panel.units.indices
      where references.panel.isObserved(unit, over: transition) {
        for term in terms { requests.add(term, unit: unit, over: transition) }
      }
    }
    let answers = try solver.solve(requests.batches, control: control)

    var results: [DistanceKey: DistanceResult] = [:]
    results.reserveCapacity(answers.reduce(0) { $0 + $1.count })
    var statistics = SolveStatistics()
    for (keys, batch) in zip(requests.keys, answers) {
      for (key, answer) in zip(keys, batch) {
        results[key] = answer
        statistics.record(answer)
      }
    }
    self.references = references
    self.orientation = orientation
    self.results = results
    self.statistics = statistics
  }

  /// Distance to the technology of period `base`, nil if no index needed it.
  ///
  /// - Parameters:
  ///   - base: period of the technology; nil for all periods pooled.
  ///   - inputs: period of the measured inputs.
  ///   - outputs: period of the measured outputs.
  ///   - unit: the measured unit.
  ///   - returnsToScale: returns to scale of the technology; those of the analysis by default.
  ///   - leavingOwnOut: whether the unit's own observations are left out of the technology.
  ///   - members: the transition to whose units a balanced reference is restricted, if it is.
  public subscript(
    base base: Int?, inputs inputs: Int, outputs outputs: Int, unit unit: Int,
    returnsToScale returnsToScale: ReturnsToScale? = nil,
    leavingOwnOut leavingOwnOut: Bool = false, members members: Transition? = nil
  ) -> DistanceResult? {
    let technology = ReferenceKey(
      base: base, returnsToScale: returnsToScale ?? references.returnsToScale, members: members)
    return results[
      DistanceKey(
        technology: technology, inputs: inputs, outputs: outputs, unit: unit,
        leavesOwnOut: leavingOwnOut)]
  }

  /// The distance that a term stands for in one unit's transition.
  ///
  /// - Throws: ``MissingReason`` if the distance has no positive finite value.
  package func result(
    _ term: DistanceTerm, unit: Int, over transition: Transition
  ) throws(MissingReason) -> DistanceResult {
    for period in [transition.from, transition.to]
    where references.panel.observation(unit: unit, period: period) == nil {
      throw .notObserved(period: period)
    }
    let technology = references.key(of: term, over: transition)
    guard
      let result = self[
        base: technology.base, inputs: transition.period(term.inputs),
        outputs: transition.period(term.outputs), unit: unit,
        returnsToScale: technology.returnsToScale, leavingOwnOut: term.variant == .leaveOwnOut,
        members: technology.members]
    else { throw .noReference(term) }
    switch result.status {
    case .certified, .refined, .uncertified: break
    case .infeasible: throw .infeasible(term)
    case .unbounded: throw .unbounded(term)
    case .failed: throw .failed(term)
    }
    guard let score = result.farrell else { throw .failed(term) }
    // A measure of 0 or ∞ comes from zeros in the data and compares with nothing (METHODS 1.5).
    guard score.value > 0, score.value.isFinite else { throw .unbounded(term) }
    return result
  }
}

/// Questions collected by technology, each once.
private struct RequestList {
  let references: ReferenceSets
  let orientation: Orientation
  var keys: [[DistanceKey]] = []
  private var queries: [[DistanceQuery]] = []
  private var technologies: [Technology] = []
  private var slots: [ReferenceKey: Int] = [:]
  private var seen: Set<DistanceKey> = []

  var batches: [DistanceBatch] {
    zip(technologies, queries).map { DistanceBatch(technology: $0, queries: $1) }
  }

  init(references: ReferenceSets, orientation: Orientation) {
    self.references = references
    self.orientation = orientation
  }

  mutating func add(_ term: DistanceTerm, unit: Int, over transition: Transition) {
    let panel = references.panel
    let key = DistanceKey(
      technology: references.key(of: term, over: transition),
      inputs: transition.period(term.inputs), outputs: transition.period(term.outputs),
      unit: unit, leavesOwnOut: term.variant == .leaveOwnOut)
    guard
      let x = panel.observation(unit: unit, period: key.inputs),
      let y = panel.observation(unit: unit, period: key.outputs),
      seen.insert(key).inserted
    else { return }
    let slot = self.slot(key.technology)
    if key.leavesOwnOut, technologies[slot].units.allSatisfy({ $0 == unit }) { return }
    keys[slot].append(key)
    queries[slot].append(
      DistanceQuery(
        point: panel.point(inputsOf: x, outputsOf: y), orientation: orientation,
        leavingOut: key.leavesOwnOut ? unit : nil))
  }

  private mutating func slot(_ technology: ReferenceKey) -> Int {
    if let known = slots[technology] { return known }
    slots[technology] = technologies.count
    technologies.append(references.technology(technology))
    keys.append([])
    queries.append([])
    return technologies.count - 1
  }
}
