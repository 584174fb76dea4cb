internal import Analysis
internal import Tables

/// The files that a bootstrap writes besides its results: checked before anything is drawn, so that hours of
/// work do not end in a refusal.
struct BootstrapFiles: Sendable {
  /// The array of all draws and the table of its columns.
  let draws: (array: OutputFile, columns: OutputFile)?
  /// Directory of the pictures.
  let pictures: PictureDirectory?

  /// - Parameters:
  ///   - settings: flags, environment, run file.
  ///   - inputs: files that must never be written to.
  /// - Throws: ``TableError`` of category `cannotCreate` or `usage`.
  init(_ settings: Settings, inputs: [String]) throws(TableError) {
    let isReplacing = try settings.isOn(.force)
    if let path = try settings.text(.draws) {
      if let output = try settings.text(.output), [path, path + Self.columns].contains(output) {
        throw TableError(.usage, "--draws: found the file of the results; expected another")
      }
      draws = (
        try OutputFile(.file(path: path, replacing: isReplacing), inputs: inputs),
        try OutputFile(.file(path: path + Self.columns, replacing: isReplacing), inputs: inputs)
      )
    } else {
      draws = nil
    }
    pictures = try PictureDirectory(settings, inputs: inputs)
  }

  /// Ending of the table beside the array.
  private static let columns = ".columns.csv"
}
