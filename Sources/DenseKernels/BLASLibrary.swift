internal import COpenBLAS
internal import CPlatform

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

/// The processor this program runs on, as far as the engine needs to know it.
public enum Processor {
  /// Number of processors the affinity mask of this process allows.
  public static var allowedCount: Int { Int(farrell_processor_count()) }

  /// The `-march` value the kernels were compiled for.
  public static var kernelMarch: String { unsafe String(cString: farrell_kernel_march()) }

  /// Whether this processor has the instructions the kernels were compiled for.
  public static var runsKernels: Bool { farrell_processor_runs_kernels() != 0 }

  /// Processor seconds that all threads of this process have used.
  public static var usedSeconds: Double { farrell_cpu_seconds() }
}
