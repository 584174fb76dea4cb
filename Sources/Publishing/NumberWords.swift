internal import Tables

extension ReportTable.Cell {
  /// Shown where nothing is known.
  static let missingSign = "–"

  /// The cell as readers see it.
  ///
  /// Numbers are rounded; those that would show as 0 keep two digits and an exponent. The minus is
  /// U+2212, and from 10,000 on thin spaces part thousands: names of columns, units and years stay as
  /// they are, and the file to save has plain numbers.
  func words(decimalCount: Int) -> String {
    switch self {
    case .text(let words): words
    case .integer(let value): Self.grouped(String(value))
    case .number(let value) where value.isFinite: Self.rounded(value, decimalCount)
    case .number, .missing: Self.missingSign
    }
  }

  /// The exact value where the words show less; "" if missing, nil if the words are the value.
  func exactValue(shownAs words: String) -> String? {
    let exact: String
    switch self {
    case .text: return nil
    case .integer(let value): exact = String(value)
    case .number(let value) where value.isFinite: exact = value.shortest
    case .number, .missing: return ""
    }
    return exact == words ? nil : exact
  }

  /// Whether it is a number, known or not.
  var isNumber: Bool {
    switch self {
    case .integer, .number: true
    case .text, .missing: false
    }
  }

  private static func rounded(_ value: Double, _ decimalCount: Int) -> String {
    let fixed = value.fixed(decimalCount)
    let isLost = value != 0 && !fixed.contains { ("1"..."9").contains($0) }
    return grouped(isLost ? value.rough : fixed)
  }

  /// Digits before the mark in groups of three, where there are five or more.
  private static func grouped(_ number: String) -> String {
    let digits = number.drop { $0 == "-" }
    let whole = digits.prefix { ("0"..."9").contains($0) }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, whole.count > 4, (whole.count - index) % 3 == 0 { grouped += "\u{202F}" }
      grouped.append(digit)
    }
    let rest = digits.dropFirst(whole.count).map { $0 == "-" ? "−" : String($0) }.joined()
    return (number.hasPrefix("-") ? "−" : "") + grouped + rest
  }
}
