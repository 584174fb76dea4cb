internal import Glibc

/// Directories.
package enum Folder {
  /// Makes a directory where there is none.
  ///
  /// - Parameter path: the directory, whose parent exists.
  /// - Returns: true where it was made, false where it was there.
  /// - Throws: ``TableError`` of category `cannotCreate`.
  @discardableResult
  package static func make(_ path: String) throws(TableError) -> Bool {
    if unsafe mkdir(path, 0o777) == 0 { return true }
    guard errno == EEXIST else {
      throw TableError(.cannotCreate, "\(path): cannot be created: \(systemMessage(errno))")
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw TableError(.cannotCreate, "\(path): found a file; expected a directory or nothing")
    }
    return false
  }

  /// Names of what is in a directory, in no order.
  ///
  /// - Throws: ``TableError`` of category `cannotCreate` where it cannot be read.
  package static func names(in path: String) throws(TableError) -> [String] {
    guard let directory = unsafe opendir(path) else {
      throw TableError(.cannotCreate, "\(path): \(systemMessage(errno))")
    }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
