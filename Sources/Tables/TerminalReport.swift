internal import Glibc

/// Writes tables for people: aligned columns, notes above, numbers rounded.
package struct TerminalReport: Sendable {
  /// Decimals of numbers.
  package let decimalCount: Int

  /// From here on a number is written with an exponent, since its column would grow without end.
  private static let largestFixed = 1e12
  private static let gap = "  "

  /// Report with the given number of decimals, 0 to 17.
  package init(decimalCount: Int = 4) {
    precondition((0...17).contains(decimalCount), "\(decimalCount) decimals")
    self.decimalCount = decimalCount
  }

  /// The tables, one below the other, with a blank line between.
  package func text(of tables: [ReportTable]) -> String {
    tables.map(text).joined(separator: "\n")
  }

  private func text(of table: ReportTable) -> String {
    let cells = table.rows.map { $0.map(words) }
    var widths = table.columns.map(\.escapingControls.displayWidth)
    for row in cells {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], cell.displayWidth)
      }
    }
    // A column of numbers aligns right, and so does its name; words align left.
    let isText = table.columns.indices.map { column in
      table.rows.contains { if case .text = $0[column] { true } else { false } }
    }
    var text = table.notes.map { $0.escapingControls + "\n" }.joined()
    text += line(table.columns.map(\.escapingControls), widths, isText)
    text += widths.map { String(repeating: "-", count: $0) }.joined(separator: Self.gap) + "\n"
    for row in cells { text += line(row, widths, isText) }
    return text
  }

  private func line(_ cells: [String], _ widths: [Int], _ isText: [Bool]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[column] - cell.displayWidth)
      if column > 0 { line += Self.gap }
      line += isText[column] ? cell + padding : padding + cell
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  private func words(_ cell: ReportTable.Cell) -> String {
    switch cell {
    case .text(let text): text.escapingControls
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? rounded(value) : "-"
    case .missing: "-"
    }
  }

  /// Fixed decimals; with an exponent where those would hide or drown the digits.
  private func rounded(_ value: Double) -> String {
    var smallest = 0.5
    for _ in 0..<decimalCount { smallest /= 10 }
    let size = value.magnitude
    let format = size == 0 || (smallest...Self.largestFixed).contains(size) ? "%.*f" : "%.*e"
    return value.formatted(format, decimalCount: decimalCount)
  }
}

extension Double {
  /// The number in a C format with a precision, such as `%.*f`.
  fileprivate func formatted(_ format: String, decimalCount: Int) -> String {
    // 17 decimals, the digits before them, sign, mark and exponent stay below 64.
    var buffer = [CChar](repeating: 0, count: 64)
    let length = unsafe withVaList([Int32(decimalCount), self]) {
      unsafe vsnprintf(&buffer, buffer.count, format, $0)
    }
    return String(decoding: buffer.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
