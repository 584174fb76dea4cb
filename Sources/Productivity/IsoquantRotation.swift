internal import DenseKernels
public import Frontier
import Glibc

/// Why the turn of an isoquant cannot be shown.
public enum IsoquantError: Error, Sendable, Hashable {
  /// No unit is observed in both periods.
  case notObserved
  /// An input or output of the point is zero.
  case zeroAmount
  /// The technology is not convex, or the point has no distance to it.
  case noFrontier
  /// The technology of one period cannot make the outputs from the other inputs.
  case unreachable(Transition.End)
}

/// How technical change turned the isoquant of two inputs: Figure 1 of METHODS 3.1, estimated.
///
/// At a point (x^t, y^t) the outputs are those of the frontier, y^t / D_o^t(x^t, y^t), and the other inputs
/// are held at x^t. Where the marginal rate of substitution −dx_b/dx_a at the old mix rose, technical change
/// uses a; the same shows where the new isoquant lies nearer to the origin at the new mix than the neutral
/// shift, the old one moved along rays to where the new one has the old mix (METHODS 3.4).
public struct IsoquantRotation: Sendable {
  /// The pair (a, b): a across, b up.
  public let pair: FactorPair
  /// The isoquant of the first period.
  public let old: Isoquant
  /// The isoquant of the last period, for the same outputs.
  public let new: Isoquant
  /// The old isoquant moved along rays to where the new one has the old mix.
  public let neutral: Isoquant
  /// Inputs of the pair at the point in the first period.
  public let oldMix: Isoquant.Vertex
  /// Inputs of the pair in the last period.
  public let newMix: Isoquant.Vertex
  /// Marginal rates of substitution of the old isoquant at the old mix.
  public let oldRates: ClosedRange<Double>
  /// Marginal rates of substitution of the new isoquant at the old mix.
  public let newRates: ClosedRange<Double>
  /// ln of how much nearer to the origin the new isoquant is at the new mix than the neutral shift.
  public let logGain: Double
  /// What the rates at the old mix say; undetermined where a corner has rates on both sides, and where the
  /// old mix lies beyond the observed ones, so that a rate is 0 or infinite by disposal alone.
  public let biasAtOldMix: FactorBias
  /// What the distance to the neutral shift at the new mix says.
  public let biasAtNewMix: FactorBias

  /// Relative difference of two rates that is rounding.
  private static let rateTolerance = 1e-9

  /// The turn between two technologies at a unit, or at the geometric mean of the units.
  ///
  /// - Parameters:
  ///   - panel: the data.
  ///   - pair: inputs across and up.
  ///   - span: the two periods.
  ///   - unit: the point; nil for the geometric mean of units observed in both periods.
  ///   - technologies: those of the two periods.
  ///   - slack: relative slack of the outputs where other inputs are held, as of the pair-isolated index.
  ///   - solver: measures and finds corners.
  /// - Throws: ``IsoquantError``.
  public init(
    _ panel: Panel, _ pair: FactorPair, over span: Transition, unit: Int? = nil,
    technologies: (old: Technology, new: Technology),
    slack: Double = MalmquistOptions().pairIsolatedSlack, solver: FrontierSolver
  ) throws(IsoquantError) {
    let (before, after) = try Self.points(panel, span, unit)
    let question = DistanceQuery(point: before, orientation: .output)
    let answer = solver.solve([
      DistanceBatch(technology: technologies.old, queries: [question])
    ])[0][0]
    guard let phi = answer.farrell?.value, phi > 0, phi.isFinite,
      technologies.old.returnsToScale != .freeDisposalHull
    else { throw .noFrontier }
    let level = panel.inputNames.count > 2 ? phi * (1 - slack) : phi
    let query = IsoquantQuery(
      outputs: before.outputs.map { level * $0 }, inputs: before.inputs, first: pair.first,
      second: pair.second)
    guard let old = solver.isoquant(query, technology: technologies.old) else {
      throw .unreachable(.from)
    }
    guard let new = solver.isoquant(query, technology: technologies.new) else {
      throw .unreachable(.to)
    }
    self.init(pair, old, new, from: Self.mix(before, pair), to: Self.mix(after, pair))
  }

  private init(
    _ pair: FactorPair, _ old: Isoquant, _ new: Isoquant, from oldMix: Isoquant.Vertex,
    to newMix: Isoquant.Vertex
  ) {
    (self.pair, self.old, self.new) = (pair, old, new)
    (self.oldMix, self.newMix) = (oldMix, newMix)
    let shift = new.crossing(oldMix) / old.crossing(oldMix)
    neutral = old.scaled(first: shift, second: shift)
    (oldRates, newRates) = (old.rates(oldMix), new.rates(oldMix))
    logGain = log(neutral.crossing(newMix) / new.crossing(newMix))
    biasAtOldMix = Self.bias(of: pair, from: oldRates, to: newRates)
    let mixChange = log(newMix.first / newMix.second) - log(oldMix.first / oldMix.second)
    biasAtNewMix = FactorBiasRule(ClassificationOptions()).bias(
      of: pair, logIndex: logGain, mixChange: mixChange, rule: .pairIsolated)
  }

  private static func bias(
    of pair: FactorPair, from old: ClosedRange<Double>, to new: ClosedRange<Double>
  ) -> FactorBias {
    let (more, less) = (1 + rateTolerance, 1 - rateTolerance)
    let isSupported = [old, new].allSatisfy { $0.upperBound > 0 && $0.lowerBound < .infinity }
    guard isSupported else { return .undetermined(.mixUndefined) }
    if new.lowerBound > old.upperBound * more {
      return .saving(input: pair.second, using: pair.first)
    }
    if new.upperBound < old.lowerBound * less {
      return .saving(input: pair.first, using: pair.second)
    }
    let isOnEdges = old.lowerBound == old.upperBound && new.lowerBound == new.upperBound
    return isOnEdges ? .neutral : .undetermined(.tie)
  }

  private static func mix(_ point: Point, _ pair: FactorPair) -> Isoquant.Vertex {
    Isoquant.Vertex(first: point.inputs[pair.first], second: point.inputs[pair.second])
  }

  /// The point in both periods: a unit's, or geometric means.
  private static func points(
    _ panel: Panel, _ span: Transition, _ unit: Int?
  ) throws(IsoquantError) -> (before: Point, after: Point) {
    let units = (unit.map { [$0] } ?? Array(panel.units.indices)).filter {
      panel.isObserved($0, over: span)
    }
    guard !units.isEmpty else { throw .notObserved }
    func point(_ period: Int) -> Point {
      let observations = units.compactMap { panel.observation(unit: $0, period: period) }
      func means(_ variableCount: Int, _ value: (Int, Int) -> Double) -> [Double] {
        (0..<variableCount).map { variable in
          observations.count == 1
            ? value(observations[0], variable)
            : exp(
              observations.reduce(0) { $0 + log(value($1, variable)) }
                / Double(observations.count))
        }
      }
      return Point(
        inputs: means(panel.inputNames.count) { panel.inputs[$0, $1] },
        outputs: means(panel.outputNames.count) { panel.outputs[$0, $1] })
    }
    let points = (point(span.from), point(span.to))
    for value in [points.0, points.1].flatMap({ $0.inputs + $0.outputs }) where !(value > 0) {
      throw .zeroAmount
    }
    return points
  }
}
