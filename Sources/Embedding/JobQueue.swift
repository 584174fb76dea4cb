internal import DenseKernels
internal import Dispatch
internal import Glibc

/// Runs jobs in the order they come, as many at once as there are processors.
///
/// A child of fork has no threads of Dispatch: there the thread that submits a job does its work.
final class JobQueue: @unchecked Sendable {
  static let shared = JobQueue()

  // Guarded by the lock of the registry, which survives fork.
  private var waiting: [Job] = []
  private var runningCount = 0
  /// The process whose threads Dispatch has.
  private var owner: pid_t?

  private init() {}

  /// Hands a job over.
  func submit(_ job: Job) {
    let isOwn = Registry.shared.locked {
      owner = owner ?? getpid()
      guard owner == getpid() else { return false }
      waiting.append(job)
      return true
    }
    guard isOwn else { return job.run(threadCount: 1) }
    startNext()
  }

  /// Takes a job back; false where it does not wait.
  func withdraw(_ job: Job) -> Bool {
    Registry.shared.locked {
      guard let place = waiting.firstIndex(where: { $0 === job }) else { return false }
      waiting.remove(at: place)
      return true
    }
  }

  private func startNext() {
    let limit = max(1, Processor.allowedCount)
    let job: Job? = Registry.shared.locked {
      guard runningCount < limit, let job = waiting.first else { return nil }
      waiting.removeFirst()
      runningCount += 1
      return job
    }
    guard let job else { return }
    DispatchQueue.global().async { [self] in
      job.run(threadCount: nil)
      Registry.shared.locked { runningCount -= 1 }
      startNext()
    }
  }
}
