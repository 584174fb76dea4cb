internal import COpenBLAS

/// The BLAS in use, and the policy that it runs on the caller's thread only.
public enum BLASLibrary {
  /// Keeps OpenBLAS from starting threads of its own beside the workers.
  public static func useOneThread() { once }

  private static let once: Void = openblas_set_num_threads(1)

  /// Name and version of the library as it states them.
  public static var name: String { unsafe String(cString: openblas_get_config()) }

  /// Processor family whose kernels the library chose.
  public static var coreName: String { unsafe String(cString: openblas_get_corename()) }
}
