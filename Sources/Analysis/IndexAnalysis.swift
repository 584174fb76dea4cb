internal import DenseKernels
internal import Frontier
internal import Productivity
package import Tables

/// Malmquist index and the bias of technical change of a panel, from the settings to the report.
package struct IndexAnalysis: Sendable {
  private let settings: Settings
  private let options: MalmquistOptions
  private let only: MalmquistReport.TableName?
  private let prices: PriceColumns
  private let hasDistances: Bool

  /// Checks every setting that needs no data, and adds the columns of prices to what is read.
  ///
  /// - Throws: ``TableError``.
  package init(_ settings: Settings, _ request: inout PanelRequest) throws(TableError) {
    self.settings = settings
    _ = try settings.required(.time, "the column with the periods")
    let inputs = request.options.inputColumns
    let options = try MalmquistOptions(settings, inputs: inputs)
    only = try settings[.table]?.choice(
      MalmquistReport.TableName.allCases.filter { options.hasBias || !$0.needsBias }
        .map { ($0, [$0.rawValue]) })
    prices = try PriceColumns(settings[.prices], inputs: inputs)
    try prices.check(only?.rawValue, needsPrices: only?.needsPrices ?? false)
    request.options.priceColumns = prices.names
    hasDistances = try settings.isOn(.distances)
    self.options = options
  }

  /// Computes every index.
  ///
  /// - Parameters:
  ///   - loaded: the panel.
  ///   - request: what it was read from.
  ///   - withIsoquants: whether pictures need isoquants.
  ///   - host: who has it done.
  /// - Returns: every index, as tables and counts.
  /// - Throws: ``TableError``.
  package func report(
    on loaded: LoadedPanel, _ request: PanelRequest, withIsoquants: Bool, _ host: some AnalysisHost
  ) throws -> MalmquistReport {
    let subsets = try settings[.subset]?.subsets(of: loaded.panel, file: request.path) ?? []
    let isoquantUnit = try settings[.isoquantUnit]?.unit(of: loaded.panel)
    let clock = SolverClock()
    let results = try host.solving { control in
      try analyse(loaded, request, host.solver, control)
    }
    var report = MalmquistReport(
      loaded: loaded, source: request.note, results: results, only: only,
      hasDistances: hasDistances, subsets: subsets, prices: prices.prices(of: loaded))
    if only == .isoquants || withIsoquants {
      report.findIsoquants(host.solver, unit: isoquantUnit)
    }
    report.solved = clock.line(distanceCount: report.statistics.total)
    return report
  }

  private func analyse(
    _ loaded: LoadedPanel, _ request: PanelRequest, _ solver: FrontierSolver,
    _ control: WorkControl
  ) throws -> MalmquistResults {
    do throws(MalmquistError) {
      return try MalmquistAnalysis(panel: loaded.panel, options: options)
        .run(solver: solver, control: control)
    } catch .cancelled {
      throw WorkCancelled()
    } catch {
      throw TableError(error, request, periods: loaded.panel.periods)
    }
  }
}
