internal import Glibc

/// Reads whole files, with a reason where that is impossible.
package enum InputFile {
  /// Largest file accepted: a panel of this size has millions of rows, and a mistaken device or
  /// archive stops here instead of filling the memory.
  package static let largestByteCount = 1 << 30

  private static let chunkByteCount = 1 << 20

  /// All bytes of a file, pipe or terminal.
  ///
  /// - Parameter path: name of the file.
  /// - Returns: its contents.
  /// - Throws: ``TableError`` of category `noInput` when it cannot be opened, `ioError` when reading
  ///   fails, `data` when it is too large.
  package static func bytes(ofFile path: String) throws(TableError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw cannotOpen(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw TableError(.noInput, "\(path): found a directory; expected a file")
    }
    return try bytes(from: descriptor, path: path, sizeHint: Int(status.st_size))
  }

  private static func bytes(
    from descriptor: Int32, path: String, sizeHint: Int
  ) throws(TableError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(max(sizeHint, 0), largestByteCount) + 1)
    var chunk = [UInt8](repeating: 0, count: chunkByteCount)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw TableError(.ioError, "\(path): reading failed: \(systemMessage(errno))")
      }
      bytes.append(contentsOf: chunk[..<count])
      // No text holds a NUL; the reader of the text reports its place.
      if count == 0 || chunk[..<count].contains(0) { return bytes }
      guard bytes.count <= largestByteCount else {
        throw TableError(
          .data, "\(path): found more than \(largestByteCount >> 30) GiB; expected a smaller file")
      }
    }
  }

  private static func cannotOpen(_ path: String, _ code: Int32) -> TableError {
    TableError(.noInput, "\(path): \(systemMessage(code)); expected a readable file")
  }
}

/// The C library's words for an error code.
func systemMessage(_ code: Int32) -> String {
  guard let words = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: words)
}
