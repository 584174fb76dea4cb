internal import Analysis
internal import CFarrell
internal import DenseKernels
internal import Dispatch
internal import Glibc
internal import Synchronization
internal import Tables

/// Work from its request to its results.
final class Job: Sendable {
  /// How a job ended.
  enum Outcome: Sendable {
    case results(JobResults)
    case failure(Failure)
  }

  private struct State {
    var phase = JobPhase.queued
    var started: UInt64 = 0
    var ended: UInt64 = 0
    var outcome: Outcome?
  }

  let control = WorkControl()
  /// The process that the job runs in.
  let process = getpid()
  private let request: JobRequest
  private let state = Mutex(State())
  private let end = DispatchGroup()

  init(_ request: JobRequest) {
    self.request = request
    end.enter()
  }

  /// Does the work on the calling thread.
  ///
  /// - Parameter threadCount: number of threads, whatever the request says; nil for what it says.
  func run(threadCount: Int?) {
    state.withLock {
      $0.phase = .atWork
      $0.started = DispatchTime.now().uptimeNanoseconds
    }
    let outcome: Outcome
    do {
      if control.isCancelled { throw WorkCancelled() }
      let work = try JobWork(request)
      outcome = .results(
        try work.results(
          JobHost(control: control, threadCount: threadCount ?? work.threadCount)))
    } catch let error as TableError {
      outcome = .failure(Failure(error))
    } catch let error as Failure {
      outcome = .failure(error)
    } catch is WorkCancelled {
      outcome = .failure(Failure(JobHost.cancelled))
    } catch {
      outcome = .failure(.unexpected(error))
    }
    state.withLock {
      $0.outcome = outcome
      $0.ended = DispatchTime.now().uptimeNanoseconds
      switch outcome {
      case .results: $0.phase = .done
      case .failure(let failure):
        $0.phase = failure.status == farrell_status(FARRELL_E_CANCELLED) ? .cancelled : .failed
      }
    }
    end.leave()
  }

  /// Asks the job to stop; one that waits in the queue ends here and now.
  func cancel() {
    control.cancel()
    if JobQueue.shared.withdraw(self) { run(threadCount: 1) }
  }

  /// How the job ended; nil before it has.
  var outcome: Outcome? { state.withLock { $0.outcome } }

  /// Waits until the job has ended, or for so long.
  func wait(milliseconds: Int64) {
    if milliseconds < 0 { return end.wait() }
    // A year is for ever, and its end can be added to the time.
    let most = Int(min(milliseconds, 31_536_000_000))
    _ = end.wait(timeout: .now() + .milliseconds(most))
  }

  /// How far the job is.
  var progress: farrell_progress {
    let state = state.withLock { $0 }
    let work = control.progress
    var progress = farrell_progress()
    progress.size = MemoryLayout<farrell_progress>.size
    progress.state = state.phase.rawValue
    progress.done = UInt64(clamping: work.doneCount)
    progress.total = UInt64(clamping: work.totalCount)
    if state.started > 0 {
      let last = state.ended > 0 ? state.ended : DispatchTime.now().uptimeNanoseconds
      progress.elapsed_seconds = Double(last - state.started) / 1e9
    }
    unsafe withUnsafeMutableBytes(of: &progress.step) { step in
      for (index, byte) in work.step.utf8.prefix(step.count - 1).enumerated() {
        unsafe step[index] = byte
      }
    }
    return progress
  }
}

/// States of a job as the interface names them.
enum JobPhase: Int32 {
  case queued = 0
  case atWork, done, failed, cancelled
}

/// What a job lends to the analysis: threads, ears, and a way to stop.
final class JobHost: AnalysisHost {
  let control: WorkControl
  let threadCount: Int
  private let lines = Mutex<[String]>([])

  init(control: WorkControl, threadCount: Int) {
    (self.control, self.threadCount) = (control, threadCount)
  }

  static let cancelled = TableError(.interrupted, "cancelled; there are no results")

  /// The remarks heard so far.
  var remarks: [String] { lines.withLock { $0 } }

  func remark(_ text: String) { lines.withLock { $0.append(text.escapingControls) } }

  func solving<Value>(
    detail: ProgressDetail?, _ work: (WorkControl) throws -> Value
  ) throws -> Value {
    do {
      return try work(control)
    } catch is WorkCancelled {
      throw Self.cancelled
    }
  }
}
