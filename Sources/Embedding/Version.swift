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
  var count = 0
  let text = unsafe embedding_failure(&count)
  unsafe length?.pointee = count
  guard let text = unsafe text, let buffer = unsafe buffer, capacity > 0 else { return FARRELL.ok }
  var copied = min(count, capacity - 1)
  if copied < count {
    // Not within a character: its later bytes are 10xxxxxx.
    while copied > 0, unsafe UInt8(bitPattern: text[copied]) & 0xC0 == 0x80 { copied -= 1 }
  }
  unsafe buffer.update(from: text, count: copied)
  unsafe buffer[copied] = 0
  return FARRELL.ok
}
