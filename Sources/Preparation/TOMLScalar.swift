/// What a TOML word without quotes means.
enum TOMLScalar {
  /// The value of a word; nil for what is none.
  static func value(_ word: String) -> RecipeNode.Value? {
    switch word {
    case "true": return .truth(true)
    case "false": return .truth(false)
    case "inf", "+inf": return .number(.infinity)
    case "-inf": return .number(-.infinity)
    case "nan", "+nan", "-nan": return .number(.nan)
    default: return isDate(word) ? .date : integer(word) ?? number(word)
    }
  }

  /// Decimal, hexadecimal, octal or binary.
  private static func integer(_ word: String) -> RecipeNode.Value? {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
      return plain(word.dropFirst(2), radix: radix).flatMap { Int($0, radix: radix) }
        .map { .integer($0) }
    }
    let (sign, digits) = signed(word)
    guard let plain = plain(digits, radix: 10), isWhole(plain) else { return nil }
    return Int(sign + plain).map { .integer($0) }
  }

  /// With a fraction, an exponent or both.
  private static func number(_ word: String) -> RecipeNode.Value? {
    let (sign, rest) = signed(word)
    let parts = rest.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "e" || $0 == "E" })
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard mantissa.count <= 2, mantissa.count == 2 || parts.count == 2,
      let whole = plain(mantissa[0], radix: 10), isWhole(whole)
    else { return nil }
    var text = sign + whole
    if mantissa.count == 2 {
      guard let fraction = plain(mantissa[1], radix: 10) else { return nil }
      text += ".\(fraction)"
    }
    if parts.count == 2 {
      let (sign, digits) = signed(String(parts[1]))
      guard let exponent = plain(digits, radix: 10) else { return nil }
      text += "e\(sign)\(exponent)"
    }
    return Double(text).map { .number($0) }
  }

  private static func signed(_ word: String) -> (sign: String, rest: Substring) {
    word.hasPrefix("-")
      ? ("-", word.dropFirst()) : ("", word.dropFirst(word.hasPrefix("+") ? 1 : 0))
  }

  /// Whole numbers have no leading zeros.
  private static func isWhole(_ digits: String) -> Bool { digits == "0" || !digits.hasPrefix("0") }

  /// Digits without the underscores between them; nil for anything else.
  private static func plain(_ digits: Substring, radix: Int) -> String? {
    let groups = digits.split(separator: "_", omittingEmptySubsequences: false)
    guard
      groups.allSatisfy({ group in
        !group.isEmpty && group.allSatisfy { $0.isASCII && $0.hexDigitValue ?? radix < radix }
      })
    else { return nil }
    return groups.joined()
  }

  /// Dates and times are told by their form; recipes have no use for their values.
  private static func isDate(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    let isDigit = bytes.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard
      bytes.allSatisfy({ byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-:.+TZtz".utf8.contains(byte)
      })
    else { return false }
    let isDay =
      bytes.count >= 10 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
      && isDigit[..<4].allSatisfy { $0 }
    let isTime = bytes.count >= 5 && bytes[2] == UInt8(ascii: ":") && isDigit[0] && isDigit[1]
    return isDay || isTime
  }
}
