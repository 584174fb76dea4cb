internal import CKernels
internal import CPlatform

/// The processor this program runs on, as far as the engine needs to know it.
public enum Processor {
  /// Number of processors the affinity mask of this process allows.
  public static var allowedCount: Int { Int(farrell_processor_count()) }

  /// Instruction set of the kernels chosen for this processor: `baseline`, `avx2` or `avx512`.
  public static var kernelLevel: String { unsafe String(cString: kernels.pointee.name) }

  /// Model as the processor names itself; nil where it does not.
  public static var modelName: String? {
    guard let name = unsafe farrell_processor_name() else { return nil }
    return unsafe String(cString: name)
  }

  /// Processor seconds that all threads of this process have used.
  public static var usedSeconds: Double { farrell_cpu_seconds() }
}
