package import DenseKernels
package import Frontier
internal import Tables

/// Who has an analysis done: it lends threads, hears remarks, follows the work, and may stop it.
package protocol AnalysisHost: Sendable {
  /// Largest number of threads, at least 1.
  var threadCount: Int { get }

  /// Hears a line that stands beside the results.
  func remark(_ text: String)

  /// Runs work under a control that the host watches.
  ///
  /// - Parameters:
  ///   - detail: more words about how far the work is.
  ///   - work: the work.
  /// - Returns: what the work returns.
  /// - Throws: what the work throws; ``TableError`` of category `interrupted` or `terminated` where the host
  ///   stopped it.
  func solving<Value>(
    detail: ProgressDetail?, _ work: (WorkControl) throws -> Value
  ) throws -> Value
}

/// More words about work, besides its share and its time.
package typealias ProgressDetail =
  @Sendable (WorkControl.Progress, _ elapsedSeconds: Double) -> String

extension AnalysisHost {
  /// Runs work whose share and time say all.
  package func solving<Value>(_ work: (WorkControl) throws -> Value) throws -> Value {
    try solving(detail: nil, work)
  }

  /// Solver on the threads of the host.
  package var solver: FrontierSolver {
    var options = FrontierOptions()
    options.workerCount = threadCount
    return FrontierSolver(options: options)
  }
}
