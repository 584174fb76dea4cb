internal import ArgumentParser
internal import Frontier

extension CountedWorkload: ExpressibleByArgument {}

/// Sizes of the bootstrap suite.
struct BootstrapOptions: ParsableArguments {
  @Option(help: "Replicates of the bootstrap suite, 2,376 programs each.")
  var replicates = 2_000

  @Option(help: "Programs of the bootstrap suite at least, instead of replicates.")
  var programs: Int?

  @Option(help: "Programs of the bootstrap suite that are compared with HiGHS.")
  var sample = 1_000

  func validate() throws {
    if replicates < 1 || sample < 0 || programs.map({ $0 < 1 }) ?? false {
      throw ValidationError("counts of the bootstrap suite start at 1")
    }
  }

  var replicateCount: Int { programs.map { ($0 + 2_375) / 2_376 } ?? replicates }
}

/// Sizes of the large suite, and of that of growth.
struct LargeOptions: ParsableArguments {
  @Option(help: "Units of the large suite, and the most of the growth suite.")
  var units = 10_000

  @Option(help: "Inputs.")
  var inputs = 3

  @Option(help: "Outputs.")
  var outputs = 2

  @Option(help: "Share of the units that are on the frame.")
  var density = 0.1

  enum Returns: String, ExpressibleByArgument, CaseIterable { case crs, vrs }
  enum Direction: String, ExpressibleByArgument, CaseIterable { case `in`, out }

  @Option(help: "Returns to scale.")
  var returns = Returns.vrs

  @Option(help: "Orientation.")
  var orientation = Direction.in

  @Option(help: "Points for the libraries; by default fewer the more units there are.")
  var points: Int?

  func validate() throws {
    if units < 3 || inputs < 1 || outputs < 1 || points.map({ $0 < 1 }) ?? false {
      throw ValidationError("counts of the large suite start at 1, units at 3")
    }
    if !(density > 0 && density <= 1) { throw ValidationError("density lies in (0, 1]") }
  }

  func description(isQuick: Bool) -> LargeSuite.Case {
    LargeSuite.Case(
      unitCount: isQuick ? min(units, 3_000) : units, inputCount: inputs, outputCount: outputs,
      density: density, returnsToScale: returns == .crs ? .constant : .variable,
      orientation: orientation == .in ? .input : .output)
  }

  func sampleCount(isQuick: Bool) -> Int {
    points ?? (isQuick ? 20 : max(10, min(200, 2_000_000 / units)))
  }
}
