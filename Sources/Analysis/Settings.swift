package import Tables

/// Names of the settings: `--name` as a flag, `FARRELL_NAME` in the environment, `name` in a run
/// file.
package enum SettingName: String, CaseIterable, Sendable {
  case file, unit, time, inputs, outputs, `where`, from, to, zeros, missing, encoding, decimal,
    delimiter
  case rts, orientation, technology, slacks, scale, multipliers
  case period, convention, reference, pairs, balanced, distances, subset, changes, weights, table,
    prices
  case leaveOwnOut = "leave-own-out"
  case pairIsolated = "pair-isolated"
  case neutralDecimals = "neutral-decimals"
  case replicates, seed, method, compare, level, interval, run, resume, begin, shard, draws,
    pictures
  case bootstrap, bandwidth, smoothing, group, environment, algorithm
  case isoquantUnit = "isoquant-unit"
  case bandwidthFactor = "bandwidth-factor"
  case subsampleSize = "subsample-size"
  case dryRun = "dry-run"
  case format, output, force, quiet, threads

  package var flag: String { self == .file ? "FILE" : "--\(rawValue)" }
  var environmentName: String {
    "FARRELL_" + rawValue.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }
}

/// A setting as it was written, and where.
package struct Setting: Sendable, Hashable {
  /// One text, or several where the setting is a list.
  let texts: [String]
  /// True when the texts are single names, false when each may hold several between commas.
  let isSplit: Bool
  /// Place for messages: a flag, a variable, or `file:line:column`.
  let origin: String

  package init(_ texts: [String], isSplit: Bool = false, origin: String) {
    self.texts = texts
    self.isSplit = isSplit
    self.origin = origin
  }

  /// Error about the text.
  package func refusal(of text: String? = nil, expected: String) -> TableError {
    TableError(
      .usage, "\(origin): found \((text ?? texts.last ?? "").quoted); expected \(expected)")
  }

  /// The only text.
  package func single() throws(TableError) -> String {
    guard let text = texts.first, texts.count == 1 else {
      throw TableError(.usage, "\(origin): found \(texts.count) values; expected one")
    }
    return text
  }

  /// Single names: texts are split at commas, except inside double quotes, in which two stand for one.
  package func names() throws(TableError) -> [String] {
    let names = isSplit ? texts : texts.flatMap(Self.split)
    for name in names where name.isEmpty {
      throw refusal(expected: "names between commas, none empty")
    }
    return names
  }

  private static func split(_ text: String) -> [String] {
    var names = [""]
    var isQuoted = false
    var isAfterQuote = false  // one that ended a quoted part, or is the first of two
    for character in text {
      defer { isAfterQuote = character == "\"" && !isQuoted }
      switch character {
      case "\"":
        if isAfterQuote { names[names.count - 1].append(character) }
        isQuoted.toggle()
      case "," where !isQuoted: names.append("")
      default: names[names.count - 1].append(character)
      }
    }
    return names
  }
}

/// The settings of a run: what is given by name wins over the environment, that over the run file, that over what
/// a run that is resumed was begun with, and what none of them names has its built-in value.
package struct Settings: Sendable {
  /// The run file, which is an input of the run like its data.
  package let runFilePath: String?
  private let given: [SettingName: Setting]
  private let runFile: [SettingName: Setting]
  /// Settings of a run that goes on, and its name in messages.
  private var begun: (settings: [String: [String]], name: String)?
  private let environment: @Sendable (String) -> String?

  /// - Parameters:
  ///   - given: what the caller names, on a command line or in a request.
  ///   - runFile: what a run file sets.
  ///   - runFilePath: its path.
  ///   - environment: value of a variable of the environment; nil for none.
  package init(
    given: [SettingName: Setting], runFile: [SettingName: Setting] = [:],
    runFilePath: String? = nil,
    environment: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    (self.given, self.runFile) = (given, runFile)
    (self.runFilePath, self.environment) = (runFilePath, environment)
  }

  /// The setting from the first source that has it; nil for the built-in value.
  package subscript(name: SettingName) -> Setting? {
    if let setting = given[name], !setting.texts.isEmpty { return setting }
    if let text = environment(name.environmentName), !text.isEmpty {
      return Setting([text], origin: name.environmentName)
    }
    if let setting = runFile[name] { return setting }
    guard let begun, let texts = begun.settings[name.rawValue], !texts.isEmpty else { return nil }
    return Setting(texts, origin: begun.name)
  }

  /// Whether the caller names a setting.
  package func isGiven(_ name: SettingName) -> Bool { given[name]?.texts.isEmpty == false }

  /// The same settings, and for what they do not name those that a run was begun with.
  package func resuming(_ settings: [String: [String]], of run: String) -> Settings {
    var resumed = self
    resumed.begun = (settings, run)
    return resumed
  }

  /// The only text of a setting.
  package func text(_ name: SettingName) throws(TableError) -> String? { try self[name]?.single() }

  /// The only text of a setting that has no built-in value.
  package func required(_ name: SettingName, _ what: String) throws(TableError) -> Setting {
    if let setting = self[name] { return setting }
    throw TableError(.usage, "\(name.flag): found nothing; expected \(what)")
  }

  /// A setting that is on or off.
  package func isOn(_ name: SettingName, builtIn: Bool = false) throws(TableError) -> Bool {
    guard let setting = self[name] else { return builtIn }
    return try setting.choice([
      (true, ["true", "yes", "on", "1"]), (false, ["false", "no", "off", "0"]),
    ])
  }
}
