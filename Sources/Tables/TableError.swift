/// Why a file cannot be read or written: one line for people, one exit code for scripts.
package struct TableError: Error, Sendable, Hashable {
  /// Kind of trouble; the exit codes are those of `sysexits.h`.
  package enum Category: Int32, Sendable, Hashable {
    /// The request contradicts itself.
    case usage = 64
    /// The file can be read, its contents cannot be used.
    case data = 65
    /// There is no such file, or it cannot be opened.
    case noInput = 66
    /// The output file cannot be created.
    case cannotCreate = 73
    /// Reading or writing stopped half way.
    case ioError = 74
    /// The run was stopped and can be resumed.
    case resumable = 75
    /// The user stopped the run: 128 + SIGINT.
    case interrupted = 130
    /// The process was asked to end: 128 + SIGTERM.
    case terminated = 143
    /// The reader of the output went away: nothing to print, 128 + SIGPIPE.
    case closedPipe = 141
  }

  /// Kind of trouble.
  package let category: Category
  /// One line without a final newline.
  package let message: String

  /// Exit code of a process that stops for this reason.
  package var exitCode: Int32 { category.rawValue }

  /// Error with a message; line breaks and other control characters in it are escaped.
  package init(_ category: Category, _ message: String) {
    self.category = category
    self.message = message.escapingControls
  }

  /// Error at a place in a file: `file:line:column: found …; expected …`, `prefix` before the found.
  package init(
    _ category: Category = .data, file: String, at position: TextPosition, found: String,
    expected: String, prefix: String = ""
  ) {
    self.init(
      category,
      "\(file):\(position.line):\(position.column): \(prefix)found \(found); expected \(expected)")
  }
}

/// A place in a text, counted from 1; the column counts Unicode scalars.
package struct TextPosition: Sendable, Hashable, Comparable {
  /// Line, ended by LF, CRLF or CR.
  package let line: Int
  /// Character within the line.
  package let column: Int

  /// Place at a line and column, counted from 1.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Order in the text.
  package static func < (first: TextPosition, second: TextPosition) -> Bool {
    (first.line, first.column) < (second.line, second.column)
  }
}
