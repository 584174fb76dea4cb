import Synchronization

/// Follows long work from outside and stops it; shared by the caller and all workers.
///
/// ```swift
/// let control = WorkControl()
/// Task { if await userWantsToStop() { control.cancel() } }
/// let results = try solver.solve(batches, control: control)  // throws WorkCancelled
/// ```
public final class WorkControl: Sendable {
  /// How far the work has come.
  public struct Progress: Sendable, Hashable {
    /// What is being done, in a word or two; empty before the first step.
    public var step = ""
    /// Number of items of this step that are done.
    public var doneCount = 0
    /// Number of items of this step.
    public var totalCount = 0

    /// Work that has not begun.
    public init() {}
  }

  private let isStopped = Atomic<Bool>(false)
  private let state = Mutex(Progress())

  /// Control of work that nobody has cancelled yet.
  public init() {}

  /// Asks the work to stop; items under way are finished first.
  public func cancel() { isStopped.store(true, ordering: .relaxed) }

  /// Whether somebody asked the work to stop.
  public var isCancelled: Bool { isStopped.load(ordering: .relaxed) }

  /// How far the work has come; items of a step that are done in parallel count once each.
  public var progress: Progress { state.withLock { $0 } }

  /// Begins a step of so many items; the counts of the step before are gone.
  package func begin(_ step: String, count: Int) {
    state.withLock {
      $0 = Progress()
      $0.step = step
      $0.totalCount = count
    }
  }

  /// Counts items that are done.
  package func finish(count: Int) { state.withLock { $0.doneCount += count } }
}

/// Thrown by work that was cancelled through its ``WorkControl``; nothing it computed is kept.
public struct WorkCancelled: Error, Sendable, Hashable {
  /// The only value.
  public init() {}
}

/// The value of work that nobody can cancel.
package func withoutCancellation<Value>(
  _ work: (WorkControl) throws(WorkCancelled) -> Value
) -> Value {
  do {
    return try work(WorkControl())
  } catch {
    preconditionFailure("cancelled, though nobody else has the control")
  }
}
