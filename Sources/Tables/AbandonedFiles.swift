internal import Glibc

extension OutputFile {
  /// Removes files under construction that processes of this machine left when they were killed.
  ///
  /// Such a file has the number of its process in its name; those of a process that is there stay.
  /// - Parameter directory: path of the directory; one that cannot be read is left alone.
  package static func removeAbandoned(in directory: String) {
    for name in (try? Folder.names(in: directory)) ?? [] {
      let parts = name.split(separator: "-")
      guard parts.count == 3, parts[0] == ".farrell", name.hasSuffix(".tmp"),
        let process = Int32(parts[1]), process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unsafe unlink("\(directory)/\(name)")
    }
  }
}
