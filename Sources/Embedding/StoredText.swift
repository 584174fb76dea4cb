/// A text that stays where it is until its owner goes: UTF-8, ended by 0.
@safe final class StoredText: Sendable {
  nonisolated(unsafe) let pointer: UnsafePointer<CChar>
  /// Bytes without the 0.
  let count: Int

  convenience init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) {
    let room = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    for (index, byte) in bytes.enumerated() { unsafe room[index] = CChar(bitPattern: byte) }
    unsafe room[bytes.count] = 0
    count = bytes.count
    unsafe pointer = UnsafePointer(room)
  }

  deinit { unsafe pointer.deallocate() }
}
