/// Version of the engine, for `--version` and for every document it writes.
package enum EngineVersion {
  package static let current = "0.1.0"
}
