internal import Analysis
internal import Preparation
internal import Tables

/// Settings in a TOML file, `rts = "vrs"` for `--rts vrs`; every key must be known.
struct RunFile: Sendable {
  /// What the file sets, each with its place.
  let settings: [SettingName: Setting]

  init(path: String) throws(TableError) {
    try self.init(
      StudySettings(document: InputFile.bytes(ofFile: path, stopsAtNull: false), file: path),
      file: path)
  }

  /// Settings of a TOML document or of the `[study]` table of a recipe; `file` is its name in messages.
  init(_ study: StudySettings, file: String) throws(TableError) {
    var settings: [SettingName: Setting] = [:]
    for entry in study.settings {
      guard let name = SettingName(rawValue: entry.key) else {
        let known = SettingName.allCases.map(\.rawValue)
        let hint = NearMatch.best(for: entry.key, among: known)
          .map { " (did you mean \($0.quoted)?)" }
        throw TableError(
          .usage, file: file, at: entry.keyPosition,
          found: "the key \(entry.key.quoted)\(hint ?? "")",
          expected: "one of \(known.joined(separator: ", "))")
      }
      let place = entry.valuePosition
      guard let texts = entry.texts else {
        throw TableError(
          .usage, file: file, at: place, found: "a value of another kind for \(entry.key.quoted)",
          expected: "a text, a number, true, false, or a list of texts and numbers")
      }
      settings[name] = Setting(
        texts, isSplit: entry.isList, origin: "\(file):\(place.line):\(place.column)")
    }
    self.settings = settings
  }
}
