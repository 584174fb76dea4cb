package import Frontier
package import Tables

extension Setting {
  /// The value one of whose names the setting is, in any case; the first name is the one printed.
  package func choice<Value>(_ choices: [(value: Value, names: [String])]) throws(TableError)
    -> Value
  {
    let text = try single()
    for choice in choices where choice.names.contains(text.lowercased()) { return choice.value }
    throw refusal(
      of: text, expected: "one of \(choices.map { $0.names[0] }.joined(separator: ", "))")
  }

  /// Returns to scale, under the names that are in use.
  package func returnsToScale() throws(TableError) -> ReturnsToScale {
    try choice([
      (.constant, ["crs", "constant", "c", "ccr"]),
      (.variable, ["vrs", "variable", "v", "bcc"]),
      (.nonIncreasing, ["nirs", "nonincreasing", "non-increasing", "drs"]),
      (.nonDecreasing, ["ndrs", "nondecreasing", "non-decreasing", "irs"]),
      (.freeDisposalHull, ["fdh"]),
    ])
  }

  /// Orientation, under the names that are in use.
  package func orientation() throws(TableError) -> Orientation {
    try choice([
      (.input, ["in", "input", "io", "i"]), (.output, ["out", "output", "oo", "o"]),
    ])
  }

  /// `reject`, `allow`, or `floor:VALUE`.
  package func zeroPolicy() throws(TableError) -> ZeroPolicy {
    let text = try single().lowercased()
    switch text {
    case "reject": return .reject
    case "allow": return .allow
    default: break
    }
    let prefix = "floor:"
    guard text.hasPrefix(prefix),
      let number = try? NumberParser().parse(Array(text.dropFirst(prefix.count).utf8).span),
      number.value > 0
    else { throw refusal(of: text, expected: "reject, allow or floor:VALUE with a positive value") }
    return .floor(number.value)
  }

  /// Conditions written `column=text`.
  func conditions() throws(TableError) -> [RowCondition] {
    try texts.map { (text) throws(TableError) in
      guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
        throw refusal(of: text, expected: "COLUMN=TEXT")
      }
      return RowCondition(
        column: String(text[..<sign]), text: String(text[text.index(after: sign)...]))
    }
  }

  /// What to do with rows that lack a number.
  package func missingPolicy() throws(TableError) -> MissingPolicy {
    try choice([
      (.reject, ["reject"]), (.dropRow, ["drop-row", "droprow"]),
      (.dropUnit, ["drop-unit", "dropunit"]),
    ])
  }

  /// Character encoding.
  func encoding() throws(TableError) -> TextEncoding {
    try choice([
      (.utf8, ["utf8", "utf-8"]), (.gb18030, ["gb18030", "gbk", "gb2312"]),
      (.latin1, ["latin1", "latin-1", "iso-8859-1"]),
    ])
  }

  /// Decimal mark, itself or by name.
  func decimalMark() throws(TableError) -> DecimalMark {
    try choice([(.point, [".", "point"]), (.comma, [",", "comma"])])
  }

  /// Field delimiter, itself or by name.
  func delimiter() throws(TableError) -> Delimiter {
    try choice([
      (.comma, [",", "comma"]), (.tab, ["tab", "\t", "\\t"]), (.semicolon, [";", "semicolon"]),
    ])
  }

  /// A whole number within a range.
  package func wholeNumber(_ range: ClosedRange<Int>) throws(TableError) -> Int {
    let text = try single()
    guard let number = Int(text), range.contains(number) else {
      throw refusal(
        of: text, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number within a range.
  func number(_ range: ClosedRange<Double>) throws(TableError) -> Double {
    let text = try single()
    guard let number = Double(text), range.contains(number) else {
      throw refusal(
        of: text,
        expected: "a number from \(range.lowerBound.shortest) to \(range.upperBound.shortest)")
    }
    return number
  }

  /// A seed: any whole number of 64 bits.
  func seed() throws(TableError) -> UInt64 {
    let text = try single()
    guard let seed = UInt64(text) else {
      throw refusal(of: text, expected: "a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }
}
