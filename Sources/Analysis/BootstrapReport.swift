internal import DenseKernels
internal import Frontier
package import Inference
package import Productivity
package import Tables

/// A bootstrap as tables, counts and one line of summary.
package struct BootstrapReport: Sendable {
  /// The tables, in the order of the report: those with every column for programs, then those of a study.
  package enum TableName: String, Sendable, CaseIterable {
    case units, means, cumulative, saving, counts, aggregate, windows
    case annualMeans = "annual-means"
    case biasByUnit = "bias-by-unit"
    case savingByYear = "saving-by-year"
    case savingByUnit = "saving-by-unit"
    case contributions
    case inducedInnovation = "induced-innovation"
    case inducedByUnit = "induced-by-unit"
    case isoquants

    package static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Tables with every column.
    package static let complete: [TableName] = [
      .units, .means, .cumulative, .saving, .counts, .aggregate, .windows, .inducedInnovation,
      .inducedByUnit,
    ]
    /// Tables that people read beside the means: all but the long ones.
    static let readable: [TableName] = [
      .biasByUnit, .savingByYear, .savingByUnit, .inducedInnovation,
    ]

    /// The tables that a panel has: without prices of outputs, units can be added up for one output only.
    package static func cases(outputCount: Int) -> [TableName] {
      allCases.filter { $0 != .aggregate || outputCount == 1 }
    }

    /// Whether the table needs prices of inputs.
    var needsPrices: Bool { self == .inducedInnovation || self == .inducedByUnit }
  }

  /// Years over which an index is taken.
  package struct Span: Sendable, Hashable {
    /// Name of a period; of a transition its last year.
    package let name: String
    package let isTransition: Bool
    package let ends: Transition
  }

  /// An index of a subject over a span, with the interval of each method.
  package struct Row: Sendable {
    package let span: Span
    let subject: Subject
    package let component: IndexComponent
    /// Last period of the part of the span that is taken.
    let last: Int
    /// By the method asked for.
    package let first: IntervalEstimate?
    /// By the method shown beside it.
    let second: IntervalEstimate?
    /// p-value adjusted for the number of cells.
    var adjusted: Double?
  }

  package let results: IndexStudyResults
  let plan: BootstrapPlan
  package let loaded: LoadedPanel
  /// What was read, in words.
  let source: String
  /// The only table wanted; nil for all.
  let only: TableName?
  /// Transitions, then periods.
  package let spans: [Span]
  package let units: [Row]
  let means: [Row]
  let cumulative: [Row]
  package let population: PopulationIntervals
  /// Index of all units together over each transition; nil where it has no value.
  let aggregates: [AggregateIndex?]
  /// The indices without intervals, which tell how many transitions of a unit are supported.
  package let support: MalmquistResults
  /// Isoquants of every pair over every period; nil unless a table or pictures need them.
  package var isoquants: IsoquantFigures?

  /// Computes every interval once.
  init(
    _ results: IndexStudyResults, _ plan: BootstrapPlan, _ loaded: LoadedPanel, source: String,
    only: TableName?, solver: FrontierSolver, threads: Int, _ control: WorkControl
  ) throws {
    let study = results.study
    let names = study.panel.periods
    let spans =
      study.transitions.map { Span(name: names[$0.to], isTransition: true, ends: $0) }
      + study.periods.map { Span(name: $0.name, isTransition: false, ends: $0.endPoints) }
    (self.results, self.plan, self.loaded) = (results, plan, loaded)
    (self.source, self.only, self.spans) = (source, only, spans)
    let subjects = study.panel.units.indices.map(Subject.unit)
    let groups = study.groups.indices.map(Subject.group)
    func rows(
      _ spans: [Span], _ subjects: [Subject], _ lasts: @Sendable (Span) -> [Int]
    ) throws -> [Row] {
      let keys = spans.flatMap { span in
        subjects.flatMap { subject in
          study.components.flatMap { component in
            lasts(span).map { (span, subject, component, $0) }
          }
        }
      }
      control.begin("intervals", count: keys.count)
      return try parallelMap(count: keys.count, workers: threads, grain: 16, control: control) {
        let (span, subject, component, last) = keys[$0]
        return Self.row(results, span, subject, component, last)
      }
    }
    units = Self.adjusted(try rows(spans, subjects) { [$0.ends.to] })
    means = Self.adjusted(try rows(spans, groups) { [$0.ends.to] })
    cumulative = try rows(spans.filter { !$0.isTransition }, groups) {
      Array($0.ends.from + 1...$0.ends.to)
    }
    population = try PopulationIntervals(
      results, spans.map(\.ends), solver: solver, threads: threads, control: control)
    support = try Self.support(study, solver, control)
    aggregates =
      study.panel.outputNames.count == 1
      ? try study.transitions.map {
        try Self.aggregate(study, $0, solver: solver, threads: threads, control)
      } : []
  }

  private static func support(
    _ study: IndexStudy, _ solver: FrontierSolver, _ control: WorkControl
  ) throws -> MalmquistResults {
    var options = MalmquistOptions()
    options.returnsToScale = study.options.bootstrap.returnsToScale
    options.orientation = study.options.bootstrap.orientation
    options.convention = study.options.convention
    (options.periods, options.pairs, options.leaveOwnOut) = (study.options.periods, [], false)
    do throws(MalmquistError) {
      return try MalmquistAnalysis(panel: study.panel, options: options)
        .run(solver: solver, control: control)
    } catch .cancelled {
      throw WorkCancelled()
    }
  }

  private static func aggregate(
    _ study: IndexStudy, _ transition: Transition, solver: FrontierSolver, threads: Int,
    _ control: WorkControl
  ) throws(WorkCancelled) -> AggregateIndex? {
    var options = AggregateMalmquistOptions()
    let model = study.options.bootstrap
    (options.seed, options.returnsToScale) = (model.seed, model.returnsToScale)
    options.workerCount = threads
    do throws(InferenceError) {
      return try AggregateMalmquist(options).run(
        Window(study.panel, over: transition), solver: solver, control: control)
    } catch .cancelled {
      throw WorkCancelled()
    } catch {
      return nil
    }
  }

  private static func row(
    _ results: IndexStudyResults, _ span: Span, _ subject: Subject, _ component: IndexComponent,
    _ last: Int
  ) -> Row {
    let methods = results.study.options.methods
    func interval(_ method: InferenceMethod) -> IntervalEstimate? {
      results.interval(component, of: subject, over: span.ends, by: method, upTo: last)
    }
    return Row(
      span: span, subject: subject, component: component, last: last,
      first: interval(methods[0]), second: methods.count > 1 ? interval(methods[1]) : nil)
  }

  /// Adds p-values adjusted over the cells of one index: those of all transitions, or of one period.
  private static func adjusted(_ rows: [Row]) -> [Row] {
    struct Family: Hashable {
      let period: String?
      let component: IndexComponent
    }
    var rows = rows
    let families = Dictionary(grouping: rows.indices) { index in
      let span = rows[index].span
      return Family(
        period: span.isTransition ? nil : span.name, component: rows[index].component)
    }
    for members in families.values {
      let adjusted = FalseDiscovery.adjusted(members.map { rows[$0].first?.pValue ?? .nan })
      for (index, value) in zip(members, adjusted) where !value.isNaN {
        rows[index].adjusted = value
      }
    }
    return rows
  }

  /// The level of the intervals, such as "95 %".
  package var level: String { "\((100 * results.intervals.level).shortest) %" }

  /// The years of all transitions.
  package var overall: Span? { spans.last { !$0.isTransition } }

  /// Mean of all units over a span; nil where it has no value.
  package func mean(_ component: IndexComponent, _ span: Span) -> IntervalEstimate? {
    means.first { $0.span == span && $0.subject == .group(0) && $0.component == component }?.first
  }

  /// Name of a group.
  package func name(ofGroup group: Int) -> String {
    group == 0 ? "all" : plan.subsets[group - 1].name
  }

  /// Tables for programs: those with every column, unless one is asked for.
  package var tables: [ReportTable] {
    let outputCount = results.study.panel.outputNames.count
    let names = TableName.cases(outputCount: outputCount).filter(TableName.complete.contains)
    return (only.map { [$0] } ?? names).flatMap(tables)
  }

  /// The tables of a name: none where the study lacks them, several where subsets have their own.
  package func tables(_ name: TableName) -> [ReportTable] {
    let table: ReportTable?
    switch name {
    case .units: table = unitTable
    case .means: table = meanTable
    case .cumulative: table = cumulativeTable
    case .saving: table = savingTable
    case .counts: table = countTable
    case .aggregate: table = aggregateTable
    case .windows: table = windowTable
    case .annualMeans: table = annualMeans
    case .biasByUnit: table = biasByUnit
    case .savingByYear: return savingByYear
    case .savingByUnit: return savingByUnit
    case .contributions: table = contributions
    case .inducedInnovation: table = inducedInnovation?.means
    case .inducedByUnit: table = inducedInnovation?.units
    case .isoquants: table = isoquants?.table
    }
    return [table].compactMap(\.self)
  }

  /// Tables for people, the first under all that is to be known, the others under the model.
  package var readableTables: [ReportTable] {
    var tables =
      only.map(tables) ?? [readableMeans] + TableName.readable.flatMap(tables)
    for index in tables.indices.dropFirst() { tables[index].notes += [model, programCounts] }
    let notes = notes
    if !tables.isEmpty { tables[0].notes = notes + tables[0].notes.filter { !notes.contains($0) } }
    return tables
  }

  /// One line: size, and what came of it.
  package var summary: String {
    let counts = results.counts
    return "\(results.study.options.bootstrap.replicateCount) replicates, \(counts.programs) LPs: "
      + "\(counts.failed) failed, \(counts.rescued) rescued, \(counts.infeasible) infeasible; "
      + "\(suppressedCount) intervals without enough replicates"
  }

  /// Intervals that too few replicates have a value for.
  var suppressedCount: Int {
    (units + means).count { $0.first.map { $0.lower == nil } ?? false }
  }

  /// True when a linear program has no answer.
  package var isIncomplete: Bool { results.counts.failed > 0 }
}
