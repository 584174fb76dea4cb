internal import DenseKernels
internal import Frontier
internal import Productivity
internal import Tables

extension Run {
  /// Computes every index of a panel.
  ///
  /// - Throws: ``WorkCancelled``; ``TableError`` for options that do not fit the panel.
  func analysis(
    of panel: Panel, _ options: MalmquistOptions, _ control: WorkControl
  ) throws -> MalmquistResults {
    do throws(MalmquistError) {
      return try MalmquistAnalysis(panel: panel, options: options).run(
        solver: solver, control: control)
    } catch .cancelled {
      throw WorkCancelled()
    } catch {
      throw TableError(error, request, periods: panel.periods)
    }
  }
}
