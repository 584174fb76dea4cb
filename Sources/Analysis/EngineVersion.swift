package import Tables

/// Version of the engine, for `--version` and for every document it writes.
package enum EngineVersion {
  /// The version of the sources.
  package static let current = "0.1.0"

  /// What made a document: the command, and the version.
  package static func metadata(_ command: String) -> [JSONValue.Member] {
    [.init("command", .text(command)), .init("engine_version", .text(current))]
  }
}
