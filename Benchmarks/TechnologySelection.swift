internal import DenseKernels
internal import Frontier

extension Technology {
  /// The technology spanned by some of the units.
  func selecting(_ kept: [Int]) -> Technology {
    let cut = try? Technology(
      inputs: inputs.selecting(rows: kept), outputs: outputs.selecting(rows: kept),
      returnsToScale: returnsToScale)
    guard let cut else { preconditionFailure("no technology of \(kept.count) units") }
    return cut
  }

  /// The units as points.
  var points: [Point] {
    (0..<count).map {
      Point(inputs: Array(inputs.row($0)), outputs: Array(outputs.row($0)))
    }
  }
}
