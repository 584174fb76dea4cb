internal import Analysis
internal import ArgumentParser
internal import Tables

/// `farrell malmquist`: productivity change and the bias of technical change.
struct MalmquistCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "malmquist",
    abstract: "Malmquist index, its components, and the bias of technical change.",
    discussion: """
      EXAMPLES:
        farrell malmquist industry.csv --unit sector --time year \\
          --inputs k,l,e --outputs y
        farrell malmquist industry.csv --unit sector --time year \\
          --inputs k,l,e,m --outputs y --from 1999 --to 2012 \\
          --period "10th plan=2001..2005" --period "11th plan=2006..2010" \\
          --pairs e:k,e:l,e:m --subset "high emitters=power,coking,steel"
        farrell malmquist --config run.toml --table indices --format csv \\
          -o indices.csv

      Every index is above 1 for an improvement. A period's name covers the
      changes into its years: 2001..2005 begins with 2000 to 2001, or with 2001 to
      2002 after --changes within.
      --prices e=p_e,k=p_k names columns with prices, and checks whether the input
      that became dearer is the one that is saved.
      --table writes one table only: \(MalmquistReport.TableName.list).
      Without it csv holds indices, json all with every column, and table, markdown
      and latex those that fit a page.

      \(CommandHelp.common)
      """)

  @OptionGroup var panelArguments: PanelArguments
  @OptionGroup var modelArguments: MalmquistArguments
  @Option(help: "Write this table only.")
  var table: String?
  @Option(help: "Directory for pictures, as SVG and Vega-Lite, one of each.")
  var pictures: String?
  @OptionGroup var runArguments: RunArguments

  func run() throws {
    var stages = StageClock()
    var flags = panelArguments.flags.merging(runArguments.flags) { first, _ in first }
      .merging(modelArguments.flags) { first, _ in first }
    flags[.table] = table.map { [$0] }
    flags[.pictures] = pictures.map { [$0] }
    let settings = try Settings(flags: flags, runFile: runArguments.config)
    var run = try Run(command: "malmquist", settings)
    let analysis = try IndexAnalysis(settings, &run.request)
    let pictures = try PictureDirectory(
      settings, inputs: [run.request.path] + (settings.runFilePath.map { [$0] } ?? []))

    stages.enter(.reading)
    let loaded = try run.loadPanel()
    stages.enter(.solving)
    let report = try analysis.report(
      on: loaded, run.request, withIsoquants: pictures != nil, run)
    stages.enter(.writing)
    try run.write(
      readable: report.readableTables, tables: report.tables, metadata: report.metadata)
    try pictures?.write(MalmquistPictures(report: report).charts)
    for line in report.remarks { run.remark(line) }
    run.remark(stages.line(readByteCount: loaded.byteCount))
    if report.isIncomplete { throw CommandExit.incomplete.code }
  }
}
