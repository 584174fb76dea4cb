/// Version of the engine, for `--version` and for every document it writes.
enum EngineVersion {
  static let current = "0.1.0"
}
