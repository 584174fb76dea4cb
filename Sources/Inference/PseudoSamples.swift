internal import DenseKernels
internal import Frontier
internal import Glibc

/// Samples with the mixes of the data and drawn efficiencies: every observation moves along its ray until it
/// stands as far from the estimated frontier as the draw says.
///
/// A ray serves both the observed point and the drawn one, so one linear program measures both.
struct PseudoSamples: Sendable {
  /// δ̂ ≥ 1 of the observations, against the first technology.
  let efficiencies: [Double]
  /// The efficiencies of the data against each technology.
  let estimates: [[Double]]
  private let families: [ReplicateFamily]
  private let isInput: Bool

  /// Samples around the frontier of a technology.
  ///
  /// - Parameters:
  ///   - technology: the observations.
  ///   - returnsToScale: of the technologies they are measured against; draws are around the first.
  ///   - orientation: direction of the distances.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work.
  /// - Throws: ``InferenceError`` for a technology without replicates, a missing distance or a cancellation.
  init(
    _ technology: Technology, returnsToScale: [ReturnsToScale], orientation: Orientation,
    _ solver: FrontierSolver, _ control: WorkControl
  ) throws(InferenceError) {
    let points = technology.points
    let queries = points.map { DistanceQuery(point: $0, orientation: orientation) }
    let isInput = orientation == .input
    var (families, estimates): ([ReplicateFamily], [[Double]]) = ([], [])
    for returns in returnsToScale {
      let reference = try Technology(points: points, returnsToScale: returns)
      let family: ReplicateFamily
      do {
        family = try ReplicateFamily(technology: reference, queries: queries)
      } catch {
        throw .replicates(error)
      }
      let logs = try solver.logarithms(
        [DistanceBatch(technology: reference, queries: queries)], control)
      if let unit = logs.firstIndex(where: \.isNaN) {
        throw .missingDistance(unit: unit, period: 0)
      }
      estimates.append(logs.map { max(1, exp(isInput ? -$0 : $0)) })
      families.append(family)
    }
    (self.families, self.estimates, self.isInput) = (families, estimates, isInput)
    efficiencies = estimates[0]
  }

  /// Solvers of one worker, one for each technology, which share their memory.
  func solvers() -> [ReplicateSolver] {
    var solvers: [ReplicateSolver] = []
    for family in families { solvers.append(ReplicateSolver(family, sharing: solvers.last)) }
    return solvers
  }

  /// δ of the observed points against the technologies of a pseudo sample, NaN where there is none.
  ///
  /// - Parameters:
  ///   - solvers: those of one worker, from ``solvers()``.
  ///   - drawn: δ* ≥ 1 of each observation.
  /// - Returns: a row of values for each technology.
  /// - Throws: ``InferenceError/replicates(_:)`` for draws that no technology can have.
  func observed(
    _ solvers: [ReplicateSolver], drawn: [Double]
  ) throws(InferenceError) -> [[Double]] {
    var values: [[Double]] = []
    for (solver, family) in zip(solvers, families) {
      do throws(ReplicateError) {
        if isInput {
          try solver.solve(inputFactors: zip(drawn, efficiencies).map { $0 / $1 })
        } else {
          try solver.solve(outputFactors: zip(efficiencies, drawn).map { $0 / $1 })
        }
      } catch {
        throw .replicates(error)
      }
      values.append(
        family.queries.indices.map { isInput ? 1 / solver.measure($0) : solver.measure($0) })
    }
    return values
  }

  /// δ ≥ 1 of the points of a pseudo sample against its own technologies, NaN where there is none.
  ///
  /// - Parameters:
  ///   - solvers: those of one worker, from ``solvers()``.
  ///   - drawn: δ* ≥ 1 of each observation.
  /// - Returns: a row of values for each technology.
  /// - Throws: ``InferenceError/replicates(_:)`` for draws that no technology can have.
  func own(
    _ solvers: [ReplicateSolver], drawn: [Double]
  ) throws(InferenceError) -> [[Double]] {
    try observed(solvers, drawn: drawn).map { row in
      row.indices.map { unit in
        let delta = row[unit] * drawn[unit] / efficiencies[unit]
        return delta < 1 ? 1 : delta
      }
    }
  }
}
