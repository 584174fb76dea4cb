import Glibc
import TestSupport

/// The built command, run as a process of its own.
struct FarrellProcess {
  /// What a finished process left.
  struct Outcome {
    let exitCode: Int32
    let output: String
    let errors: String
  }

  /// Files of the test; also where standard output and error go.
  let directory: TemporaryDirectory

  /// A signal that a process gets while it runs.
  struct Interruption {
    let signal: Int32
    let afterMilliseconds: UInt32
    /// File that must be there before the time begins to count.
    var onceThere: String?
  }

  /// Runs `farrell` with arguments; the environment holds no settings but those given.
  func run(
    _ arguments: [String], environment: [String: String] = [:], output: String? = nil,
    interruption: Interruption? = nil
  ) -> Outcome {
    let outputPath = output ?? directory.file(".output")
    let errorPath = directory.file(".errors")
    let status = spawn(
      arguments, environment.map { "\($0)=\($1)" } + Self.passedOn, outputPath, errorPath,
      interruption)
    let outcome = Outcome(
      exitCode: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
      output: output == nil ? contents(outputPath) : "", errors: contents(errorPath))
    unsafe unlink(directory.file(".output"))
    unsafe unlink(errorPath)
    return outcome
  }

  /// What every process gets: where programs are, and what the leak checker should pass over.
  private static var passedOn: [String] {
    let leaks = unsafe getenv("LSAN_OPTIONS").map { unsafe "LSAN_OPTIONS=" + String(cString: $0) }
    return ["PATH=/usr/bin:/bin"] + [leaks].compactMap(\.self)
  }

  /// Contents of a file; empty where there is none.
  func contents(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

  /// Bytes of a file; none where there is no file.
  func bytes(_ path: String) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  private func spawn(
    _ arguments: [String], _ environment: [String], _ outputPath: String, _ errorPath: String,
    _ interruption: Interruption?
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_APPEND
    unsafe posix_spawn_file_actions_addopen(&actions, 1, outputPath, flags, 0o644)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, errorPath, flags | O_TRUNC, 0o644)
    var argv = unsafe ([Self.executable] + arguments).map { unsafe strdup($0) } + [nil]
    var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (argv + envp).forEach { unsafe free($0) } }
    // A test run in the background ignores Ctrl-C, and would hand that down.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    guard unsafe posix_spawn(&process, Self.executable, &actions, &attributes, &argv, &envp) == 0
    else { return 127 << 8 }
    if let interruption {
      if let file = interruption.onceThere { Self.wait(for: file, of: process) }
      usleep(1000 * interruption.afterMilliseconds)
      kill(process, interruption.signal)
    }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status
  }

  /// Waits until there is a file, or the process that should make it has ended.
  private static func wait(for file: String, of process: pid_t) {
    var status = unsafe siginfo_t()
    while unsafe access(file, F_OK) != 0 {
      unsafe waitid(P_PID, id_t(process), &status, WEXITED | WNOHANG | WNOWAIT)
      if unsafe status.si_signo != 0 { return }
      usleep(1000)
    }
  }

  /// The command lies beside the bundle of tests that runs.
  private static var executable: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    let path = String(
      decoding: buffer.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/farrell"
  }
}
