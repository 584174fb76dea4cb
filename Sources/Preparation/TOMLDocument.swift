internal import Tables

/// Reads a TOML text into values that know their places.
struct TOMLDocument {
  /// Lists and tables inside each other beyond this are refused, long before the stack ends.
  private static let deepest = 64

  /// A table under construction.
  private final class Table {
    enum Item {
      case value(RecipeNode)
      case table(Table)
      case tables([Table])
    }

    /// How a table came to be, which decides what may be added to it.
    enum Origin {
      /// A header `[a]`, or the root.
      case header
      /// On the way to `[a.b]`: its own header may follow.
      case path
      /// A dotted key `a.b = 1`.
      case dotted
    }

    var origin: Origin
    let position: TextPosition
    private(set) var keys: [(key: String, position: TextPosition)] = []
    private(set) var items: [String: Item] = [:]

    init(_ origin: Origin, _ position: TextPosition) {
      self.origin = origin
      self.position = position
    }

    func set(_ item: Item, _ key: String, _ position: TextPosition) {
      if items.updateValue(item, forKey: key) == nil { keys.append((key, position)) }
    }

    /// The entries, in the order in which their keys were first met.
    var entries: [RecipeEntry] {
      keys.compactMap { key, position in
        items[key].map { item in
          let node: RecipeNode
          switch item {
          case .value(let value): node = value
          case .table(let table):
            node = RecipeNode(value: .table(table.entries), position: table.position)
          case .tables(let tables):
            let nodes = tables.map { RecipeNode(value: .table($0.entries), position: $0.position) }
            node = RecipeNode(value: .list(nodes), position: position)
          }
          return RecipeEntry(key: key, position: position, node: node)
        }
      }
    }
  }

  private typealias KeyPath = [(key: String, position: TextPosition)]

  private var scanner: TOMLScanner
  private let root = Table(.header, TextPosition(line: 1, column: 1))

  /// The entries of a text.
  ///
  /// - Parameters:
  ///   - text: a TOML document.
  ///   - file: its name, for messages.
  /// - Returns: keys and values in the order of the text.
  /// - Throws: ``TableError`` of category `usage` at the first place that is no TOML.
  static func entries(of text: String, file: String) throws(TableError) -> [RecipeEntry] {
    var document = TOMLDocument(scanner: try TOMLScanner(text, file: file))
    try document.read()
    return document.root.entries
  }

  private init(scanner: TOMLScanner) { self.scanner = scanner }

  private mutating func read() throws(TableError) {
    var table = root
    scanner.skipLines()
    while scanner.current != nil {
      let start = scanner.position
      if scanner.take("[") {
        let isArray = scanner.take("[")
        let path = try scanner.keyPath()
        try scanner.expect("]")
        if isArray { guard scanner.take("]") else { throw scanner.error(expected: "\"]]\"") } }
        table = try open(path, isArray: isArray, start)
      } else {
        try assign(in: table, depth: 0)
      }
      try scanner.endLine()
      scanner.skipLines()
    }
  }

  /// The table of a header.
  private func open(
    _ path: KeyPath, isArray: Bool, _ start: TextPosition
  ) throws(TableError) -> Table {
    var table = root
    for part in path.dropLast() {
      switch table.items[part.key] {
      case nil:
        let inner = Table(.path, start)
        table.set(.table(inner), part.key, start)
        table = inner
      case .table(let inner): table = inner
      case .tables(let tables): table = tables.last ?? table
      case .value: throw again(part)
      }
    }
    guard let last = path.last else { return table }
    switch (table.items[last.key], isArray) {
    case (nil, false):
      let inner = Table(.header, start)
      table.set(.table(inner), last.key, start)
      return inner
    case (.table(let inner), false) where inner.origin == .path:
      inner.origin = .header
      return inner
    case (nil, true):
      let inner = Table(.header, start)
      table.set(.tables([inner]), last.key, start)
      return inner
    case (.tables(let tables), true):
      let inner = Table(.header, start)
      table.set(.tables(tables + [inner]), last.key, start)
      return inner
    default: throw again(last)
    }
  }

  /// Reads `key = value` into a table.
  private mutating func assign(in table: Table, depth: Int) throws(TableError) {
    let path = try scanner.keyPath()
    try scanner.expect("=")
    var table = table
    for part in path.dropLast() {
      switch table.items[part.key] {
      case nil:
        let inner = Table(.dotted, part.position)
        table.set(.table(inner), part.key, path[0].position)
        table = inner
      case .table(let inner) where inner.origin == .dotted: table = inner
      default: throw again(part)
      }
    }
    guard let last = path.last, table.items[last.key] == nil else {
      throw again(path[path.count - 1])
    }
    table.set(.value(try value(depth)), last.key, path[0].position)
  }

  private func again(_ part: (key: String, position: TextPosition)) -> TableError {
    scanner.error(
      at: part.position, found: "the key \(part.key.quoted) again", expected: "each key once")
  }

  private mutating func value(_ depth: Int) throws(TableError) -> RecipeNode {
    scanner.skipSpaces()
    let start = scanner.position
    guard depth < Self.deepest else {
      throw scanner.error(
        found: "\(depth) lists and tables inside each other",
        expected: "at most \(Self.deepest)")
    }
    switch scanner.current {
    case "\"", "'": return RecipeNode(value: .text(try scanner.quoted()), position: start)
    case "[": return RecipeNode(value: .list(try list(depth)), position: start)
    case "{": return RecipeNode(value: .table(try inlineTable(depth)), position: start)
    default:
      var word = scanner.word()
      // A day and a time may have a space between them.
      if word.utf8.count == 10, case .date? = TOMLScalar.value(word) {
        let before = scanner
        scanner.skipSpaces()
        let time = scanner.word()
        if case .date? = TOMLScalar.value(time) { word += "T" + time } else { scanner = before }
      }
      guard let value = TOMLScalar.value(word) else {
        throw scanner.error(
          at: start, found: word.isEmpty ? nil : word.quoted,
          expected: "a value: a text in quotes, a number, true, false, a list or a table")
      }
      return RecipeNode(value: value, position: start)
    }
  }

  private mutating func list(_ depth: Int) throws(TableError) -> [RecipeNode] {
    var nodes: [RecipeNode] = []
    try scanner.expect("[")
    while true {
      scanner.skipLines()
      if scanner.take("]") { return nodes }
      nodes.append(try value(depth + 1))
      scanner.skipLines()
      if scanner.take(",") { continue }
      guard scanner.take("]") else { throw scanner.error(expected: "\",\" or \"]\"") }
      return nodes
    }
  }

  private mutating func inlineTable(_ depth: Int) throws(TableError) -> [RecipeEntry] {
    let table = Table(.header, scanner.position)
    try scanner.expect("{")
    scanner.skipSpaces()
    if scanner.take("}") { return [] }
    while true {
      try assign(in: table, depth: depth + 1)
      scanner.skipSpaces()
      if scanner.take("}") { return table.entries }
      guard scanner.take(",") else { throw scanner.error(expected: "\",\" or \"}\"") }
    }
  }
}
