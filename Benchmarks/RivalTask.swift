internal import CRivals
internal import DenseKernels
internal import Frontier

/// Points and a technology in the form in which a general library takes them.
///
/// An output-oriented program is passed as an input-oriented one with x = −outputs and y = −inputs.
struct RivalTask {
  private let units: [Double]
  private let points: [Double]
  private let unitCount: Int
  private let pointCount: Int
  /// Variables that the score scales, and those that stay.
  private let scaledCount: Int
  private let fixedCount: Int
  private let hasSum: Bool
  private let orientation: Orientation

  /// The points in the order given; the units of the technology cut to `kept` where it is not nil.
  init(_ technology: Technology, units kept: [Int]?, points: [Point], _ orientation: Orientation) {
    self.orientation = orientation
    func numbers(_ inputs: [Double], _ outputs: [Double]) -> [Double] {
      orientation == .input ? inputs + outputs : outputs.map { -$0 } + inputs.map { -$0 }
    }
    let rows = kept ?? Array(0..<technology.count)
    units = rows.flatMap {
      numbers(Array(technology.inputs.row($0)), Array(technology.outputs.row($0)))
    }
    self.points = points.flatMap { numbers($0.inputs, $0.outputs) }
    unitCount = rows.count
    pointCount = points.count
    let counts = (technology.inputs.columnCount, technology.outputs.columnCount)
    (scaledCount, fixedCount) = orientation == .input ? counts : (counts.1, counts.0)
    precondition(
      technology.returnsToScale == .constant || technology.returnsToScale == .variable,
      "\(technology.returnsToScale)")
    hasSum = technology.returnsToScale == .variable
  }

  /// Scores, NaN where there is none, of the points after the first `warmCount`; `isTight` asks for the
  /// smallest tolerances.
  func solve(
    _ library: RivalLibrary, usesDual: Bool, isTight: Bool = false, warmCount: Int = 0
  ) -> Slice {
    var values = [Double](repeating: .nan, count: pointCount)
    let outcome = unsafe units.withUnsafeBufferPointer { units in
      var technology = unsafe RivalTechnology(
        inputCount: Int32(scaledCount), outputCount: Int32(fixedCount),
        unitCount: Int32(unitCount), hasSum: hasSum ? 1 : 0,
        isMaximum: orientation == .output ? 1 : 0, isTight: isTight ? 1 : 0,
        units: units.baseAddress)
      return unsafe rival_run(
        library.rival, &technology, usesDual ? 1 : 0, points, Int32(pointCount),
        Int32(warmCount), &values)
    }
    return Slice(
      values: Array(values.dropFirst(warmCount)), pivotCount: outcome.pivotCount,
      failureCount: outcome.failureCount, untimedSeconds: outcome.untimedSeconds,
      untimedWallSeconds: outcome.untimedWallSeconds)
  }
}
