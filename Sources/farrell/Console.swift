internal import Analysis
internal import Glibc

/// Standard error: remarks for people, never data.
enum Console {
  /// Prints one line; a standard error that is closed or full is no reason to stop.
  static func line(_ text: String) { write(text + "\n") }

  /// Prints text as it is.
  static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
