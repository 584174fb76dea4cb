internal import Analysis
internal import Drawing
internal import Frontier
internal import Glibc
internal import Inference
internal import Publishing
internal import RunStore
internal import Tables

/// The directory of a study: panel, audit, run, tables, figures and report.
struct StudyDirectory: Sendable {
  let path: String
  private let inputs: [String]
  private let isResumed: Bool
  /// Whether this call made it, and whether it was empty: all that is in it then is of this call.
  private let isNew, wasEmpty: Bool

  /// Makes the directory, or takes one to go on with.
  ///
  /// - Parameters:
  ///   - path: the directory.
  ///   - inputs: files that must never be written to.
  ///   - isResumed: whether it may hold a study already.
  /// - Throws: ``TableError`` of category `cannotCreate`.
  init(_ path: String, inputs: [String], isResumed: Bool) throws(TableError) {
    (self.path, self.inputs, self.isResumed) = (path, inputs, isResumed)
    isNew = try Folder.make(path)
    wasEmpty = try Folder.names(in: path).isEmpty
    if !wasEmpty && !isResumed {
      throw TableError(
        .cannotCreate,
        "\(path): found a directory with files; expected a new one, or --resume to go on with a study"
      )
    }
    for folder in ["tables", "figures"] { try Folder.make("\(path)/\(folder)") }
    for folder in ["", "/tables", "/figures"] { OutputFile.removeAbandoned(in: path + folder) }
  }

  /// One file of the study.
  ///
  /// - Throws: ``TableError`` where it cannot be written.
  func file(_ name: String) throws(TableError) -> OutputFile {
    try OutputFile(.file(path: "\(path)/\(name)", replacing: isResumed), inputs: inputs)
  }

  /// Takes away what a study left that ended before its run began, so that a corrected recipe finds nothing.
  func withdraw() {
    guard wasEmpty, !RunDirectory.exists("\(path)/run") else { return }
    for name in ["panel.csv", "audit.csv"] { unsafe unlink("\(path)/\(name)") }
    for name in ["tables", "figures"] { unsafe rmdir("\(path)/\(name)") }
    if isNew { unsafe rmdir(path) }
  }

  /// Whether a run there was begun with these data; one that was not must not be mixed with them.
  ///
  /// - Throws: ``TableError`` of category `data`.
  func check(data: [UInt8]) throws(TableError) {
    let run = "\(path)/run"
    guard RunDirectory.exists(run) else { return }
    let known = try RunDirectory(opening: run).manifest.identity.dataDigest
    guard SHA256.text(SHA256.digest(data)) == known else {
      throw TableError(
        .data,
        "\(path): the recipe makes other data now than the run there has; expected another directory"
      )
    }
  }

  /// Writes tables, figures and the page.
  ///
  /// Names of files are ours: names of units and subsets may hold anything.
  func write(_ report: StudyReport) throws(TableError) {
    let bootstrap = report.bootstrap
    let outputCount = bootstrap.results.study.panel.outputNames.count
    for name in BootstrapReport.TableName.cases(outputCount: outputCount) {
      for (number, table) in bootstrap.tables(name).enumerated() {
        let stem = "tables/\(name.rawValue)" + (number == 0 ? "" : "-group-\(number)")
        try file("\(stem).csv").write(CSVReport.text(of: table))
        guard !BootstrapReport.TableName.complete.contains(name) else { continue }
        var noted = table
        noted.notes += [bootstrap.model, bootstrap.programCounts]
        try file("\(stem).md").write(MarkdownReport().text(of: [noted]))
        try file("\(stem).tex").write(LaTeXReport().text(of: [noted]))
      }
    }
    for picture in BootstrapPictures(report: bootstrap).charts {
      try file("figures/\(picture.name).svg").write(picture.chart.svg)
      try file("figures/\(picture.name).vl.json").write(picture.chart.vegaLite)
    }
    try file("report.html").write(report.page.html)
  }
}
