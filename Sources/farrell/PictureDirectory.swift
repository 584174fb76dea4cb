internal import Analysis
internal import Drawing
internal import Tables

/// The directory that `--pictures` names: checked before anything is computed, so that hours of work do not
/// end in a refusal.
struct PictureDirectory: Sendable {
  private let path: String
  /// Whether files that exist are replaced.
  private let isReplacing: Bool
  /// Files that must never be written to.
  private let inputs: [String]

  /// Makes the directory, and tries whether the first of its pictures can be written; nil where none are
  /// wanted.
  ///
  /// - Parameters:
  ///   - settings: flags, environment, run file.
  ///   - inputs: files that must never be written to.
  /// - Throws: ``TableError`` of category `cannotCreate`.
  init?(_ settings: Settings, inputs: [String]) throws(TableError) {
    guard let path = try settings.text(.pictures) else { return nil }
    self.path = path
    isReplacing = try settings.isOn(.force)
    self.inputs = inputs
    try Folder.make(path)
    _ = try file("cumulative.svg")
  }

  /// Writes each picture as SVG and as Vega-Lite.
  ///
  /// Names of files are ours: names of units and periods may hold anything.
  ///
  /// - Throws: ``TableError`` of category `cannotCreate` or `ioError`.
  func write(_ charts: [NamedChart]) throws(TableError) {
    for chart in charts {
      try file("\(chart.name).svg").write(chart.chart.svg)
      try file("\(chart.name).vl.json").write(chart.chart.vegaLite)
    }
  }

  private func file(_ name: String) throws(TableError) -> OutputFile {
    try OutputFile(.file(path: "\(path)/\(name)", replacing: isReplacing), inputs: inputs)
  }
}
