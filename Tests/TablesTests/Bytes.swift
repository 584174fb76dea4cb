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

/// Repeatable numbers: SplitMix64.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
