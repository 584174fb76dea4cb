internal import ArgumentParser
internal import CPlatform

/// Exit codes besides those of ``TableError``.
enum CommandExit: Int32 {
  /// Everything was done.
  case success = 0
  /// Finished, but some scores are uncertified, failed or not solved.
  case incomplete = 3
  /// The installation or the engine is at fault.
  case internalError = 70

  /// What a command throws to stop with this code and without a message.
  var code: ExitCode { ExitCode(rawValue) }
}

/// Trouble that lies neither in the request nor in a file.
enum CommandError: Error {
  /// The processor lacks instructions that the engine was compiled for.
  case processor
  /// A self-test of the installation failed.
  case selfTest(failed: Int)

  /// Exit code of the process.
  var exit: CommandExit { .internalError }

  /// One line.
  var message: String {
    switch self {
    case .processor:
      let march = unsafe String(cString: farrell_kernel_march())
      return
        "found a processor without \(march); expected one with it, or a build with FARRELL_MARCH set"
    case .selfTest(let failed):
      return "\(failed) \(failed == 1 ? "check" : "checks") failed; expected none"
    }
  }
}
