extension String {
  /// Longest piece of foreign text that a message quotes, in characters.
  private static let longestQuotation = 40

  /// The text on one line: control characters become `\n`, `\t`, `\r` or `\u{…}`.
  package var escapingControls: String {
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      default:
        if scalar.isControl {
          escaped += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          escaped.unicodeScalars.append(scalar)
        }
      }
    }
    return escaped
  }

  /// The text as messages show it: in quotes, cut at 40 characters, on one line.
  package var quoted: String {
    let kept = prefix(Self.longestQuotation)
    let escaped = String(kept).escapingControls.split(
      separator: "\"", omittingEmptySubsequences: false
    ).joined(separator: "\\\"")
    return kept.endIndex == endIndex ? "\"\(escaped)\"" : "\"\(escaped)…\""
  }
}

extension Unicode.Scalar {
  /// True for C0 and C1 controls, delete, and the separators that terminals treat as line breaks.
  package var isControl: Bool {
    properties.generalCategory == .control || value == 0x2028 || value == 0x2029
  }
}
