package import Tables

/// A recipe: the steps from raw tables to a panel, all keys and types checked.
package struct Recipe: Sendable {
  /// Its name in messages.
  package let path: String
  /// What the panel is.
  package let title: String?
  /// How to cite the data.
  package let sources: [String]
  /// What a later study is to do with the panel.
  package let study: StudySettings

  let steps: [any RecipeStep]
  let panel: PanelStep

  /// Reads a recipe.
  ///
  /// - Parameters:
  ///   - bytes: the recipe, TOML in UTF-8.
  ///   - path: its name, for messages.
  /// - Throws: ``TableError`` of category `usage`, with the place, for what is no recipe: unknown keys,
  ///   wrong types, missing keys.
  package init(bytes: [UInt8], path: String) throws(TableError) {
    let entries = try RecipeNode.entries(of: bytes, file: path)
    let start = StepSite(
      recipe: path, number: -1, name: "recipe", position: TextPosition(line: 1, column: 1),
      places: [:])
    var keys = StepKeys(start, entries, known: [])
    self.path = path
    title = try keys.text("title")
    sources = try keys.texts("source") ?? []
    let stepNode = keys.node("step")
    let panelNode = keys.node("panel")
    _ = keys.node("study")
    try keys.finish()
    study = try StudySettings(entries.first { $0.key == "study" }, recipe: path)
    guard let stepNode, case .list(let list) = stepNode.value, !list.isEmpty else {
      throw keys.missing("step", "at least one [[step]]")
    }
    var steps: [any RecipeStep] = []
    for (number, node) in list.enumerated() {
      steps.append(try Self.step(node, number: number, recipe: path))
    }
    self.steps = steps
    guard let panelNode, case .table(let panelEntries) = panelNode.value else {
      throw keys.missing("panel", "a table [panel]")
    }
    let site = StepSite(
      recipe: path, number: steps.count, name: "panel", position: panelNode.position,
      places: Self.places(panelEntries))
    var panelKeys = StepKeys(site, panelEntries, known: [])
    panel = try PanelStep(&panelKeys)
    try panelKeys.finish()
  }

  private static func step(
    _ node: RecipeNode, number: Int, recipe: String
  ) throws(TableError) -> any RecipeStep {
    let words = StepCatalogue.kinds.map(\.word)
    guard case .table(let entries) = node.value else {
      throw TableError(
        .usage, file: recipe, at: node.position, found: node.description,
        expected: "a table [[step]]")
    }
    let asked = entries.first { $0.key == "do" }
    guard case .text(let word)? = asked?.node.value, let type = StepCatalogue.type(word) else {
      let found = asked.map { "do = \($0.node.description)" } ?? "a step without do"
      var hint = ""
      if case .text(let word)? = asked?.node.value {
        hint = NearMatch.best(for: word, among: words).map { " (did you mean \($0.quoted)?)" } ?? ""
      }
      throw TableError(
        .usage, file: recipe, at: asked?.node.position ?? node.position, found: found + hint,
        expected: "do = one of \(words.joined(separator: ", "))")
    }
    let site = StepSite(
      recipe: recipe, number: number, name: word, position: node.position, places: places(entries))
    var keys = StepKeys(site, entries, known: ["do"])
    let step = try type.init(&keys)
    try keys.finish()
    return step
  }

  private static func places(_ entries: [RecipeEntry]) -> [String: TextPosition] {
    Dictionary(entries.map { ($0.key, $0.node.position) }) { first, _ in first }
  }
}
