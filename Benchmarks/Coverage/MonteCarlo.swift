import Glibc

/// Mean of one value per sample, with its Monte-Carlo error.
struct MonteCarlo {
  let mean: Double
  let error: Double

  init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    (self.mean, error) = (mean, (square / count).squareRoot())
  }

  /// Σ parts / Σ wholes over samples of one part and one whole each, with the error of a ratio.
  init(parts: [Double], wholes: [Double]) {
    let (part, whole) = (parts.reduce(0, +), wholes.reduce(0, +))
    let (ratio, count) = (part / whole, Double(parts.count))
    let square = zip(parts, wholes).reduce(0) { sum, pair in
      let gap = pair.0 - ratio * pair.1
      return sum + gap * gap
    }
    (mean, error) = (ratio, (square * count / (count - 1)).squareRoot() / whole)
  }

  /// "mean (error)", or the mean alone; a dash where there is none.
  func text(_ digits: Int, error isShown: Bool = true) -> String {
    if mean.isNaN { return "–" }
    let text = Self.fixed(mean, digits)
    return isShown ? text + " (\(Self.fixed(error, digits)))" : text
  }

  /// A number with so many decimals.
  private static func fixed(_ value: Double, _ digits: Int) -> String {
    let unit = pow(10, Double(digits))
    let scaled = Int((abs(value) * unit).rounded())
    let fraction = String(scaled % Int(unit))
    return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / Int(unit))."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}

/// Lower and upper end.
typealias Interval = (lower: Double, upper: Double)

/// 1 where an interval holds a value, else 0.
///
/// Frontiers are piecewise linear, so an estimate and a replicate may be alike and the end of an interval be the
/// truth itself; rounding shall not decide then.
func coverage(_ interval: Interval, of value: Double) -> Double {
  let rounding = 1e-12
  return interval.lower - rounding <= value && value <= interval.upper + rounding ? 1 : 0
}

/// Rows of a table in Markdown.
enum MarkdownTable {
  static func head(_ columns: [String]) {
    row(columns)
    print("|" + String(repeating: "---|", count: columns.count))
  }

  static func row(_ cells: [String]) { print("| " + cells.joined(separator: " | ") + " |") }
}
