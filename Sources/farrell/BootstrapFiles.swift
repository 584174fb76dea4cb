internal import Glibc
internal import Tables

/// The files that a bootstrap writes besides its results: checked before anything is drawn, so that hours of
/// work do not end in a refusal.
struct BootstrapFiles: Sendable {
  /// The array of all draws and the table of its columns.
  let draws: (array: OutputFile, columns: OutputFile)?
  /// Directory of the pictures.
  let pictures: String?
  /// Whether files that exist are replaced.
  let isReplacing: Bool
  /// Files that must never be written to.
  private let inputs: [String]

  /// - Parameters:
  ///   - settings: flags, environment, run file.
  ///   - inputs: files that must never be written to.
  /// - Throws: ``TableError`` of category `cannotCreate` or `usage`.
  init(_ settings: Settings, inputs: [String]) throws(TableError) {
    isReplacing = try settings.isOn(.force)
    self.inputs = inputs
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
    pictures = try settings.text(.pictures)
    if let pictures { try check(pictures) }
  }

  /// Ending of the table beside the array.
  private static let columns = ".columns.csv"

  /// One picture of the directory.
  ///
  /// - Throws: ``TableError`` where it cannot be written.
  func picture(_ name: String, in directory: String) throws(TableError) -> OutputFile {
    try OutputFile(
      .file(path: "\(directory)/\(name)", replacing: isReplacing), inputs: inputs)
  }

  /// Makes the directory of the pictures, and tries whether the first of them can be written.
  private func check(_ directory: String) throws(TableError) {
    if unsafe mkdir(directory, 0o777) != 0 && errno != EEXIST {
      throw TableError(.cannotCreate, "\(directory): cannot be created: \(systemMessage(errno))")
    }
    _ = try picture("cumulative.svg", in: directory)
  }
}
