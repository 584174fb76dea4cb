internal import FoundationEssentials
package import Tables

/// How the data of a run were made from raw tables: kept beside the run, so that a report can say so.
package struct RunPreparation: Codable, Sendable, Hashable {
  /// A file that was read.
  package struct Source: Codable, Sendable, Hashable {
    /// Path, as the recipe names it.
    package var name: String
    /// SHA-256 in hexadecimal digits.
    package var digest: String

    /// File with its digest.
    package init(name: String, digest: String) { (self.name, self.digest) = (name, digest) }
  }

  /// Version of the layout of the file.
  package var schemaVersion = 1
  /// Title of the recipe, "" for none.
  package var title: String
  /// How to cite the raw data.
  package var citations: [String]
  /// Path of the recipe, as it was given.
  package var recipeName: String
  /// The recipe itself.
  package var recipe: String
  /// The files that were read.
  package var sources: [Source]
  /// One line for each step: rows and totals in and out.
  package var steps: [String]
  /// What checks of the panel found.
  package var warnings: [String]
  /// Columns of the table of origins.
  package var originColumns: [String]
  /// Where the cells of the panel come from.
  package var origins: [[String]]

  /// What a recipe did.
  package init(
    title: String, citations: [String], recipeName: String, recipe: String, sources: [Source],
    steps: [String], warnings: [String], originColumns: [String], origins: [[String]]
  ) {
    (self.title, self.citations) = (title, citations)
    (self.recipeName, self.recipe, self.sources) = (recipeName, recipe, sources)
    (self.steps, self.warnings) = (steps, warnings)
    (self.originColumns, self.origins) = (originColumns, origins)
  }

  /// The record as JSON with a final line end.
  package var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a record that has no JSON")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  /// Reads a record; `file` is its name in messages.
  package init(_ bytes: [UInt8], file: String) throws(TableError) {
    do {
      self = try JSONDecoder().decode(RunPreparation.self, from: Data(bytes))
    } catch {
      throw TableError(
        .data, "\(file): found no record of a preparation; expected the JSON of this program")
    }
    guard schemaVersion == 1 else {
      throw TableError(.data, "\(file): found schema version \(schemaVersion); expected 1")
    }
    guard origins.allSatisfy({ $0.count == originColumns.count }) else {
      throw TableError(.data, "\(file): found rows of several lengths; expected one")
    }
  }
}
