internal import Glibc

/// Where results go: standard output, or a file that appears complete or not at all.
package struct OutputFile: Sendable {
  /// Place of the results.
  package enum Destination: Sendable, Hashable {
    /// Standard output.
    case standardOutput
    /// A file; one that exists is replaced only when `replacing`.
    case file(path: String, replacing: Bool)
  }

  /// Place of the results.
  package let destination: Destination

  /// Checks the destination, so that a long computation does not end in a refusal.
  ///
  /// - Parameters:
  ///   - destination: place of the results.
  ///   - inputs: files that must never be written to.
  /// - Throws: ``TableError`` of category `cannotCreate` when the destination exists, is an input or
  ///   a directory, or has no directory.
  package init(_ destination: Destination, inputs: [String]) throws(TableError) {
    self.destination = destination
    switch destination {
    case .standardOutput:
      var status = stat()
      guard unsafe fstat(STDOUT_FILENO, &status) == 0, status.isRegularFile else { return }
      try Self.refuseInput(status, inputs, "standard output")
    case .file(let path, let replacing):
      guard !path.isEmpty else {
        throw TableError(.cannotCreate, "found an empty output name; expected a file name")
      }
      try Self.check(path, replacing: replacing, inputs)
    }
  }

  /// What fills the output.
  package typealias Writer = (inout OutputStream) throws(TableError) -> Void

  /// Writes a text.
  package func write(_ text: String) throws(TableError) {
    try write { output in output.buffer.append(text) }
  }

  /// Writes what `body` adds; a file gets its name only once all bytes are on the disk.
  ///
  /// - Parameters:
  ///   - isStopped: asked now and then; true ends the writing, and a file does not appear.
  ///   - body: adds everything.
  /// - Throws: ``TableError`` of category `cannotCreate`, or `ioError`, `interrupted` or
  ///   `closedPipe` when writing stops half way.
  package func write(
    isStopped: @escaping @Sendable () -> Bool = { false }, _ body: Writer
  ) throws(TableError) {
    switch destination {
    case .standardOutput:
      var output = OutputStream(STDOUT_FILENO, name: "standard output", isStopped: isStopped)
      try Self.fill(&output, body)
    case .file(let path, let replacing):
      if let status = Self.status(path), !status.isRegularFile {
        try Self.writeInPlace(path, isStopped, body)
      } else {
        try Self.writeAndRename(path, replacing: replacing, isStopped, body)
      }
    }
  }

  /// Writes several texts, so that all of them appear or none.
  ///
  /// Every file is complete on the disk before the first gets its name; what then still can fail, another
  /// process taking one of the names, takes back those that were given and did not exist before.
  /// - Parameter parts: places and their texts; standard output is written before any file appears.
  /// - Throws: ``TableError`` as ``write(isStopped:_:)``.
  package static func writeTogether(_ parts: [(output: OutputFile, text: String)])
    throws(TableError)
  {
    var staged: [StagedFile] = []
    defer { for file in staged { file.discard() } }
    var direct: [(output: OutputFile, text: String)] = []
    for part in parts {
      guard case .file(let path, let replacing) = part.output.destination,
        status(path)?.isRegularFile ?? true
      else {
        direct.append(part)
        continue
      }
      staged.append(
        try StagedFile(path, replacing: replacing, { false }) { (output) throws(TableError) in
          output.buffer.append(part.text)
        })
    }
    for part in direct { try part.output.write(part.text) }
    var published: [StagedFile] = []
    do throws(TableError) {
      for file in staged {
        try file.publish()
        published.append(file)
      }
    } catch {
      for file in published where !file.replacing { unsafe unlink(file.target) }
      throw error
    }
  }

  private static func fill(_ output: inout OutputStream, _ body: Writer) throws(TableError) {
    try body(&output)
    try output.flush()
  }

  private static func check(
    _ path: String, replacing: Bool, _ inputs: [String]
  ) throws(TableError) {
    if let status = status(path) {
      guard !status.isDirectory else { throw cannotCreate(path, "it is a directory") }
      guard status.isRegularFile else { return }  // a device or a pipe: nothing to protect
      try refuseInput(status, inputs, path)
    }
    if exists(path) && !replacing { throw existing(path) }
    let directory = directory(of: resolved(path))
    guard unsafe access(directory, W_OK | X_OK) == 0 else {
      throw cannotCreate(path, "\(directory): \(systemMessage(errno))")
    }
  }

  private static func refuseInput(
    _ output: stat, _ inputs: [String], _ name: String
  ) throws(TableError) {
    for input in inputs {
      guard let status = status(input), status.isRegularFile else { continue }
      if status.st_dev == output.st_dev && status.st_ino == output.st_ino {
        throw TableError(
          .cannotCreate, "\(name): found the input file \(input); expected another output file")
      }
    }
  }

  private static func writeInPlace(
    _ path: String, _ isStopped: @escaping @Sendable () -> Bool, _ body: Writer
  ) throws(TableError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotCreate(path, systemMessage(errno)) }
    defer { close(descriptor) }
    var output = OutputStream(descriptor, name: path, isStopped: isStopped)
    try fill(&output, body)
  }

  private static func writeAndRename(
    _ path: String, replacing: Bool, _ isStopped: @escaping @Sendable () -> Bool, _ body: Writer
  ) throws(TableError) {
    let file = try StagedFile(path, replacing: replacing, isStopped, body)
    defer { file.discard() }
    try file.publish()
  }

  /// A complete file on the disk that does not have its name yet.
  private struct StagedFile {
    let target: String
    let replacing: Bool
    private let temporary: String

    /// Writes a file under a name of its own.
    init(
      _ path: String, replacing: Bool, _ isStopped: @escaping @Sendable () -> Bool, _ body: Writer
    ) throws(TableError) {
      self.replacing = replacing
      target = resolved(path)
      temporary =
        "\(directory(of: target))/.farrell-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let descriptor = unsafe open(temporary, flags, 0o666)
      guard descriptor >= 0 else { throw cannotCreate(path, systemMessage(errno)) }
      do throws(TableError) {
        var output = OutputStream(descriptor, name: path, isStopped: isStopped)
        try writeToDisk(&output, descriptor, path, body)
      } catch {
        discard()
        throw error
      }
    }

    /// Takes the file away again, unless it has its name.
    func discard() { unsafe unlink(temporary) }

    /// Gives the file its name.
    func publish() throws(TableError) {
      try place()
      synchronizeDirectory(directory(of: target))
    }

    private func place() throws(TableError) {
      if !replacing {
        // Unlike a rename, a link never replaces a file that another process made meanwhile.
        if unsafe link(temporary, target) == 0 { return }
        // Some file systems have no links; there the test and the rename must do.
        if errno == EEXIST || exists(target) { throw existing(target) }
      }
      guard unsafe rename(temporary, target) == 0 else {
        throw cannotCreate(target, systemMessage(errno))
      }
    }
  }

  private static func writeToDisk(
    _ output: inout OutputStream, _ descriptor: Int32, _ path: String, _ body: Writer
  ) throws(TableError) {
    var failure: TableError?
    do {
      try fill(&output, body)
      if fsync(descriptor) != 0 { failure = ioError(path, errno) }
    } catch {
      failure = error
    }
    if close(descriptor) != 0 && failure == nil { failure = ioError(path, errno) }
    if let failure { throw failure }
  }

  /// Makes the new name last through a power cut, where the file system can; the file is complete
  /// either way.
  private static func synchronizeDirectory(_ path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension OutputFile {
  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The file that a chain of links ends in, so that a link stays one.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
  }

  /// True for a link to nowhere as well.
  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
  }

  private static func existing(_ path: String) -> TableError {
    TableError(
      .cannotCreate, "\(path): found an existing file; expected a new name (--force replaces it)")
  }

  private static func cannotCreate(_ path: String, _ reason: String) -> TableError {
    TableError(.cannotCreate, "\(path): cannot be created: \(reason)")
  }

  private static func ioError(_ name: String, _ code: Int32) -> TableError {
    TableError(.ioError, "\(name): writing failed: \(systemMessage(code))")
  }
}

extension stat {
  fileprivate var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
  fileprivate var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
}
