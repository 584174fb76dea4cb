internal import Tables

/// The keys of a step, read one by one with their types; what nobody asks for is unknown.
struct StepKeys {
  /// The step, for messages.
  let site: StepSite
  private let entries: [RecipeEntry]
  private var asked: [String]

  /// - Parameters:
  ///   - site: the step, for messages.
  ///   - entries: its keys and values.
  ///   - known: keys that were read already.
  init(_ site: StepSite, _ entries: [RecipeEntry], known: [String]) {
    self.site = site
    self.entries = entries
    asked = known
  }

  /// The value of a key.
  mutating func node(_ key: String) -> RecipeNode? {
    if !asked.contains(key) { asked.append(key) }
    return entries.first { $0.key == key }?.node
  }

  /// Refuses keys that the step did not ask for.
  func finish() throws(TableError) {
    guard let unknown = entries.first(where: { !asked.contains($0.key) }) else { return }
    let hint = NearMatch.best(for: unknown.key, among: asked)
    throw site.refusal(
      at: unknown.position,
      found: "the key \(unknown.key.quoted)\(hint.map { " (did you mean \($0.quoted)?)" } ?? "")",
      expected: "one of \(asked.joined(separator: ", "))")
  }

  /// Refuses a step without the key.
  func missing(_ key: String, _ what: String) -> TableError {
    site.refusal(found: "no key \(key.quoted)", expected: "\(key) = \(what)")
  }

  private func wrong(_ node: RecipeNode, _ key: String, _ what: String) -> TableError {
    site.refusal(
      at: node.position, found: "\(node.description) for \(key.quoted)", expected: what)
  }

  // MARK: Single values

  /// A text.
  mutating func text(_ key: String) throws(TableError) -> String? {
    guard let node = node(key) else { return nil }
    return try text(node, key)
  }

  private func text(_ node: RecipeNode, _ key: String) throws(TableError) -> String {
    guard case .text(let text) = node.value, !text.isEmpty else {
      throw wrong(node, key, "a text that is not empty")
    }
    return text
  }

  /// A text that must be there.
  mutating func requiredText(_ key: String, _ what: String) throws(TableError) -> String {
    guard let text = try text(key) else { throw missing(key, what) }
    return text
  }

  /// A finite number, whole or not.
  mutating func number(_ key: String) throws(TableError) -> Double? {
    guard let node = node(key) else { return nil }
    return try number(node, key)
  }

  private func number(_ node: RecipeNode, _ key: String) throws(TableError) -> Double {
    switch node.value {
    case .integer(let number): return Double(number)
    case .number(let number) where number.isFinite: return number
    default: throw wrong(node, key, "a finite number")
    }
  }

  /// A whole number within a range.
  mutating func whole(
    _ key: String, _ range: ClosedRange<Int>
  ) throws(TableError) -> Int? {
    guard let node = node(key) else { return nil }
    guard case .integer(let number) = node.value, range.contains(number) else {
      throw wrong(
        node, key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A year.
  mutating func year(_ key: String) throws(TableError) -> Int? { try whole(key, -9999...9999) }

  /// True or false.
  mutating func truth(_ key: String) throws(TableError) -> Bool? {
    guard let node = node(key) else { return nil }
    guard case .truth(let isTrue) = node.value else { throw wrong(node, key, "true or false") }
    return isTrue
  }

  /// One of a few words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type = Choice.self
  ) throws(TableError) -> Choice? where Choice.RawValue == String {
    guard let node = node(key) else { return nil }
    if case .text(let text) = node.value, let choice = Choice(rawValue: text) { return choice }
    throw wrong(
      node, key, "one of " + Choice.allCases.map(\.rawValue.quoted).joined(separator: ", "))
  }

  // MARK: Several values

  /// Different texts, or a single one; nil without the key.
  mutating func texts(_ key: String) throws(TableError) -> [String]? {
    guard let node = node(key) else { return nil }
    return try texts(node, key)
  }

  private func texts(_ node: RecipeNode, _ key: String) throws(TableError) -> [String] {
    guard case .list(let list) = node.value else { return [try text(node, key)] }
    var texts: [String] = []
    for element in list {
      let text = try text(element, key)
      guard !texts.contains(text) else {
        throw site.refusal(
          at: element.position, found: "\(text.quoted) twice in \(key.quoted)",
          expected: "different names")
      }
      texts.append(text)
    }
    guard !texts.isEmpty else { throw wrong(node, key, "at least one text") }
    return texts
  }

  /// Texts that must be there.
  mutating func requiredTexts(_ key: String, _ what: String) throws(TableError) -> [String] {
    guard let texts = try texts(key) else { throw missing(key, what) }
    return texts
  }

  /// Finite numbers.
  mutating func numbers(_ key: String) throws(TableError) -> [Double]? {
    guard let node = node(key) else { return nil }
    guard case .list(let list) = node.value, !list.isEmpty else {
      throw wrong(node, key, "a list of numbers")
    }
    var numbers: [Double] = []
    for element in list { numbers.append(try number(element, key)) }
    return numbers
  }

  // MARK: Tables

  /// The entries of an inline table, in the order of the text.
  mutating func table(_ key: String) throws(TableError) -> [RecipeEntry]? {
    guard let node = node(key) else { return nil }
    guard case .table(let entries) = node.value, !entries.isEmpty else {
      throw wrong(node, key, "a table { name = value }")
    }
    return entries
  }

  /// Names with a text each.
  mutating func namedTexts(_ key: String) throws(TableError) -> [(name: String, text: String)]? {
    try table(key)?.map { (entry) throws(TableError) in (entry.key, try text(entry.node, key)) }
  }

  /// Names with a finite number each.
  mutating func namedNumbers(
    _ key: String
  ) throws(TableError) -> [(name: String, number: Double)]? {
    try table(key)?.map { (entry) throws(TableError) in (entry.key, try number(entry.node, key)) }
  }

  /// Names with different texts each.
  mutating func namedLists(
    _ key: String
  ) throws(TableError) -> [(name: String, texts: [String])]? {
    try table(key)?.map { (entry) throws(TableError) in (entry.key, try texts(entry.node, key)) }
  }

  /// For each name of a table either a number or something else that `other` makes of it.
  func number(in entry: RecipeEntry, _ key: String) throws(TableError) -> Double {
    try number(entry.node, key)
  }

  /// The text of an entry.
  func text(in entry: RecipeEntry, _ key: String) throws(TableError) -> String {
    try text(entry.node, key)
  }

  /// The texts of an entry.
  func texts(in entry: RecipeEntry, _ key: String) throws(TableError) -> [String] {
    try texts(entry.node, key)
  }
}
