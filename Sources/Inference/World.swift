internal import Productivity

/// A world from which the replicates of a window are drawn, and what is true in it.
protocol World: Sendable {
  /// What an error of a replicate is multiplied by to be one of the estimate.
  var errorScale: Double { get }

  /// Bandwidth h of the smoothing; nil where nothing is smoothed.
  var bandwidth: Double? { get }

  /// The reference observations of one replicate.
  func reference(_ stream: inout RandomStream) -> PseudoReference

  /// What the logarithm of an index is in this world, for each unit of the window; nil where it is the estimate.
  func truth(_ index: LogIndex, over transition: Transition) -> [Double]?
}

/// Reference observations of a replicate, made from those of the data.
enum PseudoReference: Sendable {
  /// All inputs of unit i in the window's period t are multiplied by the factor at i · T + t.
  case inputs(factors: [Double])
  /// The same with outputs.
  case outputs(factors: [Double])
  /// Some units in all periods.
  case units([Int])
}
