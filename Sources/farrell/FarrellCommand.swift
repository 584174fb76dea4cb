internal import Analysis
internal import ArgumentParser
internal import Glibc
internal import Tables

/// The `farrell` command: efficiency, productivity, tests and the state of the installation.
@main
struct FarrellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "farrell",
    abstract: "Data envelopment analysis with certified scores.",
    discussion: """
      EXAMPLES:
        farrell efficiency hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases
        farrell malmquist industry.csv --unit sector --time year \\
          --inputs k,l,e --outputs y
        farrell bootstrap industry.csv --unit sector --time year \\
          --inputs k,l,e --outputs y
        farrell test returns hospitals.csv --unit id --inputs beds,staff \\
          --outputs cases
        farrell prepare recipe.toml -o panel.csv
        farrell doctor
      """,
    version: "farrell \(EngineVersion.current)",
    subcommands: [
      EfficiencyCommand.self, MalmquistCommand.self, BootstrapCommand.self, TestCommand.self,
      PrepareCommand.self, StudyCommand.self, ReportCommand.self, MergeCommand.self,
      StatusCommand.self,
      DoctorCommand.self,
    ])

  static func main() {
    // A reader that goes away then shows as a failed write, which ends quietly with 141.
    signal(SIGPIPE, SIG_IGN)
    Glibc.exit(exitCode(arguments: Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs the command, prints at most one line of error, and returns the exit code.
  private static func exitCode(arguments: [String]) -> Int32 {
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      return CommandExit.success.rawValue
    } catch let error as TableError {
      return report(error)
    } catch let error as CommandError {
      Console.line("farrell: \(error.message)")
      return error.exit.rawValue
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      return reportParsing(error)
    }
  }

  private static func report(_ error: TableError) -> Int32 {
    if error.category != .closedPipe { Console.line("farrell: \(error.message)") }
    return error.exitCode
  }

  /// Help and version go to standard output; what the parser refuses is one line.
  private static func reportParsing(_ error: any Error) -> Int32 {
    let code = Self.exitCode(for: error)
    guard code.isSuccess else {
      let message = Self.message(for: error).split(separator: "\n").joined(separator: " ")
      Console.line("farrell: \(message.escapingControls); farrell --help shows what is expected")
      return code.rawValue
    }
    do {
      try OutputFile(.standardOutput, inputs: []).write(Self.fullMessage(for: error) + "\n")
      return code.rawValue
    } catch {
      return report(error)
    }
  }
}
