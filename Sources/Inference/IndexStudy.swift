public import DenseKernels
public import Frontier
public import Productivity

/// What a study of productivity indices infers; the defaults are those of METHODS 0.
public struct IndexStudyOptions: Sendable, Hashable {
  /// Model, replicates, seed and threads; its world is not used.
  public var bootstrap = IndexBootstrapOptions()
  /// The methods, the one that is reported first.
  public var methods = [InferenceMethod.neutralNull, .simarWilson1999]
  /// Periods to chain over, beside "overall".
  public var periods: [NamedPeriod] = []
  /// Groups of the panel's units whose means are wanted, beside all units.
  public var groups: [[Int]] = []
  /// Path of the bias decomposition.
  public var convention = BiasConvention.newInputs

  /// Default settings.
  public init() {}
}

/// Replicates of all indices of a panel: one world for each transition, and one for each chain of years.
///
/// Annual intervals cannot be multiplied: the frontier of a year enters two transitions, so a chain has a
/// world of its own over all its years (METHODS 5.7, step 7).
public struct IndexStudy: Sendable {
  /// The data.
  public let panel: Panel
  /// Settings.
  public let options: IndexStudyOptions
  /// The indices, under the names of the analysis.
  public let components: [IndexComponent]
  /// All transitions between neighbours.
  public let transitions: [Transition]
  /// The chains: named periods, then "overall".
  public let periods: [ReportPeriod]
  /// Positions of the groups' units in the panel, all units first.
  public let groups: [[Int]]
  /// What draws replicates: each window by each method.
  public let parts: [Part]
  /// Windows in which nothing can be inferred, and why.
  public let refused: [(span: Transition, method: InferenceMethod, reason: InferenceError)]

  /// The replicates of one world over one window.
  public struct Part: Sendable {
    /// First and last period.
    public let span: Transition
    /// The method it belongs to.
    public let method: InferenceMethod
    /// Where its replicates come from.
    public let world: IndexWorld
    /// What draws them.
    public let sampler: IndexSampler
  }

