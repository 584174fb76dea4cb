internal import FoundationEssentials
internal import Glibc
package import Tables

/// Keeps two processes from drawing the same shards of one run.
///
/// A file names the process that holds it. One that was killed leaves its file behind; on the same machine the
/// next process sees that and takes over.
package final class RunLock: Sendable {
  private let path: String

  /// Who holds a lock.
  private struct Holder: Codable, Equatable {
    let host: String
    let process: Int32
    /// When the process began, in clock ticks since the machine did: numbers of processes come again.
    let started: String
  }

  /// Takes the lock of a part of a run.
  ///
  /// - Parameters:
  ///   - directory: the run.
  ///   - name: the part, such as "all" or "2-of-7".
  /// - Throws: ``TableError`` of category `cannotCreate` while another process holds it.
  package init(_ directory: RunDirectory, name: String) throws(TableError) {
    path = "\(directory.path)/locks/\(name)"
    for folder in ["locks", "shards"] { unsafe mkdir("\(directory.path)/\(folder)", 0o777) }
    let own = Holder(host: Self.host, process: getpid(), started: Self.started(getpid()) ?? "")
    guard let bytes = try? JSONEncoder().encode(own) else {
      preconditionFailure("a lock that has no JSON")
    }
    for _ in 0..<2 {
      let file = try? OutputFile(.file(path: path, replacing: false), inputs: [])
      let isTaken: Void? = try? file?.write { (output) throws(TableError) in
        output.buffer.append(bytes: Array(bytes))
      }
      if isTaken != nil { return }
      let holder = Self.holder(of: path)
      if let holder, !Self.isGone(holder) {
        throw TableError(
          .cannotCreate,
          "\(directory.path): found process \(holder.process) on \(holder.host) at work on it; expected "
            + "none (if it is gone, remove \(path))")
      }
      let isThere = unsafe access(path, F_OK) == 0
      if holder == nil && !isThere {
        throw TableError(.cannotCreate, "\(path): cannot be created: \(systemMessage(errno))")
      }
      unsafe unlink(path)
    }
    throw TableError(.cannotCreate, "\(path): another process takes it at this moment; try again")
  }

  deinit { unsafe unlink(path) }

  private static func holder(of path: String) -> Holder? {
    guard let bytes = try? InputFile.bytes(ofFile: path) else { return nil }
    return try? JSONDecoder().decode(Holder.self, from: Data(bytes))
  }

  /// Whether a holder was a process of this machine that has ended.
  private static func isGone(_ holder: Holder) -> Bool {
    holder.host == host && started(holder.process) != holder.started
  }

  /// Name of this machine.
  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    unsafe gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// When a process began: field 22 of its status; nil where there is no such process.
  private static func started(_ process: Int32) -> String? {
    guard let bytes = try? InputFile.bytes(ofFile: "/proc/\(process)/stat") else { return nil }
    // The second field is the program's name in parentheses, and may hold spaces.
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 19 ? String(fields[19]) : nil
  }
}
