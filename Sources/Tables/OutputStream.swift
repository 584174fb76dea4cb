internal import Glibc

/// Text on its way to an open file: gathered in a buffer, written a megabyte at a time.
package struct OutputStream {
  /// Text not written yet.
  package var buffer = TextBuffer()

  private let descriptor: Int32
  private let name: String
  private let isStopped: @Sendable () -> Bool

  private static let largestBuffer = 1 << 20

  /// - Parameters:
  ///   - descriptor: an open file.
  ///   - name: its name, for messages.
  ///   - isStopped: asked before every write; true ends the writing.
  init(_ descriptor: Int32, name: String, isStopped: @escaping @Sendable () -> Bool) {
    self.descriptor = descriptor
    self.name = name
    self.isStopped = isStopped
  }

  /// A stream whose text stays in its buffer.
  package static var inMemory: OutputStream {
    OutputStream(Self.noFile, name: "", isStopped: { false })
  }

  private static let noFile: Int32 = -1

  /// Writes the buffer once it is worth it.
  package mutating func flushIfLarge() throws(TableError) {
    if descriptor != Self.noFile && buffer.bytes.count >= Self.largestBuffer { try flush() }
  }

  /// Writes the buffer.
  ///
  /// - Throws: ``TableError`` of category `ioError`, `interrupted`, or `closedPipe` when the reader of
  ///   standard output went away (which needs SIGPIPE to be ignored).
  mutating func flush() throws(TableError) {
    var written = 0
    while written < buffer.bytes.count {
      if isStopped() { throw TableError(.interrupted, "\(name): stopped before its end") }
      let count = unsafe buffer.bytes[written...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EPIPE {
        throw TableError(.closedPipe, "\(name): the reader went away")
      }
      guard count > 0 else {
        throw TableError(.ioError, "\(name): writing failed: \(systemMessage(errno))")
      }
      written += count
    }
    buffer.removeAll()
  }
}
