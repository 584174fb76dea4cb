internal import DenseKernels
internal import Tables

/// Processor time of the solver, from its making to the line it prints.
package struct SolverClock {
  private let start = Processor.usedSeconds

  /// Clock that starts now.
  package init() {}

  /// One line: distances, processor seconds of all threads, distances per second.
  func line(distanceCount: Int) -> String { line(distanceCount, "distances") }

  /// The same of linear programs.
  package func line(programCount: Int) -> String { line(programCount, "LPs") }

  private func line(_ count: Int, _ what: String) -> String {
    let seconds = Processor.usedSeconds - start
    let rate = seconds > 0 ? Int((Double(count) / seconds).rounded()) : 0
    let rounded = (seconds * 1e6).rounded() / 1e6
    return "\(count) \(what), \(rounded.shortest) CPU seconds in the solver, "
      + "\(rate) \(what) per CPU second"
  }
}
