internal import Analysis

/// Settings as programs name them.
enum SettingWords {
  /// Names with an underscore between words.
  static func name(_ name: SettingName) -> String {
    String(name.rawValue.map { $0 == "-" ? "_" : $0 })
  }

  /// A message with settings named as programs name them, not as flags.
  static func inPrograms(_ message: String) -> String {
    guard message.contains("--") else { return message }
    var text = ""
    var rest = message[...]
    while let dashes = rest.firstRange(of: "--") {
      text += rest[..<dashes.lowerBound]
      let word = rest[dashes.upperBound...].prefix { $0.isLetter || $0 == "-" }
      if let setting = SettingName(rawValue: String(word)) {
        text += name(setting)
      } else {
        text += "--\(word)"
      }
      rest = rest[word.endIndex...]
    }
    return text + rest
  }
}
