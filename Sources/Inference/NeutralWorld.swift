internal import DenseKernels
internal import Frontier
internal import Glibc
internal import Productivity

/// The world in which technical change is exactly neutral: the frontiers of all periods are copies of one,
/// pooled from all observations, and every period keeps the mixes observed in it.
///
/// It reproduces the bias that own observations and thin support give to the estimated biases.
/// - Note: METHODS 5.7.
struct NeutralWorld: World {
  let errorScale = 1.0
  var bandwidth: Double? { sample.bandwidth }
  private let window: Window
  private let sample: SmoothedSample
  /// δ̂ of unit i in period t at i · T + t, against the pooled frontier.
  private let inefficiency: [Double]
  /// G_t, the cumulative mean of ln TECH; G of the first period is 0.
  private let growth: [Double]

  /// World of a window.
  ///
  /// - Parameters:
  ///   - window: units and periods.
  ///   - technicalChange: estimated ln TECH of each unit of the window, transition after transition.
  ///   - returnsToScale: of the pooled technology.
  ///   - bandwidthFactor: multiplies the bandwidth.
  ///   - solver: measures the distances to the pooled technology.
  ///   - control: follows and stops the work.
  /// - Throws: ``InferenceError`` if a distance is missing, all are efficient, or the work was stopped.
  init(
    _ window: Window, technicalChange: [[Double]], returnsToScale: ReturnsToScale,
    bandwidthFactor: Double, solver: FrontierSolver, control: WorkControl
  ) throws(InferenceError) {
    var growth = [0.0]
    for logs in technicalChange {
      let valid = logs.filter { !$0.isNaN }
      growth.append((growth.last ?? 0) + valid.reduce(0, +) / Double(valid.count))
    }
    (self.window, self.growth) = (window, growth)
    inefficiency = try Self.inefficiency(window, growth, returnsToScale, solver, control)
    guard inefficiency.contains(where: { $0 > 1 + 1e-6 }) else { throw .noInefficiency }
    sample = SmoothedSample(
      inefficiency, periodCount: window.periodCount, bandwidthFactor: bandwidthFactor)
  }

  /// Farrell output measures against all observations of the window, outputs deflated by exp(G_t).
  private static func inefficiency(
    _ window: Window, _ growth: [Double], _ returnsToScale: ReturnsToScale,
    _ solver: FrontierSolver, _ control: WorkControl
  ) throws(InferenceError) -> [Double] {
    let points = window.units.indices.flatMap { position in
      window.periods.map { period in
        let observation = window.observation(position, period: period)
        let point = window.panel.point(inputsOf: observation, outputsOf: observation)
        let deflator = exp(-growth[period - window.periods.lowerBound])
        return Point(inputs: point.inputs, outputs: point.outputs.map { $0 * deflator })
      }
    }
    let pooled = try Technology(points: points, returnsToScale: returnsToScale)
    let batch = DistanceBatch(
      technology: pooled, queries: points.map { DistanceQuery(point: $0, orientation: .output) })
    let results: [[DistanceResult]]
    do { results = try solver.solve([batch], control: control) } catch { throw .cancelled }
    var values: [Double] = []
    for (index, result) in results[0].enumerated() {
      guard let value = result.farrell?.value, value.isFinite else {
        throw .missingDistance(
          unit: window.units[index / window.periodCount],
          period: window.periods.lowerBound + index % window.periodCount)
      }
      values.append(max(1, value))
    }
    return values
  }

  func reference(_ stream: inout RandomStream) -> PseudoReference {
    .outputs(factors: zip(inefficiency, sample.draw(&stream)).map { $0 / $1 })
  }

  /// With ln d^s(x, y) = ln d(x, y) − G_s, d against the pooled frontier: at an observed point of period t the
  /// latter is G_t − ln δ̂; at a mixed one it cancels, since an index compares two technologies there.
  func truth(_ index: LogIndex, over transition: Transition) -> [Double]? {
    let (first, periodCount) = (window.periods.lowerBound, window.periodCount)
    let terms = index.ordered
    return window.units.indices.map { position in
      terms.reduce(0) { sum, entry in
        let (term, coefficient) = entry
        let base = term.base == .from ? transition.from : transition.to
        var log = -growth[base - first]
        if term.inputs == term.outputs {
          let t = transition.period(term.inputs) - first
          log += growth[t] - Glibc.log(inefficiency[position * periodCount + t])
        }
        return sum + coefficient * log
      }
    }
  }
}
