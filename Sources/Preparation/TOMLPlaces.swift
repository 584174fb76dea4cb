internal import Tables

/// One step of the way from the root of a TOML document to a value.
enum TOMLPathPart: Hashable, Sendable {
  /// A key of a table.
  case key(String)
  /// An element of a list, or a table of an array of tables, counted from 0.
  case item(Int)
}

/// Where the keys and values of a TOML document stand; the parser does not tell.
///
/// The text is one that the parser accepted. What this scanner does not follow has no place, and a
/// message then names the table around it.
struct TOMLPlaces {
  /// Where a key, and where its value begins.
  struct Place {
    let key: TextPosition
    let value: TextPosition
  }

  private var places: [[TOMLPathPart]: Place] = [:]

  /// Places of a document.
  init(_ text: String) {
    var scanner = TOMLScanner(text)
    var table: [TOMLPathPart] = []
    var counts: [[TOMLPathPart]: Int] = [:]  // tables so far of each array of tables
    while scanner.skipToStatement() {
      let start = scanner.position
      if scanner.take("[") {
        let isArray = scanner.take("[")
        let keys = scanner.keyPath()
        table = Self.path(of: keys, counts)
        if isArray {
          let number = counts[table, default: 0]
          counts[table] = number + 1
          note(table, Place(key: start, value: start))
          table.append(.item(number))
        }
        note(table, Place(key: start, value: start))
        scanner.skipLine()
      } else {
        let keys = scanner.keyPath()
        scanner.skipPastEquals()
        noteValue(at: table + keys.map { .key($0) }, from: table.count, key: start, &scanner)
      }
    }
  }

  /// The place of a value, if it was found.
  subscript(path: [TOMLPathPart]) -> Place? { places[path] }

  /// The path of a table's header: each array of tables on the way means its latest table.
  private static func path(
    of keys: [String], _ counts: [[TOMLPathPart]: Int]
  ) -> [TOMLPathPart] {
    var path: [TOMLPathPart] = []
    for (index, key) in keys.enumerated() {
      path.append(.key(key))
      if index < keys.count - 1, let count = counts[path] { path.append(.item(count - 1)) }
    }
    return path
  }

  /// Keeps the first place of a path: a table is where it is opened first.
  private mutating func note(_ path: [TOMLPathPart], _ place: Place) {
    if places[path] == nil { places[path] = place }
  }

  /// Notes a value, the tables that a dotted key opens, and everything inside of the value.
  private mutating func noteValue(
    at path: [TOMLPathPart], from depth: Int, key: TextPosition, _ scanner: inout TOMLScanner
  ) {
    scanner.skipSpaces()
    let place = Place(key: key, value: scanner.position)
    for end in (depth + 1)..<max(path.count + 1, depth + 1) { note(Array(path[..<end]), place) }
    if scanner.take("[") {
      var index = 0
      while scanner.skipToElement(closing: "]") {
        noteValue(
          at: path + [.item(index)], from: path.count, key: scanner.position, &scanner)
        index += 1
      }
    } else if scanner.take("{") {
      while scanner.skipToElement(closing: "}") {
        let start = scanner.position
        let keys = scanner.keyPath()
        scanner.skipPastEquals()
        noteValue(at: path + keys.map { .key($0) }, from: path.count, key: start, &scanner)
      }
    } else {
      scanner.skipScalar()
    }
  }
}
