/// Numbers distinct names in order of first appearance.
///
/// Names are found by their bytes, so a name met again costs no string. Names that differ in bytes only,
/// as é written in one or two characters, are one name, as they are everywhere in Swift.
struct NameIndex {
  /// The names, by number.
  private(set) var names: [String] = []

  /// Where a way of writing a name was first met, and what its number is.
  private struct Spelling {
    let start: UInt32
    let end: UInt32
    let name: UInt32
  }

  private var spellings: [Spelling] = []
  /// Hash table with open addressing: 32 bits of the hash above a position in `spellings`, or `vacant`.
  ///
  /// With the hash beside it, another name is nearly always passed over without looking it up. While every
  /// spelling comes after the one before it in the order of bytes, as in a sorted file, the table is empty:
  /// a spelling beyond the last is a new one.
  private var slots: [UInt64] = []
  private static let vacant = UInt64.max
  /// Numbers of all names, from the first one on that is not ASCII.
  private var numbers: [String: Int]?
  private var last = 0  // the spelling met last, since rows of a unit often follow each other

  /// Number of the name in a field.
  mutating func number(of field: Field, in bytes: [UInt8]) -> Int {
    let text = bytes.span
    if last < spellings.count && isSame(spellings[last], field, text) {
      return Int(spellings[last].name)
    }
    if slots.isEmpty {
      if spellings.isEmpty || precedes(spellings[last], field, text) {
        return append(field, in: bytes)
      }
      makeSlots(text)
    }
    let hash = Self.hash(of: field, text)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != Self.vacant {
      let position = Int(UInt32(truncatingIfNeeded: slots[slot]))
      if slots[slot] >> 32 == hash && isSame(spellings[position], field, text) {
        last = position
        return Int(spellings[position].name)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = append(field, in: bytes)
    slots[slot] = UInt64(hash) << 32 | UInt64(last)
    if 2 * spellings.count > slots.count { grow() }
    return number
  }

  /// Adds a new spelling, which becomes the last.
  private mutating func append(_ field: Field, in bytes: [UInt8]) -> Int {
    let number = newNumber(of: field, in: bytes)
    last = spellings.count
    spellings.append(
      Spelling(start: UInt32(field.start), end: UInt32(field.end), name: UInt32(number)))
    return number
  }

  /// Whether a spelling comes before a field in the order of bytes.
  private func precedes(_ spelling: Spelling, _ field: Field, _ text: Span<UInt8>) -> Bool {
    let (first, count) = (Int(spelling.start), Int(spelling.end) - Int(spelling.start))
    let other = field.end - field.start
    for index in 0..<min(count, other) {
      let (a, b) = (text[first + index], text[field.start + index])
      if a != b { return a < b }
    }
    return count < other
  }

  /// Fills the table with the spellings met in order.
  private mutating func makeSlots(_ text: Span<UInt8>) {
    var count = 64
    while count < 2 * spellings.count { count *= 2 }
    slots = [UInt64](repeating: Self.vacant, count: count)
    for (position, spelling) in spellings.enumerated() {
      let field = Field(start: Int(spelling.start), end: Int(spelling.end))
      let hash = Self.hash(of: field, text)
      insert(UInt64(hash) << 32 | UInt64(position))
    }
  }

  private mutating func insert(_ entry: UInt64) {
    var slot = Int(entry >> 32) & (slots.count - 1)
    while slots[slot] != Self.vacant { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = entry
  }

  private func isSame(_ spelling: Spelling, _ field: Field, _ text: Span<UInt8>) -> Bool {
    let (first, count) = (Int(spelling.start), field.end - field.start)
    guard Int(spelling.end) - first == count else { return false }
    for index in 0..<count where text[first + index] != text[field.start + index] { return false }
    return true
  }

  /// Seeded anew in every process, so that no file can slow it down.
  private static func hash(of field: Field, _ text: Span<UInt8>) -> UInt32 {
    var hasher = Hasher()
    unsafe text.extracting(field.start..<field.end).withUnsafeBytes {
      unsafe hasher.combine(bytes: $0)
    }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: Self.vacant, count: 2 * old.count)
    for entry in old where entry != Self.vacant { insert(entry) }
  }

  /// Number of a name in a new spelling; texts of ASCII are equal only if their bytes are.
  private mutating func newNumber(of field: Field, in bytes: [UInt8]) -> Int {
    let name = field.text(in: bytes)
    if numbers == nil && bytes[field.start..<field.end].contains(where: { $0 >= 0x80 }) {
      numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    }
    if let known = numbers?[name] { return known }
    numbers?[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
