internal import Glibc

extension OutputFile {
  /// Removes files under construction that processes of this machine left when they were killed.
  ///
  /// Such a file has the number of its process in its name; those of a process that is there stay.
  /// - Parameter directory: path of the directory; one that cannot be read is left alone.
  package static func removeAbandoned(in directory: String) {
    guard let stream = unsafe opendir(directory) else { return }
    defer { unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      let parts = name.split(separator: "-")
      guard parts.count == 3, parts[0] == ".farrell", name.hasSuffix(".tmp"),
        let process = Int32(parts[1]), process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unsafe unlink("\(directory)/\(name)")
    }
  }
}
