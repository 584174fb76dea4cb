internal import Analysis
internal import ArgumentParser
internal import CPlatform

/// Exit codes besides those of ``TableError``.
enum CommandExit: Int32 {
  /// Everything was done.
  case success = 0
  /// Finished, but some scores are uncertified, failed or not solved.
  case incomplete = 3
  /// A run on disk is not complete; it can be resumed.
  case resumable = 75
  /// The installation or the engine is at fault.
  case internalError = 70

  /// What a command throws to stop with this code and without a message.
  var code: ExitCode { ExitCode(rawValue) }
}

/// Trouble that lies neither in the request nor in a file.
enum CommandError: Error {
  /// A self-test of the installation failed.
  case selfTest(failed: Int)
  /// Two machines drew different numbers for one shard, with these kernels.
  case shardsDiffer(Int, String, String)

  /// Exit code of the process.
  var exit: CommandExit { .internalError }

  /// One line.
  var message: String {
    switch self {
    case .selfTest(let failed):
      return "\(failed) \(failed == 1 ? "check" : "checks") failed; expected none"
    case .shardsDiffer(let number, let one, let other):
      return
        "shard \(number): found different draws (\(one) and \(other) kernels); expected the same"
    }
  }
}
