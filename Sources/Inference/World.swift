internal import Productivity

/// A world from which the replicates of a window are drawn, and what is true in it.
protocol World: Sendable {
  /// Which values of the observations are drawn.
  var side: FactorSide { get }

  /// Factors of the observations of one replicate, unit i in period t at i · T + t.
  func factors(_ stream: inout RandomStream) -> [Double]

  /// What the logarithm of an index is in this world, for each unit of the window.
  func truth(_ index: LogIndex, over transition: Transition) -> [Double]
}
