/// How intervals of productivity indices are made.
public enum InferenceMethod: Sendable, Hashable {
  /// Replicates of a world without bias (METHODS 5.7), the default.
  case neutralNull
  /// Replicates around the estimated frontiers, the published bootstrap of Simar and Wilson (1999).
  case simarWilson1999
  /// Technologies of fewer units (METHODS 5.8); nil chooses their number for each interval by its volatility.
  case subsampling(size: Int?)

  /// Name in tables and settings.
  public var name: String {
    switch self {
    case .neutralNull: "neutral-null"
    case .simarWilson1999: "simar-wilson-1999"
    case .subsampling(nil): "subsampling"
    case .subsampling(let size?): "subsampling-\(size)"
    }
  }

  /// The worlds to draw from, for a window of n units: one, or one for each size to choose among.
  func worlds(unitCount n: Int) -> [IndexWorld] {
    switch self {
    case .neutralNull: [.neutral]
    case .simarWilson1999: [.estimated]
    case .subsampling(let size?): [.subsample(size: size)]
    case .subsampling(nil): SubsampleSize.grid(unitCount: n).map { .subsample(size: $0) }
    }
  }
}

/// Kind of interval that errors give.
public enum IntervalType: String, Sendable, Hashable, CaseIterable {
  /// [τ̂ − q_{1−α/2}, τ̂ − q_{α/2}] of logarithms: the default.
  case basic
  /// [τ̂ + q_{α/2}, τ̂ + q_{1−α/2}] of logarithms: keeps the bias, and adds it once more.
  case percentile
  /// The basic interval of the indices themselves, as in Simar and Wilson (1999); an end may be negative.
  case basicOnLevels = "basic-levels"
}
