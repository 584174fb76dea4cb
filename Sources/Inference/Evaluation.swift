internal import DenseKernels
internal import Frontier
internal import Glibc
internal import Productivity

/// All distances that some indices need over a window, as questions to the technologies of its periods.
///
/// The logarithms of all distances of a replicate stand in one row; an index reads it through its `Place`s.
struct Evaluation: Sendable {
  /// The technologies of the periods with everything asked of them.
  let families: [ReplicateFamily]
  /// Where the row of each family begins.
  private let offsets: [Int]
  /// Number of distances.
  let count: Int
  private let unitCount: Int
  private let firsts: [Key: Int]  // of the n distances with this key
  private let isInput: Bool

  private struct Key: Hashable {
    let base: Int
    let inputs: Int
    let outputs: Int
    let leavesOwnOut: Bool

    /// The same distances to the whole technology, whose facets answer most of these.
    var whole: Key { Key(base: base, inputs: inputs, outputs: outputs, leavesOwnOut: false) }

    static func < (a: Key, b: Key) -> Bool {
      (a.leavesOwnOut ? 1 : 0, a.inputs, a.outputs) < (b.leavesOwnOut ? 1 : 0, b.inputs, b.outputs)
    }
  }

  /// A distance of an index for the first unit; that of the next is its neighbour.
  struct Place: Sendable {
    let first: Int
    let coefficient: Double
  }

  init(
    _ window: Window, indices: [LogIndex], orientation: Orientation,
    returnsToScale: ReturnsToScale
  ) throws(InferenceError) {
    var keys = Set<Key>()
    for transition in window.transitions {
      for index in indices {
        for term in index.terms.keys {
          let key = Self.key(term, transition)
          keys.formUnion([key, key.whole])
        }
      }
    }
    var families: [ReplicateFamily] = []
    var (firsts, offsets, count): ([Key: Int], [Int], Int) = ([:], [], 0)
    for period in window.periods {
      offsets.append(count)
      var queries: [DistanceQuery] = []
      let own = keys.filter { $0.base == period }
      for key in own.sorted(by: <) {
        firsts[key] = count + queries.count
        for position in window.units.indices {
          let point = window.panel.point(
            inputsOf: window.observation(position, period: key.inputs),
            outputsOf: window.observation(position, period: key.outputs))
          queries.append(
            DistanceQuery(
              point: point, orientation: orientation,
              leavingOut: key.leavesOwnOut ? window.units[position] : nil))
        }
      }
      count += queries.count
      do {
        let technology = window.technology(period: period, returnsToScale)
        families.append(try ReplicateFamily(technology: technology, queries: queries))
      } catch {
        throw .replicates(error)
      }
    }
    (self.families, self.offsets, self.count) = (families, offsets, count)
    (self.firsts, unitCount) = (firsts, window.units.count)
    isInput = orientation == .input
  }

  private static func key(_ term: DistanceTerm, _ transition: Transition) -> Key {
    precondition(
      term.variant != .variableReturns && term.base != .global, "\(term) has no replicate")
    return Key(
      base: term.base == .from ? transition.from : transition.to,
      inputs: transition.period(term.inputs), outputs: transition.period(term.outputs),
      leavesOwnOut: term.variant == .leaveOwnOut)
  }

  /// Where an index of a transition finds its distances.
  func places(_ index: LogIndex, over transition: Transition) -> [Place] {
    index.ordered.map { term, coefficient in
      guard let first = firsts[Self.key(term, transition)] else {
        preconditionFailure("\(term) was not asked for")
      }
      return Place(first: first, coefficient: coefficient)
    }
  }

  /// Where the distances of a period's observations to its own technology begin.
  func ownDistances(of period: Int) -> Int {
    let key = Key(base: period, inputs: period, outputs: period, leavesOwnOut: false)
    guard let first = firsts[key] else {
      preconditionFailure("own distances of period \(period) were not asked for")
    }
    return first
  }

  /// The logarithm of an index from a row of distances.
  static func value(_ places: [Place], unit: Int, in row: [Double]) -> Double {
    places.reduce(0) { $0 + $1.coefficient * row[$1.first + unit] }
  }

  /// ln d of all distances in the data, NaN where one has no value.
  func observed(
    _ solver: FrontierSolver, _ control: WorkControl
  ) throws(InferenceError) -> [Double] {
    try solver.logarithms(
      families.map { DistanceBatch(technology: $0.technology, queries: $0.queries) }, control
    ).map { isInput ? $0 : -$0 }
  }

  /// Solvers of one worker, which share their memory.
  func solvers() -> [ReplicateSolver] {
    var solvers: [ReplicateSolver] = []
    for family in families { solvers.append(ReplicateSolver(family, sharing: solvers.last)) }
    return solvers
  }

  /// ln d of every distance against the technologies of a replicate, NaN where there is none.
  ///
  /// - Parameters:
  ///   - solvers: those of one worker, from ``solvers()``.
  ///   - reference: what spans the technologies.
  /// - Returns: `count` logarithms.
  /// - Throws: ``InferenceError/replicates(_:)`` for a reference that no technology can have.
  func solve(
    _ solvers: [ReplicateSolver], _ reference: PseudoReference
  ) throws(InferenceError) -> [Double] {
    var row = [Double](repeating: .nan, count: count)
    for (t, solver) in solvers.enumerated() {
      do {
        switch reference {
        case .inputs(let factors): try solver.solve(inputFactors: own(factors, t))
        case .outputs(let factors): try solver.solve(outputFactors: own(factors, t))
        case .units(let units): try solver.solve(selecting: units)
        }
      } catch {
        throw .replicates(error)
      }
      for query in 0..<families[t].queries.count {
        let measure = solver.measure(query)
        row[offsets[t] + query] = isInput ? log(measure) : -log(measure)
      }
    }
    return row
  }

  /// The factors of one period.
  private func own(_ factors: [Double], _ t: Int) -> [Double] {
    (0..<unitCount).map { factors[$0 * families.count + t] }
  }
}
