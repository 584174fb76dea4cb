import Preparation
import Tables

/// Files in memory that recipes of tests read.
struct RawTables {
  /// Contents by name.
  var files: [String: String] = [:]

  /// Runs a recipe whose steps read these files.
  func run(_ recipe: String) throws(TableError) -> PreparationResult {
    try run(Array(recipe.utf8), files.mapValues { Array($0.utf8) })
  }

  /// Runs a recipe of any bytes.
  func run(
    _ recipe: [UInt8], _ files: [String: [UInt8]]
  ) throws(TableError) -> PreparationResult {
    try RecipeRunner.run(recipe: recipe, path: "recipe.toml") { (path) throws(TableError) in
      guard let bytes = files[path] else {
        throw TableError(.noInput, "\(path): no such file")
      }
      return bytes
    }
  }

  /// The error of a recipe; empty where it runs.
  func error(_ recipe: String) -> String {
    do throws(TableError) {
      _ = try run(recipe)
      return ""
    } catch {
      return error.message
    }
  }
}

extension PreparationResult {
  /// A number of the panel.
  func number(_ column: String, _ unit: String, _ year: Int) -> Double? {
    guard let position = panel.columns.firstIndex(of: column),
      let row = panel.rows.first(where: { $0[0] == .text(unit) && $0[1] == .integer(year) }),
      case .number(let value) = row[position]
    else { return nil }
    return value
  }

  /// A column of the panel.
  func column(_ name: String) -> [Double] {
    guard let position = panel.columns.firstIndex(of: name) else { return [] }
    return panel.rows.compactMap {
      if case .number(let value) = $0[position] { value } else { nil }
    }
  }

  /// Lines of a kind.
  func texts(_ kind: AuditLine.Kind) -> [String] {
    lines.filter { $0.kind == kind }.map(\.text)
  }
}
