internal import DenseKernels
internal import Frontier
internal import Glibc

extension FrontierSolver {
  /// Logarithms of the Farrell measures of some batches, one after the other; NaN where one has no positive
  /// finite value.
  ///
  /// - Throws: ``InferenceError/cancelled``.
  func logarithms(
    _ batches: [DistanceBatch], _ control: WorkControl
  ) throws(InferenceError) -> [Double] {
    let answers: [[DistanceResult]]
    do { answers = try solve(batches, control: control) } catch { throw .cancelled }
    return answers.joined().map { answer in
      guard let measure = answer.farrell?.value, measure > 0, measure.isFinite else { return .nan }
      return log(measure)
    }
  }
}
