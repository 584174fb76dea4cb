internal import CEmbedding
internal import CFarrell
internal import Tables

/// Statuses as the interface returns them.
enum FARRELL {
  static let ok = farrell_status(FARRELL_OK)
  static let running = farrell_status(FARRELL_RUNNING)
  static let incomplete = farrell_status(FARRELL_INCOMPLETE)
}

/// Why a call failed: its status, and one line.
struct Failure: Error {
  let status: farrell_status
  let message: String

  private init(_ status: Int, _ message: String) {
    (self.status, self.message) = (farrell_status(truncatingIfNeeded: status), message)
  }

  /// Trouble of an analysis, in the words of a program that calls it.
  init(_ error: TableError) {
    let status =
      [.interrupted, .terminated].contains(error.category)
      ? Int(FARRELL_E_CANCELLED) : Int(error.category.rawValue)
    self.init(status, SettingWords.inPrograms(error.message))
  }

  static func argument(_ message: String) -> Failure { Failure(Int(FARRELL_E_ARGUMENT), message) }

  static func size(of name: String, _ found: Int, _ expected: Int) -> Failure {
    Failure(
      Int(FARRELL_E_ABI), "\(name): found a size of \(found) bytes; expected \(expected)")
  }

  static func handle(_ found: UInt64, _ what: String) -> Failure {
    Failure(Int(FARRELL_E_HANDLE), "found the handle \(found); expected \(what) that is not freed")
  }

  static func state(_ message: String) -> Failure { Failure(Int(FARRELL_E_STATE), message) }

  static func name(_ message: String) -> Failure { Failure(Int(FARRELL_E_NAME), message) }

  static var memory: Failure {
    Failure(Int(FARRELL_E_MEMORY), "found too little memory for the data; expected enough")
  }

  static var fork: Failure {
    Failure(
      Int(FARRELL_E_FORK), "found a job of the parent process; expected one that this process began"
    )
  }

  static func usage(_ message: String) -> Failure { Failure(Int(FARRELL_E_USAGE), message) }

  static func unexpected(_ error: any Error) -> Failure {
    Failure(Int(FARRELL_E_INTERNAL), "found an unexpected error: \(error)".escapingControls)
  }

  /// Makes this the calling thread's last failure.
  func record() -> farrell_status {
    var text = message.isEmpty ? "failed" : message
    text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe embedding_set_failure(characters.baseAddress, characters.count)
      }
    }
    return status
  }
}

/// What a function of the interface came to.
func status(_ body: () throws(Failure) -> Void) -> farrell_status {
  do {
    try body()
    return FARRELL.ok
  } catch {
    return error.record()
  }
}
