public import DenseKernels
public import Frontier

/// Malmquist indices, their components and the bias of technical change over a panel.
public struct MalmquistAnalysis: Sendable {
  /// The data.
  public let panel: Panel
  /// What is computed.
  public let options: MalmquistOptions

  /// Analysis of a panel, by default with the settings of METHODS 0.
  public init(panel: Panel, options: MalmquistOptions = MalmquistOptions()) {
    self.panel = panel
    self.options = options
  }

  /// Computes every distance once, then every index from the distances.
  ///
  /// - Parameters:
  ///   - solver: measures the distances.
  ///   - control: follows and stops the work; by default nobody does.
  /// - Returns: rows, averages and tables; a missing index is nil and its row says why.
  /// - Throws: ``MalmquistError`` if the options do not fit each other or the panel, or the work was stopped.
  public func run(
    solver: FrontierSolver, control: WorkControl = WorkControl()
  ) throws(MalmquistError) -> MalmquistResults {
    try options.validate(for: panel)
    let periods: [ReportPeriod]
    do {
      periods = try ReportPeriod.resolve(options.periods, in: panel.periods)
    } catch {
      throw .period(error)
    }
    let transitions = Transition.adjacent(periodCount: panel.periods.count)
    let compared = Self.distinct(transitions + periods.map(\.endPoints))
    let table: DistanceTable
    let pairIsolated: PairIsolatedBias?
    do {
      table = try DistanceTable(
        references: ReferenceSets(
          panel: panel, policy: options.reference, returnsToScale: options.returnsToScale,
          balanced: options.balancedReference),
        orientation: options.orientation, terms: options.terms, transitions: compared,
        solver: solver, control: control)
      pairIsolated = try pairIsolatedBias(table, compared, solver, control)
    } catch {
      throw .cancelled
    }
    return MalmquistResults(
      panel: panel, options: options, transitions: transitions, periods: periods,
      distances: table, pairIsolatedStatistics: pairIsolated?.statistics
    ) { unit, transition in
      MalmquistRow(
        table: table, unit: unit, transition: transition, options: options,
        pairIsolated: pairIsolated)
    }
  }

  private func pairIsolatedBias(
    _ table: DistanceTable, _ transitions: [Transition], _ solver: FrontierSolver,
    _ control: WorkControl
  ) throws(WorkCancelled) -> PairIsolatedBias? {
    guard options.hasBias && options.pairIsolated else { return nil }
    return try PairIsolatedBias(
      table: table, transitions: transitions,
      pairs: options.pairs(inputCount: panel.inputNames.count), variants: options.biasVariants,
      slack: options.pairIsolatedSlack, solver: solver, control: control)
  }

  private static func distinct(_ transitions: [Transition]) -> [Transition] {
    var seen: Set<Transition> = []
    return transitions.filter { seen.insert($0).inserted }
  }
}
