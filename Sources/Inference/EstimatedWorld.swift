internal import Productivity

/// The world whose frontiers are those estimated from the data, extrapolations included.
///
/// Its intervals for the biases of technical change are known to be too narrow and to lie too high: it takes
/// the bias of the estimate for the truth.
/// - Note: METHODS 5.6; Simar and Wilson (1999), for any number of periods.
struct EstimatedWorld: World {
  let errorScale = 1.0
  var bandwidth: Double? { sample.bandwidth }
  private let isInput: Bool
  private let sample: SmoothedSample
  private let inefficiency: [Double]

  /// World of a window.
  ///
  /// - Parameters:
  ///   - inefficiency: δ̂ ≥ 1 of unit i in period t against its own technology at i · T + t.
  ///   - periodCount: T.
  ///   - isInput: whether inefficiency is measured in inputs.
  ///   - bandwidthFactor: multiplies the bandwidth.
  /// - Throws: ``InferenceError/noInefficiency``.
  init(
    inefficiency: [Double], periodCount: Int, isInput: Bool, bandwidthFactor: Double
  ) throws(InferenceError) {
    guard inefficiency.contains(where: { $0 > 1 + 1e-6 }) else { throw .noInefficiency }
    (self.isInput, self.inefficiency) = (isInput, inefficiency)
    sample = SmoothedSample(
      inefficiency, periodCount: periodCount, bandwidthFactor: bandwidthFactor)
  }

  func reference(_ stream: inout RandomStream) -> PseudoReference {
    let drawn = zip(inefficiency, sample.draw(&stream))
    return isInput
      ? .inputs(factors: drawn.map { $1 / $0 }) : .outputs(factors: drawn.map { $0 / $1 })
  }

  func truth(_ index: LogIndex, over transition: Transition) -> [Double]? { nil }
}
