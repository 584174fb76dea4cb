internal import COpenBLAS
internal import Synchronization

/// The BLAS in use, and the policy that it runs on the caller's thread only.
public enum BLASLibrary {
  /// Keeps OpenBLAS from starting threads of its own beside the workers.
  public static func useOneThread() { once }

  private static let once: Void = openblas_set_num_threads(1)

  /// Whether the library was built for programs of one thread, such as Debian's libopenblas0-serial.
  ///
  /// It shares its buffers among all callers without a lock: of 16,000 inverses of 200 rows by 8
  /// threads, 143 were wrong (0.3.21; none of 40 rows).
  public static let isSerial = openblas_get_parallel() == 0

  private static let oneCaller = Mutex(())

  /// Makes calls of the library, on one thread at a time where it allows no more.
  static func call<Result>(_ body: () -> Result) -> Result {
    useOneThread()
    return isSerial ? oneCaller.withLock { _ in body() } : body()
  }

  /// Name and version of the library as it states them.
  public static var name: String { unsafe String(cString: openblas_get_config()) }

  /// Processor family whose kernels the library chose.
  public static var coreName: String { unsafe String(cString: openblas_get_corename()) }
}
