internal import DenseKernels
internal import Frontier
package import Tables

/// Farrell efficiency of every observation of a panel, from the settings to the report.
package struct EfficiencyAnalysis: Sendable {
  private let settings: Settings
  private let returnsToScale: ReturnsToScale
  private let orientation: Orientation
  private let hasSlacks: Bool
  private let hasScale: Bool
  private let hasMultipliers: Bool
  private let bootstrap: ScoreBootstrap?

  /// Checks every setting that needs no data.
  ///
  /// - Throws: ``TableError``.
  package init(_ settings: Settings) throws(TableError) {
    self.settings = settings
    returnsToScale = try settings[.rts]?.returnsToScale() ?? .constant
    orientation = try settings[.orientation]?.orientation() ?? .input
    hasSlacks = try settings.isOn(.slacks, builtIn: true)
    hasScale = try settings.isOn(.scale)
    hasMultipliers = try settings.isOn(.multipliers)
    bootstrap = try ScoreBootstrap(settings)
  }

  /// Measures every observation, and draws replicates where they are asked for.
  ///
  /// - Parameters:
  ///   - loaded: the panel.
  ///   - request: what it was read from.
  ///   - host: who has it done.
  /// - Returns: every score, as tables and counts.
  /// - Throws: ``TableError``.
  package func report(
    on loaded: LoadedPanel, _ request: PanelRequest, _ host: some AnalysisHost
  ) throws -> EfficiencyReport {
    let reference = try ReferenceChoice(
      settings[.technology], panel: loaded.panel, file: request.path)
    let model = EfficiencyModel(
      returnsToScale: returnsToScale, orientation: orientation, reference: reference,
      hasSlacks: hasSlacks, hasScale: hasScale)
    let clock = SolverClock()
    let measured = try host.solving { control in
      try model.measure(loaded.panel, host.solver, control)
    }
    let solved = clock.line(distanceCount: measured.count)
    var bootstrap = bootstrap
    if bootstrap != nil {
      try host.solving { control in
        try bootstrap?.run(
          loaded.panel, returnsToScale: returnsToScale, orientation: orientation,
          file: request.path, host, control)
      }
    }
    return EfficiencyReport(
      loaded: loaded, source: request.note, measured: measured, returnsToScale: returnsToScale,
      orientation: orientation, reference: reference, bootstrap: bootstrap, hasScale: hasScale,
      hasMultipliers: hasMultipliers,
      efficiencyTolerance: host.solver.options.efficiencyTolerance, solved: solved)
  }
}
