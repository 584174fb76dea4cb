internal import Frontier
internal import Glibc
internal import Productivity

/// Replicates with fewer units: the observed points against technologies of m of the n units, each with all
/// its periods.
///
/// Consistent where the bootstrap with n units is not, and slow: errors of m units are larger than those of n
/// by (n / m)^κ, with the rate κ of the estimator.
/// - Note: METHODS 5.8; Kneip, Simar and Wilson (2008), Simar and Wilson (2011).
struct SubsampleWorld: World {
  let errorScale: Double
  let bandwidth: Double? = nil
  private let unitCount: Int
  private let size: Int

  init(_ window: Window, size: Int, returnsToScale: ReturnsToScale) throws(InferenceError) {
    unitCount = window.units.count
    guard size >= 2, size < unitCount else {
      throw .invalidOption(name: "subsample size", found: Double(size))
    }
    self.size = size
    let variables = Double(window.panel.inputNames.count + window.panel.outputNames.count)
    let rate = 2 / (variables + (returnsToScale == .constant ? 0 : 1))
    errorScale = pow(Double(size) / Double(unitCount), rate)
  }

  /// Units drawn without replacement.
  func reference(_ stream: inout RandomStream) -> PseudoReference {
    .units(Array(stream.shuffled(unitCount)[..<size]))
  }

  func truth(_ index: LogIndex, over transition: Transition) -> [Double]? { nil }
}
