internal import DenseKernels
internal import Tables

/// Processor time of the solver, from its making to the line it prints.
struct SolverClock {
  private let start = Processor.usedSeconds

  /// One line: distances, processor seconds of all threads, distances per second.
  func line(distanceCount: Int) -> String {
    let seconds = Processor.usedSeconds - start
    let rate = seconds > 0 ? Int((Double(distanceCount) / seconds).rounded()) : 0
    let rounded = (seconds * 1e6).rounded() / 1e6
    return "\(distanceCount) distances, \(rounded.shortest) CPU seconds in the solver, "
      + "\(rate) distances per CPU second"
  }
}
