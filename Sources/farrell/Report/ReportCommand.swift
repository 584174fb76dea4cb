internal import Analysis
internal import RunStore
internal import Inference
internal import Frontier
internal import ArgumentParser
internal import Productivity
internal import Publishing
internal import Tables

/// `farrell report`: a run as one page for a browser.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "A run as one self-contained page: findings, tables, figures, data, proof.",
    discussion: """
      EXAMPLES:
        farrell report work -o report.html
        farrell report work -o report.html --title "Industry, 1999-2012" --level 0.9

      RUN is a directory that farrell bootstrap --run or farrell study made. The page
      is one file that loads nothing from elsewhere: it can be mailed, printed and
      archived. Nothing is drawn: where shards are missing, the command exits 75.

      \(CommandHelp.common)
      """)

  @Argument(help: "Directory of the run.")
  var directory: String
  @Option(help: "Title of the page (default: made of the units and years).")
  var title: String?
  @OptionGroup var shown: ShownArguments
  @Option(name: .shortAndLong, help: "File for the page (default: standard output).")
  var output: String?
  @Flag(inversion: .prefixedNo, help: "Replace an existing output file.")
  var force: Bool?
  @Option(help: "Number of threads (default: the processors this process may use).")
  var threads: String?
  @Flag(inversion: .prefixedNo, help: "Print no warnings and no summary.")
  var quiet: Bool?

  func run() throws {
    var flags = shown.flags
    flags[.run] = [directory]
    flags[.resume] = ["true"]
    flags[.output] = output.map { [$0] }
    flags[.force] = force.map { [String($0)] }
    flags[.threads] = threads.map { [$0] }
    flags[.quiet] = quiet.map { [String($0)] }
    let settings = try Settings(flags: flags, runFile: nil)
    var bootstrap = try BootstrapRun(settings, mayDraw: false)
    guard let outcome = try bootstrap.outcome() else { return }
    let report = try bootstrap.studyReport(outcome, title: title)
    try bootstrap.session.reporting { () throws in
      try bootstrap.run.write(report.page.html)
    }
    bootstrap.run.remark(report.bootstrap.summary)
  }
}

extension BootstrapRun {
  /// What a report on the run says: the replicates, and the estimates with their certificates.
  func studyReport(_ outcome: BootstrapOutcome, title: String?) throws -> StudyReport {
    guard let directory = session.directory else {
      throw TableError(.usage, "--run: found nothing; expected the directory of a run")
    }
    // Without its folder: a page is read where that means nothing.
    let file = run.request.path.split(separator: "/").last.map(String.init) ?? run.request.path
    var bootstrap = try session.report(outcome, source: run.request.note(file: file), run)
    bootstrap.findIsoquants(run.solver)
    return StudyReport(
      title: title, bootstrap: bootstrap, manifest: directory.manifest,
      preparation: try directory.preparation())
  }
}
