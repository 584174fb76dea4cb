internal import Analysis
internal import CEmbedding
public import CFarrell
internal import DenseKernels

/// As `farrell.h` says.
@implementation @c
public func farrell_abi_version() -> UInt32 { UInt32(FARRELL_ABI_VERSION) }

/// The version as a text that is never freed.
private let versionText = StoredText(EngineVersion.current)

/// As `farrell.h` says.
@implementation @c
public func farrell_version() -> UnsafePointer<CChar>? { unsafe versionText.pointer }

/// As `farrell.h` says.
@implementation @c
public func farrell_processors() -> Int32 { Int32(clamping: Processor.allowedCount) }

/// As `farrell.h` says.
@implementation @c
public func farrell_last_error(
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int, _ length: UnsafeMutablePointer<Int>?
) -> farrell_status {
  guard capacity >= 0, unsafe buffer != nil || capacity == 0 else {
    return Failure.argument("buffer: found null; expected room for the text").record()
  }
  let count = unsafe embedding_failure(buffer, capacity)
  unsafe length?.pointee = count
  return FARRELL.ok
}
