internal import Analysis
internal import ArgumentParser
internal import Preparation
internal import Tables

/// `farrell prepare`: a panel from raw tables, by a recipe.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare",
    abstract: "Makes a panel from raw statistics by the steps of a recipe.",
    discussion: """
      EXAMPLES:
        farrell prepare Data/recipes/china-klem.toml -o panel.csv
        farrell prepare recipe.toml --root raw -o panel.csv --audit audit.csv

      A recipe is a TOML file with [[step]] tables and a [panel]; the article "From
      raw statistics to a panel" lists all steps with their keys. Every step prints
      one line to standard error. Beside a panel in a file goes an audit file, which
      says for every number from which columns of which files it came.

      Exit codes: 0 the panel was written, 64 the recipe is wrong, 65 the data are,
      66 no such file, 73 and 74 the panel cannot be written.
      """)

  @Argument(help: "Recipe, a TOML file.")
  var recipe: String
  @Option(help: "Folder of the raw tables (default: that of the recipe).")
  var root: String?
  @Option(name: .shortAndLong, help: "File for the panel (default: standard output).")
  var output: String?
  @Option(help: "File for the audit (default: PANEL.audit.csv beside a panel in a file).")
  var audit: String?
  @Flag(help: "Replace existing files.")
  var force = false
  @Flag(help: "Print no lines of the steps and no warnings.")
  var quiet = false

  func run() throws {
    let result = try RecipeRunner.run(
      recipe: try InputFile.bytes(ofFile: recipe), path: recipe, root: root)
    let inputs = [recipe] + result.files.map(\.path)
    let panelFile = try OutputFile(destination(output), inputs: inputs)
    let auditPath = audit ?? output.map(Self.auditPath)
    if let auditPath, auditPath == output {
      throw TableError(.usage, "--audit: found the file of the panel; expected another name")
    }
    let auditFile = try auditPath.map { (path) throws(TableError) in
      try OutputFile(destination(path), inputs: inputs + [output].compactMap(\.self))
    }
    if !quiet {
      for line in result.lines { Console.line("farrell: \(line.words(recipe: recipe))") }
    }
    let parts =
      [auditFile.map { ($0, CSVReport.text(of: result.audit)) }].compactMap(\.self)
      + [(panelFile, CSVReport.text(of: result.panel))]
    let interruption = Interruption()
    try interruption.protecting { () throws(TableError) in try OutputFile.writeTogether(parts) }
  }

  private func destination(_ path: String?) -> OutputFile.Destination {
    path.map { .file(path: $0, replacing: force) } ?? .standardOutput
  }

  /// `panel.audit.csv` for `panel.csv`.
  private static func auditPath(_ panel: String) -> String {
    (panel.hasSuffix(".csv") ? String(panel.dropLast(4)) : panel) + ".audit.csv"
  }
}

extension AuditLine {
  /// The line for people, after its place in the recipe.
  func words(recipe: String) -> String { "\(recipe):\(line): \(text(.full))".escapingControls }

  /// How much of a line is wanted.
  enum Detail { case full, brief }

  /// The line with what it is about; `brief` leaves out what kind it is.
  func text(_ detail: Detail) -> String {
    let about = [column, unit, year.map(String.init) ?? ""].filter { !$0.isEmpty }
    let place = kind == .flag && !about.isEmpty ? "\(about.joined(separator: " ")): " : ""
    let label =
      switch kind {
      case .step, .remark: ""
      case .warning, .flag: detail == .full ? "\(kind.rawValue): " : ""
      }
    return "\(label)\(place)\(text)"
  }
}
