import Glibc

/// A fresh directory that goes away with its contents.
package final class TemporaryDirectory: Sendable {
  /// Path of the directory.
  package let path: String

  /// Makes the directory.
  package init() {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? P_tmpdir
    var template = Array("\(parent)/farrell-tests-XXXXXX".utf8CString)
    let made = unsafe mkdtemp(&template) != nil
    precondition(made, "no directory for tests in \(parent)")
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { remove() }

  /// Removes the directory and all in it, links as such.
  package func remove() {
    for name in tree(hasFolders: true).reversed() {
      if unsafe unlink(file(name)) != 0 { unsafe rmdir(file(name)) }
    }
    unsafe rmdir(path)
  }

  /// Path of a file in the directory.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, and returns its path.
  @discardableResult
  package func write(_ name: String, _ contents: [UInt8]) -> String {
    let descriptor = unsafe open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var rest = contents[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count <= 0 { break }
      rest = rest.dropFirst(count)
    }
    close(descriptor)
    return file(name)
  }

  /// Makes a folder, and returns its path.
  @discardableResult
  package func folder(_ name: String) -> String {
    unsafe mkdir(file(name), 0o755)
    return file(name)
  }

  /// Names of all files below the directory or one of its folders, from its own path, sorted.
  ///
  /// - Parameters:
  ///   - folder: the folder; "" for the directory.
  ///   - hasFolders: whether folders are named as well, each before what is in it.
  /// - Returns: the names.
  package func tree(_ folder: String = "", hasFolders: Bool = false) -> [String] {
    names(in: folder).flatMap { name -> [String] in
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      var status = stat()
      guard unsafe lstat(file(path), &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        return [path]
      }
      return (hasFolders ? [path] : []) + tree(path, hasFolders: hasFolders)
    }
  }

  /// Names of the files in the directory or one of its folders, sorted.
  package func names(in folder: String = "") -> [String] {
    guard let stream = unsafe opendir(file(folder)) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
