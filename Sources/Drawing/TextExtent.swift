internal import Tables

/// Estimates the space that words take, since no font is at hand to measure them.
enum TextExtent {
  /// Width of one terminal column in a sans-serif font, in its sizes.
  ///
  /// Wider than Helvetica and Arial, and as wide as DejaVu Sans, the widest font in common use: words
  /// may leave room, but must not run into the plot.
  private static let columnWidth = 0.59
  /// What capitals, digits and the widest letters take beyond that.
  private static let surplus = (capital: 0.13, digit: 0.05, wide: 0.38)

  /// Width of words in a font of a size, in pixels.
  static func width(_ words: String, size: Double, isBold: Bool = false) -> Double {
    let columns = words.unicodeScalars.reduce(Double(words.displayWidth) * columnWidth) {
      switch $1 {
      case "A"..."Z": $0 + surplus.capital
      case "0"..."9": $0 + surplus.digit
      case "m", "w": $0 + surplus.wide
      default: $0
      }
    }
    return columns * size * (isBold ? 1.08 : 1)
  }

  /// Words on one line, cut to a width in pixels.
  static func cut(_ words: String, to width: Double, size: Double) -> String {
    var line = words
    var columns = Int(width / (size * columnWidth))
    while self.width(line, size: size) > width, columns > 0 {
      line = words.cut(toWidth: columns)
      columns -= 1
    }
    return line
  }

  /// Words on as many lines as they need: broken at spaces, or within what is too wide for a line.
  static func wrapped(
    _ words: String, to room: Double, size: Double, isBold: Bool = false
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    func width(_ text: String) -> Double { self.width(text, size: size, isBold: isBold) }
    for word in words.split(separator: " ") {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if width(longer) <= room {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      let pieces = pieces(of: word, to: room) { width(String($0)) }
      lines += pieces.dropLast()
      line = pieces.last ?? ""
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A word in pieces no wider than a width, of one character at least.
  private static func pieces(
    of word: Substring, to room: Double, width: (Character) -> Double
  ) -> [String] {
    var pieces: [String] = []
    var start = word.startIndex
    var taken = 0.0
    for index in word.indices {
      let width = width(word[index])
      if index > start, taken + width > room {
        pieces.append(String(word[start..<index]))
        start = index
        taken = 0
      }
      taken += width
    }
    return pieces + [String(word[start...])]
  }
}
