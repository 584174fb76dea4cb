internal import Productivity

/// The world whose frontiers are those estimated from the data, extrapolations included.
///
/// Its intervals for the biases of technical change are known to be too narrow and to lie too high: it takes
/// the bias of the estimate for the truth.
/// - Note: METHODS 5.6; Simar and Wilson (1999), for any number of periods.
struct EstimatedWorld: World {
  let side: FactorSide
  private let sample: SmoothedSample
  private let inefficiency: [Double]
  private let estimates: [LogIndex: [Transition: [Double]]]

  /// World of a window.
  ///
  /// - Parameters:
  ///   - inefficiency: δ̂ ≥ 1 of unit i in period t against its own technology at i · T + t.
  ///   - periodCount: T.
  ///   - side: the side on which the inefficiency is measured.
  ///   - bandwidthFactor: multiplies the bandwidth.
  ///   - estimates: logarithms of the indices, by unit of the window.
  /// - Throws: ``InferenceError/noInefficiency``.
  init(
    inefficiency: [Double], periodCount: Int, side: FactorSide, bandwidthFactor: Double,
    estimates: [LogIndex: [Transition: [Double]]]
  ) throws(InferenceError) {
    guard inefficiency.contains(where: { $0 > 1 + 1e-6 }) else { throw .noInefficiency }
    (self.side, self.inefficiency, self.estimates) = (side, inefficiency, estimates)
    sample = SmoothedSample(
      inefficiency, periodCount: periodCount, bandwidthFactor: bandwidthFactor)
  }

  func factors(_ stream: inout RandomStream) -> [Double] {
    zip(inefficiency, sample.draw(&stream)).map { side == .outputs ? $0 / $1 : $1 / $0 }
  }

  func truth(_ index: LogIndex, over transition: Transition) -> [Double] {
    estimates[index]?[transition] ?? []
  }
}
