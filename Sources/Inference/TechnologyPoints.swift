internal import DenseKernels
internal import Frontier

extension Technology {
  /// Technology spanned by some points, each with the same numbers of inputs and outputs.
  ///
  /// - Throws: ``InferenceError/data(_:)``.
  init(points: [Point], returnsToScale: ReturnsToScale) throws(InferenceError) {
    let (p, q) = (points.first?.inputs.count ?? 0, points.first?.outputs.count ?? 0)
    do {
      try self.init(
        inputs: Matrix(
          rowCount: points.count, columnCount: p, elements: points.flatMap(\.inputs)),
        outputs: Matrix(
          rowCount: points.count, columnCount: q, elements: points.flatMap(\.outputs)),
        returnsToScale: returnsToScale)
    } catch {
      throw .data(error)
    }
  }

  /// The observations that span it.
  var points: [Point] {
    (0..<count).map { Point(inputs: Array(inputs.row($0)), outputs: Array(outputs.row($0))) }
  }
}
