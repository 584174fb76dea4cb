package import Tables

/// Runs recipes; the one door to this library.
package enum RecipeRunner {
  /// Reads the tables that a recipe names, and does its steps.
  ///
  /// - Parameters:
  ///   - recipe: bytes of the recipe, TOML in UTF-8.
  ///   - path: its name; relative file names in it count from its folder.
  ///   - root: another folder that they count from.
  ///   - load: reads a file.
  /// - Returns: the panel and its audit.
  /// - Throws: ``TableError``: `usage` for what the recipe asks, `data` for what the tables hold, `noInput`
  ///   for files that cannot be opened.
  package static func run(
    recipe: [UInt8], path: String, root: String? = nil,
    load: @escaping (String) throws(TableError) -> [UInt8] = { (path) throws(TableError) in
      try InputFile.bytes(ofFile: path)
    }
  ) throws(TableError) -> PreparationResult {
    let recipe = try Recipe(bytes: recipe, path: path)
    var work = Workspace(root: root ?? folder(of: path), load: load)
    for step in recipe.steps { try step.run(&work) }
    let panel = try recipe.panel.table(of: &work)
    let lineOfStep = recipe.steps.map(\.site.position.line)
    return PreparationResult(
      title: recipe.title, sources: recipe.sources,
      panel: table(panel, recipe.panel), unitColumn: recipe.panel.unit,
      timeColumn: recipe.panel.time, files: work.files, lines: work.lines,
      cells: cells(panel, work.histories, lineOfStep), study: recipe.study)
  }

  /// The folder that a file is in; "" for the current one.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func table(_ panel: LongTable, _ choice: PanelStep) -> ReportTable {
    let names = [choice.unit, choice.time] + panel.variables.map(\.name)
    return ReportTable(name: "panel", columns: names, rowCount: panel.rowCount) { row in
      let key = panel.keys[row]
      return [.text(key.unit), key.year.map { .integer($0) } ?? .missing]
        + panel.variables.map { variable in
          switch variable.values {
          case .numbers(let numbers): ReportTable.Cell(numbers[row])
          case .texts(let texts): .text(texts[row])
          }
        }
    }
  }

  private static func cells(
    _ panel: LongTable, _ histories: HistoryLog, _ lineOfStep: [Int]
  ) -> ReportTable {
    var table = ReportTable(
      name: "cells", columns: ["column", "units", "from", "to", "rows", "origin", "steps"])
    for group in CellGroups(panel).groups {
      let lines = histories.steps(of: group.history).map { String(lineOfStep[$0]) }
      table.append([
        .text(group.column), .text(group.units.joined(separator: "; ")),
        .integer(group.firstYear), .integer(group.lastYear), .integer(group.rowCount),
        .text(origin(histories.sources(of: group.history))),
        .text(
          lines.isEmpty
            ? "no number"
            : "\(lines.count == 1 ? "line" : "lines") \(lines.joined(separator: ", "))"),
      ])
    }
    return table
  }

  /// Files with their columns, as `a.csv: x, y; b.csv: z`.
  private static func origin(_ sources: [HistoryLog.Source]) -> String {
    var files: [String] = []
    for source in sources where !files.contains(source.file) { files.append(source.file) }
    return files.map { file in
      let columns = sources.filter { $0.file == file }.map(\.column)
      return "\(file): \(columns.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
