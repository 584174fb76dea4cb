internal import Analysis
internal import Glibc
internal import Preparation
internal import RunStore
internal import Tables

/// One study from its recipe to its report.
struct StudySession {
  private let recipe: String
  private let recipeBytes: [UInt8]
  private let prepared: PreparationResult
  private let flags: [SettingName: [String]]
  private let directory: StudyDirectory
  private let isQuiet: Bool

  /// Reads the recipe and the raw tables, and does every step.
  ///
  /// - Parameters:
  ///   - recipe: path of the recipe.
  ///   - root: folder of the raw tables; nil for that of the recipe.
  ///   - directory: where everything goes.
  ///   - flags: settings of the command line.
  /// - Throws: ``TableError``.
  init(
    recipe: String, root: String?, directory: String, _ flags: [SettingName: [String]]
  ) throws(TableError) {
    self.recipe = recipe
    self.flags = flags
    let asked = try Settings(flags: flags, runFile: nil)
    isQuiet = try asked.isOn(.quiet)
    recipeBytes = try InputFile.bytes(ofFile: recipe)
    prepared = try RecipeRunner.run(recipe: recipeBytes, path: recipe, root: root)
    self.directory = try StudyDirectory(
      directory, inputs: [recipe] + prepared.files.map(\.path),
      isResumed: try asked.isOn(.resume))
  }

  /// Writes the panel, draws the replicates, and reports.
  func execute() throws {
    do {
      try makeStudy()
    } catch {
      directory.withdraw()
      throw error
    }
  }

  private func makeStudy() throws {
    if !isQuiet {
      for line in prepared.lines { Console.line("farrell: \(line.words(recipe: recipe))") }
    }
    let panel = CSVReport.text(of: prepared.panel)
    try directory.check(data: Array(panel.utf8))
    try OutputFile.writeTogether([
      (try directory.file("panel.csv"), panel),
      (try directory.file("audit.csv"), CSVReport.text(of: prepared.audit)),
    ])
    var bootstrap = try BootstrapRun(
      settings(), mayDraw: true, preparation: record,
      continuation: "farrell study \(recipe.shellQuoted) -o \(directory.path.shellQuoted) --resume")
    guard let outcome = try bootstrap.outcome() else { return }
    let report = try bootstrap.studyReport(outcome, title: prepared.title)
    try bootstrap.session.reporting { () throws in try directory.write(report) }
    bootstrap.run.remark(report.bootstrap.summary)
    bootstrap.run.remark("report: \(directory.path)/report.html")
    if report.bootstrap.isIncomplete { throw CommandExit.incomplete.code }
  }

  /// Settings that a study has values of its own for.
  private static let own: Set<SettingName> = [
    .file, .unit, .time, .run, .resume, .begin, .shard, .dryRun, .output, .format, .table,
    .draws, .pictures, .force, .quiet,
  ]

  /// Settings of the bootstrap: flags, environment, then the recipe.
  private func settings() throws(TableError) -> Settings {
    for setting in prepared.study.settings {
      guard let name = SettingName(rawValue: setting.key), Self.own.contains(name) else { continue }
      throw TableError(
        .usage, file: recipe, at: setting.keyPosition, found: "the key \(setting.key.quoted)",
        expected: "settings of the bootstrap; a study has its own for this one")
    }
    var flags = flags
    flags[.file] = ["\(directory.path)/panel.csv"]
    flags[.unit] = [prepared.unitColumn]
    flags[.time] = [prepared.timeColumn]
    flags[.run] = ["\(directory.path)/run"]
    flags[.resume] = ["true"]
    return Settings(
      flags: flags, runFile: try RunFile(prepared.study, file: recipe).settings, path: recipe)
  }

  /// What the run remembers of the preparation.
  private var record: RunPreparation {
    let cells = prepared.cells
    return RunPreparation(
      title: prepared.title ?? "", citations: prepared.sources, recipeName: recipe,
      recipe: String(decoding: recipeBytes, as: UTF8.self),
      sources: prepared.files.map { .init(name: $0.name, digest: $0.digest) },
      steps: prepared.lines.filter { [.step, .remark].contains($0.kind) }.map { $0.text(.brief) },
      warnings: prepared.lines.filter { [.warning, .flag].contains($0.kind) }.map {
        $0.text(.brief)
      },
      originColumns: cells.columns, origins: cells.rows.map { $0.map(\.recorded) })
  }
}

extension ReportTable.Cell {
  /// The cell as a record keeps it: numbers with all their digits, "" for nothing.
  fileprivate var recorded: String {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? value.shortest : ""
    case .missing: ""
    }
  }
}
