internal import Glibc

/// Times of this process and thread.
enum Clock {
  /// Processor seconds of the calling thread alone: other threads, such as an idle helper of a BLAS, do
  /// not count.
  static var threadSeconds: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

  /// Processor seconds of all threads.
  static var processSeconds: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  /// Seconds on the wall.
  static var wallSeconds: Double { seconds(CLOCK_MONOTONIC) }

  /// Forgets the largest resident set so far, where the system allows that (Linux 4.0).
  static func forgetPeak() {
    let file = unsafe open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { return }
    _ = unsafe write(file, "5", 1)
    close(file)
  }

  /// Largest resident set so far, in bytes.
  static var peakResidentBytes: Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
