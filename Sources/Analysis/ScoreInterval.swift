internal import Frontier
internal import Glibc
internal import Inference

/// What the replicates say about one score, in the scale of the score.
struct ScoreInterval: Sendable, Hashable {
  /// The score less its bias: 2 δ̂ − mean δ̂* for δ = 1 / θ or φ, as a score.
  let corrected: Double
  /// Basic interval on logarithms; nil where too few replicates have a value.
  let interval: ClosedRange<Double>?
  /// Standard deviation of the score over the replicates.
  let standardError: Double
  /// Share of the replicates with a value.
  let validShare: Double
  /// Whether the corrected score is the better estimate: bias² > 3 s², on logarithms.
  let isCorrectionAdvised: Bool

  /// Least share of replicates with a value for an interval to be shown (METHODS 5.3).
  static let leastValidShare = 0.95

  init(_ found: EfficiencyReplicates, _ position: Int, _ orientation: Orientation, level: Double) {
    let (errors, estimate) = (found.errors[position], found.estimates[position])
    let isInput = orientation == .input
    corrected = isInput ? 1 / found.corrected[position] : found.corrected[position]
    let scores = errors.errors.map { exp(isInput ? -(estimate + $0) : estimate + $0) }
    standardError = ErrorDistribution(scores).variance.squareRoot()
    validShare = errors.validShare
    isCorrectionAdvised = errors.isBiasWorthCorrecting
    let logs = errors.interval(of: estimate, level: level)  // of ln δ
    let ends = isInput ? (exp(-logs.upper), exp(-logs.lower)) : (exp(logs.lower), exp(logs.upper))
    interval = validShare >= Self.leastValidShare && ends.0 <= ends.1 ? ends.0...ends.1 : nil
  }
}