  /// Measures the distances of the data, and makes every replicate ready to be drawn.
  ///
  /// - Parameters:
  ///   - panel: the data, at least two periods.
  ///   - options: settings.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work.
  /// - Throws: ``StudyError`` for periods that the panel lacks, options out of range, and where nothing can be
  ///   inferred in any window.
  public init(
    _ panel: Panel, _ options: IndexStudyOptions, solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(StudyError) {
    guard panel.periods.count >= 2 else { throw .tooFewPeriods(found: panel.periods.count) }
    (self.panel, self.options) = (panel, options)
    do {
      periods = try ReportPeriod.resolve(options.periods, in: panel.periods)
    } catch {
      throw .period(error)
    }
    components = Self.components(panel, options)
    transitions = Transition.adjacent(periodCount: panel.periods.count)
    groups = [Array(panel.units.indices)] + options.groups
    var parts: [Part] = []
    var refused: [(span: Transition, method: InferenceMethod, reason: InferenceError)] = []
    for method in options.methods {
      for span in Self.spans(transitions, periods) {
        do throws(InferenceError) {
          parts += try Self.parts(
            panel, options, span, method, components, groups, solver, control)
        } catch .cancelled {
          throw .inference(.cancelled)
        } catch {
          refused.append((span, method, error))
        }
      }
    }
    // A method that has no window at all was asked for in vain.
    for method in options.methods where !parts.contains(where: { $0.method == method }) {
      if let first = refused.first(where: { $0.method == method }) {
        throw .inference(first.reason)
      }
    }
    (self.parts, self.refused) = (parts, refused)
  }

  /// The logarithm of one of the components, as a sum of logarithms of distances.
  public func logIndex(_ component: IndexComponent) -> LogIndex {
    Self.index(component, options.convention)
  }

  private static func index(_ component: IndexComponent, _ convention: BiasConvention) -> LogIndex {
    switch component {
    case .productivityChange: .productivityChange
    case .efficiencyChange: .efficiencyChange
    case .technicalChange: .technicalChange
    case .magnitude: .magnitude
    case .outputBias: .outputBias(convention)
    case .inputBias: .inputBias(convention)
    case .outputBiasLeaveOwnOut: .outputBias(convention).leavingOwnOut
    case .inputBiasLeaveOwnOut: .inputBias(convention).leavingOwnOut
    default: preconditionFailure("\(component) has no replicates")
    }
  }

  /// The indices that can differ from 1: one output has no output bias where returns are constant or outputs
  /// are measured, since distances then are proportional to it; one input likewise.
  private static func components(
    _ panel: Panel, _ options: IndexStudyOptions
  ) -> [IndexComponent] {
    let model = options.bootstrap
    func isProportional(_ orientation: Orientation) -> Bool {
      model.returnsToScale == .constant || model.orientation == orientation
    }
    let hasOutputBias = panel.outputNames.count > 1 || !isProportional(.output)
    let hasInputBias = panel.inputNames.count > 1 || !isProportional(.input)
    var components: [IndexComponent] = [
      .productivityChange, .efficiencyChange, .technicalChange, .magnitude,
    ]
    if hasOutputBias { components.append(.outputBias) }
    if hasInputBias { components.append(.inputBias) }
    if hasOutputBias { components.append(.outputBiasLeaveOwnOut) }
    if hasInputBias { components.append(.inputBiasLeaveOwnOut) }
    return components
  }

  /// First and last periods of all windows, each once.
  private static func spans(
    _ transitions: [Transition], _ periods: [ReportPeriod]
  ) -> [Transition] {
    var seen: Set<Transition> = []
    return (transitions + periods.map(\.endPoints)).filter { seen.insert($0).inserted }
  }

  private static func parts(
    _ panel: Panel, _ options: IndexStudyOptions, _ span: Transition, _ method: InferenceMethod,
    _ components: [IndexComponent], _ groups: [[Int]], _ solver: FrontierSolver,
    _ control: WorkControl
  ) throws(InferenceError) -> [Part] {
    let window = try Window(panel, over: span)
    let statistics = statistics(window, options.convention, components, groups)
    var parts: [Part] = []
    for world in method.worlds(unitCount: window.units.count) {
      var settings = options.bootstrap
      settings.world = world
      let sampler = try IndexBootstrap(settings).sampler(
        window, statistics, solver: solver, control: control)
      parts.append(Part(span: span, method: method, world: world, sampler: sampler))
    }
    return parts
  }

  /// Every index of each unit over the whole window, and of each group over the window up to each year.
  private static func statistics(
    _ window: Window, _ convention: BiasConvention, _ components: [IndexComponent],
    _ groups: [[Int]]
  ) -> [IndexStatistic] {
    let count = window.transitions.count
    let positions = groups.map(window.positions)
    return components.flatMap { component -> [IndexStatistic] in
      let index = Self.index(component, convention)
      let units = window.units.indices.map {
        IndexStatistic(index, transitions: 0..<count, units: [$0])
      }
      let means = positions.flatMap { units in
        (1...count).map { IndexStatistic(index, transitions: 0..<$0, units: units) }
      }
      return units + means
    }
  }
}

extension Window {
  /// Positions among the window's units of some of the panel's.
  func positions(of units: [Int]) -> [Int] {
    let places = Dictionary(uniqueKeysWithValues: zip(self.units, self.units.indices))
    return units.compactMap { places[$0] }
  }
}

/// Why a study cannot be made.
public enum StudyError: Error, Sendable, Hashable {
  /// An index compares two periods, and the panel has fewer.
  case tooFewPeriods(found: Int)
  /// A named period is not usable.
  case period(PeriodError)
  /// Nothing can be inferred in any window.
  case inference(InferenceError)
}

// MARK: Replicates

/// Replicates that follow each other, of all parts of a study.
public struct ReplicateBlock: Sendable, Hashable {
  /// For each part the statistics of one replicate after the other.
  public let values: [[Double]]
  /// What happened to the linear programs of each part.
  public let counts: [ReplicateCounts]

  /// Replicates with their counts.
  public init(values: [[Double]], counts: [ReplicateCounts]) {
    (self.values, self.counts) = (values, counts)
  }
}

extension IndexStudy {
  /// Numbers that one replicate is reduced to.
  public var valueCount: Int { parts.reduce(0) { $0 + $1.sampler.statistics.count } }

  /// Linear programs of one replicate.
  public var programCount: Int { parts.reduce(0) { $0 + $1.sampler.programCount } }

  /// Draws some replicates of all parts, on the calling thread.
  ///
  /// - Throws: ``InferenceError/replicates(_:)``.
  public func block(_ numbers: Range<Int>) throws(InferenceError) -> ReplicateBlock {
    var (values, counts): ([[Double]], [ReplicateCounts]) = ([], [])
    for part in parts {
      let worker = part.sampler.worker()
      var found: [Double] = []
      found.reserveCapacity(numbers.count * part.sampler.statistics.count)
      for number in numbers { try worker.replicate(number, into: &found) }
      values.append(found)
      counts.append(worker.counts)
    }
    return ReplicateBlock(values: values, counts: counts)
  }

  /// Results of all replicates.
  ///
  /// - Parameters:
  ///   - blocks: blocks in the order of the replicates, from the first to the last.
  ///   - intervals: kind and level of the intervals.
  /// - Returns: the replicates of each part with what can be read from them.
  public func results(_ blocks: [ReplicateBlock], _ intervals: IntervalOptions) -> IndexStudyResults
  {
    let replicates = parts.indices.map { part in
      IndexReplicates(
        parts[part].sampler, blocks: blocks.map { $0.values[part] },
        counts: blocks.reduce(into: ReplicateCounts()) { $0 += $1.counts[part] })
    }
    return IndexStudyResults(study: self, replicates: replicates, intervals: intervals)
  }
}
