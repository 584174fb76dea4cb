/// Names of the places within a page that links lead to.
struct PageAnchors {
  /// Identifiers of the sections, in order: unlike each other and those of tables and figures.
  let sections: [String]
  private let targets: [String: String]

  init(_ page: Page) {
    var targets: [String: String] = [:]
    var used: Set<String> = [Self.main, Self.title]
    let blocks = page.sections.flatMap(\.blocks)
    for index in 0..<blocks.count(where: \.isTable) { used.insert(Self.table(index + 1)) }
    for index in 0..<blocks.count(where: \.isFigure) { used.insert(Self.figure(index + 1)) }
    for own in used where own != Self.main && own != Self.title { targets[own] = own }
    var sections: [String] = []
    for section in page.sections {
      let name = DataLink.identifier(section.id, else: "section")
      var identifier = name
      var count = 1
      while !used.insert(identifier).inserted {
        count += 1
        identifier = "\(name)-\(count)"
      }
      sections.append(identifier)
      if targets[section.id] == nil { targets[section.id] = identifier }
    }
    self.sections = sections
    self.targets = targets
  }

  /// Identifier of the place with a name; nil where there is none.
  subscript(_ name: String) -> String? { targets[name] }

  static let main = "main"
  static let title = "title"

  /// Identifier of the table with a number.
  static func table(_ number: Int) -> String { "table-\(number)" }

  /// Identifier of the figure with a number.
  static func figure(_ number: Int) -> String { "figure-\(number)" }
}

extension PageBlock {
  fileprivate var isTable: Bool {
    if case .table = self { true } else { false }
  }

  fileprivate var isFigure: Bool {
    if case .figure = self { true } else { false }
  }
}
