internal import Tables

/// Files that a page carries within itself, as addresses that hold their bytes.
enum DataLink {
  /// Address of a table as comma-separated values, all digits and words as they are.
  ///
  /// The file is that of ``CSVReport``, behind a byte order mark where it is not plain ASCII: spreadsheets
  /// would guess another encoding. A cell that begins with "=" stays as it is, since changed data are worse
  /// than a spreadsheet that has to be told to import text.
  static func csv(_ table: ReportTable) -> String {
    let text = CSVReport.text(of: table)
    let mark = text.utf8.allSatisfy { $0 < 0x80 } ? "" : "\u{FEFF}"
    return "data:text/csv;charset=utf-8," + percentEncoded(mark + text)
  }

  /// Name of a file, whatever the thing was called: letters, digits, "-" and "_" of ASCII; never empty.
  static func fileName(_ name: String, ending: String) -> String {
    stem(name) + "." + ending
  }

  /// The name of a file before its ending.
  static func stem(_ name: String) -> String {
    String(identifier(name, else: "data").prefix(80))
  }

  /// The name with everything but ASCII letters, digits, "-" and "_" as "-".
  static func identifier(_ name: String, else fallback: String) -> String {
    let pieces = name.unicodeScalars.split { !isUnreserved($0) || $0 == "." }
    let joined = pieces.map { String($0) }.joined(separator: "-")
    return joined.isEmpty ? fallback : joined
  }

  /// Text as an address writes it: RFC 3986 without its quarrels, commas as they are.
  private static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      if isUnreserved(scalar) || scalar == "," {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": true
    default: false
    }
  }
}
