internal import Analysis
internal import ArgumentParser
internal import DenseKernels
internal import Frontier
internal import Tables

/// `farrell doctor`: whether this installation computes what it should.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Versions, processor, BLAS, threads, and a self-check against exact scores.",
    discussion: """
      EXAMPLES:
        farrell doctor
        farrell doctor --format json

      Exit codes: 0 every check passed, 70 a check failed.
      """)

  @Option(help: "Format of the results: table, markdown, latex, csv or json (default: table).")
  var format: String?

  func run() throws {
    let settings = try Settings(
      flags: format.map { [.format: [$0]] } ?? [:], runFile: nil)
    let checks = Diagnosis.all
    var table = ReportTable(name: "checks", columns: ["check", "result", "detail"])
    for check in checks {
      table.append([.text(check.name), .text(check.passed ? "ok" : "failed"), .text(check.detail)])
    }
    let text = try settings.format().text(
      of: [table],
      metadata: [
        .init("command", .text("doctor")), .init("engine_version", .text(EngineVersion.current)),
      ])
    try OutputFile(.standardOutput, inputs: []).write(text)
    let failed = checks.count { !$0.passed }
    if failed > 0 { throw CommandError.selfTest(failed: failed) }
  }
}

/// One check of the installation.
struct Diagnosis: Sendable {
  let name: String
  let passed: Bool
  let detail: String

  /// All checks, in the order of the report.
  static var all: [Diagnosis] {
    [version, processor, threads, linearAlgebra] + encodings + [numbers]
      + SelfCheck.diagnoses
  }

  private static var version: Diagnosis {
    Diagnosis(name: "version", passed: true, detail: EngineVersion.current)
  }

  /// Kernels that the environment asks for, and this processor or this program does not have, are not used.
  private static var processor: Diagnosis {
    let (chosen, asked) = (Processor.kernelLevel, Settings.processEnvironment("FARRELL_KERNELS"))
    let isHeeded = asked == nil || asked == chosen
    return Diagnosis(
      name: "processor", passed: isHeeded,
      detail: "\(Processor.modelName ?? "unknown model"), our kernels: \(chosen)"
        + (isHeeded ? "" : "; FARRELL_KERNELS asks for \(asked ?? "")"))
  }

  private static var linearAlgebra: Diagnosis {
    BLASLibrary.useOneThread()
    return Diagnosis(
      name: "BLAS", passed: !BLASLibrary.coreName.isEmpty,
      detail: "\(BLASLibrary.name.trimmed), kernels for \(BLASLibrary.coreName), one thread"
        + (BLASLibrary.isSerial ? "; a serial build, whose calls wait for each other" : ""))
  }

  private static var threads: Diagnosis {
    let count = Processor.allowedCount
    return Diagnosis(name: "processors", passed: count > 0, detail: "\(count) may be used")
  }

  /// The C library's converters are files of their own, and may be missing.
  private static var encodings: [Diagnosis] {
    TextEncoding.allCases.map { encoding in
      var options = PanelReadOptions(
        unitColumn: "unit", inputColumns: ["x"], outputColumns: ["y"])
      options.text.encoding = encoding
      let text = Array("unit,x,y\nA,1,1\n".utf8)
      do throws(TableError) {
        _ = try PanelReader(options: options).read(bytes: text, file: encoding.rawValue)
        return Diagnosis(name: "encoding", passed: true, detail: encoding.rawValue)
      } catch {
        return Diagnosis(name: "encoding", passed: false, detail: error.message)
      }
    }
  }

  /// Reading numbers depends on the C library and its locale.
  private static var numbers: Diagnosis {
    let text = "0.1000000000000000055511151231257827"
    let found = try? NumberParser().parse(Array(text.utf8).span).value
    return Diagnosis(
      name: "numbers", passed: found == 0.1, detail: "34 digits read to the nearest double")
  }
}

extension String {
  /// Without spaces at its ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
