internal import Glibc

/// Reads whole files, with a reason where that is impossible.
package enum InputFile {
  /// Largest file accepted: a panel of this size has millions of rows, and a mistaken device or
  /// archive stops here instead of filling the memory.
  package static let largestByteCount = 1 << 30

  private static let chunkByteCount = 1 << 20

  /// All bytes of a file, pipe or terminal.
  ///
  /// - Parameters:
  ///   - path: name of the file.
  ///   - stopsAtNull: whether reading may end at a NUL, which no text holds.
  /// - Returns: its contents.
  /// - Throws: ``TableError`` of category `noInput` when it cannot be opened, `ioError` when reading
  ///   fails, `data` when it is too large.
  package static func bytes(
    ofFile path: String, stopsAtNull: Bool = true
  ) throws(TableError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw cannotOpen(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw TableError(.noInput, "\(path): found a directory; expected a file")
    }
    // One byte more than the file has, so that its end is met without asking for more room.
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    let room = isRegular ? min(Int(status.st_size), largestByteCount) + 1 : chunkByteCount
    return try bytes(
      from: descriptor, path: path, firstRoom: room, stopsAtNull: stopsAtNull)
  }

  /// All bytes up to the end, or up to a NUL and a little more.
  ///
  /// No text holds a NUL, and `/dev/zero` has no end. The reader of the text reports its place.
  private static func bytes(
    from descriptor: Int32, path: String, firstRoom: Int, stopsAtNull: Bool
  ) throws(TableError) -> [UInt8] {
    var bytes: [UInt8] = []
    var room = firstRoom
    while true {
      let part = try chunk(from: descriptor, path: path, room: room)
      let isLast = part.count < room || stopsAtNull && part.contains(0)
      if bytes.isEmpty { bytes = part } else { bytes.append(contentsOf: part) }
      guard bytes.count <= largestByteCount else {
        throw TableError(
          .data, "\(path): found more than \(largestByteCount >> 30) GiB; expected a smaller file")
      }
      if isLast { return bytes }
      room = chunkByteCount
    }
  }

  /// The next `room` bytes; fewer at the end only.
  private static func chunk(
    from descriptor: Int32, path: String, room: Int
  ) throws(TableError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      while count < room {
        let step = unsafe read(descriptor, buffer.baseAddress?.advanced(by: count), room - count)
        if step < 0 && errno == EINTR { continue }
        if step < 0 { failure = errno }
        if step <= 0 { return }
        count += step
      }
    }
    guard failure == 0 else {
      throw TableError(.ioError, "\(path): reading failed: \(systemMessage(failure))")
    }
    return bytes
  }

  private static func cannotOpen(_ path: String, _ code: Int32) -> TableError {
    TableError(.noInput, "\(path): \(systemMessage(code)); expected a readable file")
  }
}

/// The C library's words for an error code.
package func systemMessage(_ code: Int32) -> String {
  guard let words = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: words)
}
