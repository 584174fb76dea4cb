internal import Analysis
internal import DenseKernels
internal import Dispatch
internal import Glibc
internal import Synchronization
internal import Tables

/// Ctrl-C and the polite request to terminate.
///
/// While there is nothing to undo, both end the process at once. In ``protecting(_:)`` the first one
/// cancels the work, which then ends between two items; the second ends the process.
final class Interruption: Sendable {
  /// Follows the work that a signal cancels.
  let control = WorkControl()

  private struct State {
    var isProtected = false
    var signal: Int32?
  }

  private let state = Mutex(State())
  nonisolated(unsafe) private let sources: [any DispatchSourceSignal]  // set once, then kept alive

  /// Listens to the signals that the process was not told to ignore, as one under `nohup` is.
  init() {
    let queue = DispatchQueue(label: "farrell.signals")
    let numbers = [SIGINT, SIGTERM].filter { !Self.isIgnored($0) }
    let sources = numbers.map { DispatchSource.makeSignalSource(signal: $0, queue: queue) }
    unsafe self.sources = sources
    for (number, source) in zip(numbers, sources) {
      source.setEventHandler { [weak self] in self?.receive(number) }
      // Dispatch replaces the default action itself; doing so here would undo its handler.
      source.resume()
    }
  }

  /// Runs work that is to end by itself after a signal.
  func protecting<Value, Failure>(
    _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    state.withLock { $0.isProtected = true }
    defer { state.withLock { $0.isProtected = false } }
    return try work()
  }

  /// The error of a run that was cancelled: the code of the signal, and what that means for the output.
  var error: TableError {
    let signal = state.withLock { $0.signal } ?? SIGINT
    return Self.error(signal)
  }

  private func receive(_ signal: Int32) {
    let endsByItself = state.withLock { state in
      defer { state.signal = state.signal ?? signal }
      return state.isProtected && state.signal == nil
    }
    if endsByItself { return control.cancel() }
    Console.line("farrell: \(Self.error(signal).message)")
    _exit(128 + signal)
  }

  private static func error(_ signal: Int32) -> TableError {
    TableError(
      signal == SIGTERM ? .terminated : .interrupted,
      signal == SIGTERM
        ? "terminated; no results were written" : "interrupted; no results were written")
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
