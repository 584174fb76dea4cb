package import DenseKernels
package import Frontier

/// Index of the bias within one pair of inputs, the other inputs held fixed.
///
/// The pair moves along the isoquant of t from its old ratio to r = x_a^{t+1} / x_b^{t+1}:
///
///     min s  s.t.  Yλ ≥ (1 − ε) y^t / D_o^t(t),  Σλ_j x_jk ≤ x_k^t (k ≠ a, b),
///                  Σλ_j x_ja ≤ s r,  Σλ_j x_jb ≤ s,  λ ≥ 0
///     z = x^t with (x_a, x_b) = (s r, s)
///     PIB_ab = [A(z, y^t) / A(x^t, y^t)]^{1/2}
///
/// Moving towards a raises A if and only if the marginal product of a rose relative to that of b, so
/// the index tells the Hicks bias of the pair for any number of inputs. Where the other inputs alone
/// bind at x^t the program is feasible by equality only, and rounding of D_o^t(t) would decide; the
/// slack ε, ``MalmquistOptions/pairIsolatedSlack``, keeps it feasible.
/// - Note: METHODS 3.4. Constant returns to scale only.
package struct PairIsolatedBias: Sendable {
  /// What happened to the programs.
  package let statistics: SolveStatistics

  private let values: [Key: Double]

  private struct Key: Hashable {
    let pair: FactorPair
    let unit: Int
    let transition: Transition
    let variant: DistanceTerm.Variant
  }

  /// One index on its way.
  private struct Task {
    let key: Key
    let targets: [Double]  // (1 − ε) y^t / d^t(t)
    let shift: Double  // A(x^t, y^t)
    let inputs: [Double]  // x^t
    let outputs: [Double]  // y^t
    let ratio: Double  // r

    var leavingOut: Int? { key.variant == .leaveOwnOut ? key.unit : nil }

    var contraction: SubvectorQuery {
      var fixed = inputs
      fixed[key.pair.first] = 0
      fixed[key.pair.second] = 0
      var direction = [Double](repeating: 0, count: inputs.count)
      direction[key.pair.first] = ratio
      direction[key.pair.second] = 1
      return SubvectorQuery(
        outputs: targets, fixedInputs: fixed, direction: direction,
        leavingOut: leavingOut)
    }

    /// (z, y^t).
    func point(contraction s: Double) -> Point {
      var moved = inputs
      moved[key.pair.first] = s * ratio
      moved[key.pair.second] = s
      return Point(inputs: moved, outputs: outputs)
    }
  }

  /// Distances that the index needs in the table.
  package static func terms(variant: DistanceTerm.Variant) -> [DistanceTerm] {
    [
      DistanceTerm(base: .from, observed: .from, variant: variant),
      DistanceTerm(base: .to, observed: .from, variant: variant),
    ]
  }

  /// Indices of all pairs, units and transitions.
  ///
  /// - Parameters:
  ///   - table: must hold ``terms(variant:)`` of every variant.
  ///   - transitions: pairs of periods.
  ///   - pairs: pairs of inputs.
  ///   - variants: ordinary, leave-own-out or both.
  ///   - slack: ε.
  ///   - solver: gets one call of sub-vector questions per technology, then all distances in one.
  ///   - control: follows and stops the work.
  /// - Throws: ``/DenseKernels/WorkCancelled`` when the work was stopped.
  package init(
    table: DistanceTable, transitions: [Transition], pairs: [FactorPair],
    variants: [DistanceTerm.Variant], slack: Double, solver: FrontierSolver,
    control: WorkControl
  ) throws(WorkCancelled) {
    precondition(table.references.returnsToScale == .constant, "returns to scale not constant")
    var statistics = SolveStatistics()
    var values: [Key: Double] = [:]
    var located: [(task: Task, point: Point)] = []
    for group in Self.tasksByTechnology(table, transitions, pairs, variants, slack) {
      let technology = table.references.technology(group.technology)
      let answers = try solver.solve(
        subvector: group.tasks.map(\.contraction), technology: technology, control: control)
      for (task, answer) in zip(group.tasks, answers) {
        statistics.total += 1
        statistics.byStatus[answer.status, default: 0] += 1
        guard let s = answer.contraction, s > 0, s.isFinite else { continue }
        located.append((task, task.point(contraction: s)))
      }
    }
    let shifts = try Self.shifts(at: located, table, solver, control, &statistics)
    for (entry, shift) in zip(located, shifts) {
      if let shift { values[entry.task.key] = (shift / entry.task.shift).squareRoot() }
    }
    self.values = values
    self.statistics = statistics
  }

  /// PIB of a pair, nil where a program had no answer.
  package func value(
    of pair: FactorPair, unit: Int, over transition: Transition, variant: DistanceTerm.Variant
  ) -> Double? {
    values[Key(pair: pair, unit: unit, transition: transition, variant: variant)]
  }

  private static func tasksByTechnology(
    _ table: DistanceTable, _ transitions: [Transition], _ pairs: [FactorPair],
    _ variants: [DistanceTerm.Variant], _ slack: Double
  ) -> [(technology: ReferenceKey, tasks: [Task])] {
    var groups: [(technology: ReferenceKey, tasks: [Task])] = []
    var slots: [ReferenceKey: Int] = [:]
    let base = DistanceTerm(base: .from, observed: .from)
    for transition in transitions {
      let technology = table.references.key(of: base, over: transition)
      for unit in table.references.panel.units.indices {
        for variant in variants {
          let d = TransitionDistances(
            table: table, unit: unit, transition: transition, variant: variant)
          for task in tasks(d, pairs, slack) {
            if let slot = slots[technology] {
              groups[slot].tasks.append(task)
            } else {
              slots[technology] = groups.count
              groups.append((technology, [task]))
            }
          }
        }
      }
    }
    return groups
  }

  private static func tasks(
    _ d: TransitionDistances, _ pairs: [FactorPair], _ slack: Double
  ) -> [Task] {
    let panel = d.table.references.panel
    guard
      let before = panel.observation(unit: d.unit, period: d.transition.from),
      let after = panel.observation(unit: d.unit, period: d.transition.to),
      let own = try? d[base: .from, observed: .from],
      let shift = try? d.shift(observed: .from)
    else { return [] }
    let outputs = Array(panel.outputs.row(before))
    let targets = outputs.map { (1 - slack) * $0 / own }
    return pairs.compactMap { pair in
      guard panel.mixChange(of: pair, unit: d.unit, over: d.transition) != nil else { return nil }
      return Task(
        key: Key(pair: pair, unit: d.unit, transition: d.transition, variant: d.variant),
        targets: targets, shift: shift, inputs: Array(panel.inputs.row(before)),
        outputs: outputs,
        ratio: panel.inputs[after, pair.first] / panel.inputs[after, pair.second])
    }
  }

  /// A at every located point, nil where a distance is missing.
  private static func shifts(
    at located: [(task: Task, point: Point)], _ table: DistanceTable, _ solver: FrontierSolver,
    _ control: WorkControl, _ statistics: inout SolveStatistics
  ) throws(WorkCancelled) -> [Double?] {
    var batches: [(technology: ReferenceKey, queries: [DistanceQuery])] = []
    var slots: [ReferenceKey: Int] = [:]
    var places: [(batch: Int, query: Int)] = []  // two for each point: against t and t+1
    for (task, point) in located {
      let query = DistanceQuery(
        point: point, orientation: table.orientation, leavingOut: task.leavingOut)
      for base in [DistanceTerm.Base.from, .to] {
        let technology = table.references.key(
          of: DistanceTerm(base: base, observed: .from), over: task.key.transition)
        let slot = slots[technology] ?? batches.count
        if slot == batches.count {
          slots[technology] = slot
          batches.append((technology, []))
        }
        places.append((slot, batches[slot].queries.count))
        batches[slot].queries.append(query)
      }
    }
    let answers = try solver.solve(
      batches.map {
        DistanceBatch(technology: table.references.technology($0.technology), queries: $0.queries)
      }, control: control)
    for answer in answers.joined() { statistics.record(answer) }
    return located.indices.map { index in
      let before = places[2 * index]
      let after = places[2 * index + 1]
      guard
        let old = answers[before.batch][before.query].farrell,
        let new = answers[after.batch][after.query].farrell,
        old.value > 0, old.value.isFinite, new.value > 0, new.value.isFinite
      else { return nil }
      return table.orientation == .output ? new.value / old.value : old.value / new.value
    }
  }
}
