internal import Preparation
internal import TOMLKit
internal import Tables

/// Settings in a TOML file, `rts = "vrs"` for `--rts vrs`; every key must be known.
struct RunFile: Sendable {
  /// What the file sets, each with its place.
  let settings: [SettingName: Setting]

  init(path: String) throws(TableError) {
    let bytes = try InputFile.bytes(ofFile: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TableError(.usage, "\(path): found bytes that are not UTF-8; expected TOML in UTF-8")
    }
    // The parser would take a NUL for the end of the file.
    guard !bytes.contains(0) else {
      throw TableError(.usage, "\(path): found a NUL byte; expected TOML in UTF-8")
    }
    try self.init(text: text, file: path)
  }

  /// Settings in a TOML text; `file` is its name in messages.
  init(text: String, file: String) throws(TableError) {
    let table = try Self.parse(text, file)
    let places = KeyPlaces(text)
    try self.init(
      table.keys.sorted { places[$0].key < places[$1].key }.map { key in
        let value = table[key].flatMap { Self.texts($0) }
        return Entry(
          key: key, texts: value?.texts, isSplit: value?.isSplit ?? false,
          keyPosition: places[key].key, valuePosition: places[key].value)
      }, file: file)
  }

  /// Settings of the `[study]` table of a recipe; `file` is its name in messages.
  init(_ study: StudySettings, file: String) throws(TableError) {
    try self.init(
      study.settings.map {
        Entry(
          key: $0.key, texts: $0.texts, isSplit: $0.isList, keyPosition: $0.keyPosition,
          valuePosition: $0.valuePosition)
      }, file: file)
  }

  /// A key with its value as texts; nil where the value is of another kind.
  private struct Entry {
    let key: String
    let texts: [String]?
    let isSplit: Bool
    let keyPosition: TextPosition
    let valuePosition: TextPosition
  }

  private init(_ entries: [Entry], file: String) throws(TableError) {
    var settings: [SettingName: Setting] = [:]
    for entry in entries {
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
        texts, isSplit: entry.isSplit, origin: "\(file):\(place.line):\(place.column)")
    }
    self.settings = settings
  }

  private static func parse(_ text: String, _ file: String) throws(TableError) -> TOMLTable {
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let position = TextPosition(line: error.source.begin.line, column: error.source.begin.column)
      let reason = error.description.split(separator: "\n").joined(separator: " ")
      throw TableError(
        .usage, file: file, at: position, found: "no TOML (\(reason))", expected: "key = value")
    } catch {
      throw TableError(.usage, "\(file): found no TOML; expected key = value")
    }
  }

  /// A value as the texts that a flag would have; nil for dates and tables.
  private static func texts(_ value: any TOMLValueConvertible) -> (texts: [String], isSplit: Bool)?
  {
    if let list = value.tomlValue.array {
      var texts: [String] = []
      for element in list {
        guard let text = scalar(element) else { return nil }
        texts.append(text)
      }
      return (texts, true)
    }
    return scalar(value).map { ([$0], false) }
  }

  private static func scalar(_ value: any TOMLValueConvertible) -> String? {
    let value = value.tomlValue
    if let text = value.string { return text }
    if let number = value.int { return String(number) }
    if let isTrue = value.bool { return String(isTrue) }
    if let number = value.double { return number.shortest }
    return nil
  }
}

/// Where keys and values stand in a TOML text; the parser does not tell.
private struct KeyPlaces {
  private var places: [String: (key: TextPosition, value: TextPosition)] = [:]

  init(_ text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let characters = Array(line)
      let start = characters.firstIndex { $0 != " " && $0 != "\t" && $0 != "[" } ?? 0
      let end =
        characters[start...].firstIndex { "=.] \t\r".contains($0) || $0 == "\r\n" }
        ?? characters.count
      let key = String(characters[start..<end]).filter { $0 != "\"" && $0 != "'" }
      guard !key.isEmpty, places[key] == nil else { continue }
      let mark = characters[end...].firstIndex(of: "=") ?? end
      let value =
        characters.dropFirst(mark + 1).firstIndex { $0 != " " && $0 != "\t" } ?? start
      places[key] = (
        TextPosition(line: index + 1, column: start + 1),
        TextPosition(line: index + 1, column: value + 1)
      )
    }
  }

  subscript(key: String) -> (key: TextPosition, value: TextPosition) {
    let start = TextPosition(line: 1, column: 1)
    return places[key] ?? (start, start)
  }
}
