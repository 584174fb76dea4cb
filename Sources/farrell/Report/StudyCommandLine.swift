internal import Analysis
internal import RunStore
internal import Tables

/// The command that makes a run again, from what its manifest remembers.
struct StudyCommandLine: Sendable {
  let manifest: RunManifest

  /// The command on several lines, as a shell takes it.
  var text: String {
    let settings = manifest.report.merging(manifest.identity.settings) { _, identity in identity }
    var words = ["farrell \(manifest.identity.command)"]
    if let file = settings[SettingName.file.rawValue]?.first { words[0] += " \(file.shellQuoted)" }
    for name in settings.keys.sorted() where name != SettingName.file.rawValue {
      guard let texts = settings[name], !texts.isEmpty else { continue }
      if [SettingName.inputs, .outputs].map(\.rawValue).contains(name) {
        words.append("--\(name) \(texts.joined(separator: ",").shellQuoted)")
      } else {
        words += texts.map { "--\(name) \($0.shellQuoted)" }
      }
    }
    return words.joined(separator: " \\\n  ")
  }
}
