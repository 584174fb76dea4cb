import Tables
import Testing

/// Contents of a file written in a test.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The error that `body` throws.
func refusal<T>(_ body: () throws(TableError) -> T) throws -> TableError {
  do {
    _ = try body()
  } catch {
    return error
  }
  throw Accepted()
}

/// Thrown by ``refusal(_:)`` when there is nothing to refuse.
struct Accepted: Error {}
