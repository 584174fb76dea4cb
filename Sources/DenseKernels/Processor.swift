internal import CPlatform

/// The processor this program runs on, as far as the engine needs to know it.
public enum Processor {
  /// Number of processors the affinity mask of this process allows.
  public static var allowedCount: Int { Int(farrell_processor_count()) }

  /// The `-march` value the kernels were compiled for.
  public static var kernelMarch: String { unsafe String(cString: farrell_kernel_march()) }

  /// Whether this processor has the instructions the kernels were compiled for.
  public static var runsKernels: Bool { farrell_processor_runs_kernels() != 0 }

  /// Model as the processor names itself; nil where it does not.
  public static var modelName: String? {
    guard let name = unsafe farrell_processor_name() else { return nil }
    return unsafe String(cString: name)
  }

  /// Processor seconds that all threads of this process have used.
  public static var usedSeconds: Double { farrell_cpu_seconds() }
}
