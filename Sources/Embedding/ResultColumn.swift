internal import CFarrell

/// A column of results in memory that neither moves nor changes until its table goes.
@safe final class ResultColumn: @unchecked Sendable {
  let name: String
  private let nameText: StoredText
  private let kind: Int
  private let rowCount: Int
  private let missingCount: Int
  private var numbers: UnsafeMutablePointer<Double>?
  private var integers: UnsafeMutablePointer<Int64>?
  private var offsets: UnsafeMutablePointer<Int64>?
  private var bytes: StoredText?
  private var validity: UnsafeMutablePointer<UInt8>?

  init(_ name: String, _ values: ColumnBuilder.Values, isThere: [Bool]) {
    self.name = name
    nameText = StoredText(name)
    rowCount = isThere.count
    missingCount = isThere.count { !$0 }
    switch values {
    case .unknown: kind = Int(FARRELL_NUMBERS)
    case .numbers(let values):
      kind = Int(FARRELL_NUMBERS)
      unsafe numbers = Self.copy(values)
    case .integers(let values):
      kind = Int(FARRELL_INTEGERS)
      unsafe integers = Self.copy(values)
    case .texts(let texts, let ends):
      kind = Int(FARRELL_TEXTS)
      bytes = StoredText(bytes: texts)
      unsafe offsets = Self.copy(ends)
    }
    if missingCount > 0 {
      var bits = [UInt8](repeating: 0, count: (isThere.count + 7) / 8)
      for (row, isThere) in isThere.enumerated() where isThere { bits[row / 8] |= 1 << (row % 8) }
      unsafe validity = Self.copy(bits)
    }
  }

  deinit {
    unsafe numbers?.deallocate()
    unsafe integers?.deallocate()
    unsafe offsets?.deallocate()
    unsafe validity?.deallocate()
  }

  var description: farrell_column {
    unsafe farrell_column(
      size: MemoryLayout<farrell_column>.size, name: nameText.pointer, kind: Int32(kind),
      reserved: 0, row_count: UInt64(rowCount), missing_count: UInt64(missingCount),
      numbers: numbers, integers: integers, offsets: offsets, bytes: bytes?.pointer,
      validity: validity)
  }

  private static func copy<Element: BitwiseCopyable>(
    _ values: [Element]
  ) -> UnsafeMutablePointer<Element> {
    let room = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
    for (index, value) in values.enumerated() { unsafe room[index] = value }
    return unsafe room
  }
}
