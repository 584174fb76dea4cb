package import Tables

/// Draws as an array of NumPy: format version 1.0, one row for each replicate.
package enum DrawsFile {
  /// Adds the file to an output.
  ///
  /// - Parameters:
  ///   - rowCount: number of rows.
  ///   - columnCount: numbers in each row.
  ///   - output: where it goes.
  ///   - row: the numbers of a row.
  /// - Throws: what writing throws.
  package static func write(
    rowCount: Int, columnCount: Int, to output: inout OutputStream,
    row: (Int) -> [Double]
  ) throws(TableError) {
    var header =
      "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rowCount), \(columnCount)), }"
    // Ten bytes, the header and its line end are a multiple of 64.
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    let size = UInt16(header.utf8.count)
    output.buffer.append(
      bytes: [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(size & 0xFF), UInt8(size >> 8)])
    output.buffer.append(header)
    for index in 0..<rowCount {
      for value in row(index) { output.buffer.append(littleEndian: value.bitPattern) }
      try output.flushIfLarge()
    }
  }
}
