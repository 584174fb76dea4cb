internal import Analysis
internal import Glibc
internal import Tables

extension Settings {
  /// Settings of a command: its flags, the environment, and a run file.
  ///
  /// - Parameters:
  ///   - flags: what the command line names.
  ///   - runFile: path of a run file.
  /// - Throws: ``TableError`` unless the run file can be read and holds known settings only.
  init(flags: [SettingName: [String]], runFile: String?) throws(TableError) {
    let path = runFile ?? Self.processEnvironment("FARRELL_CONFIG")
    let file = try path.map { (path) throws(TableError) in try RunFile(path: path) }
    self.init(flags: flags, runFile: file?.settings ?? [:], path: path)
  }

  /// Settings of flags, environment and a run file that was read already.
  ///
  /// - Parameters:
  ///   - flags: what the command line names.
  ///   - runFile: what the run file sets.
  ///   - path: its path.
  init(flags: [SettingName: [String]], runFile: [SettingName: Setting], path: String?) {
    var given: [SettingName: Setting] = [:]
    for (name, texts) in flags { given[name] = Setting(texts, origin: name.flag) }
    self.init(
      given: given, runFile: runFile, runFilePath: path, environment: Self.processEnvironment)
  }

  /// A variable of this process's environment; nil where it is unset or empty.
  static let processEnvironment: @Sendable (String) -> String? = { name in
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
