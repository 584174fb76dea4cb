internal import Analysis
internal import DenseKernels
internal import Frontier

/// A small example whose Farrell scores are known as fractions, computed in exact arithmetic.
enum SelfCheck {
  /// (x₁, x₂; y₁, y₂): five units that span the technology, then five other points.
  private static let data: [[Double]] = [
    [2, 8, 4, 3], [3, 4, 5, 5], [6, 3, 6, 4], [8, 2, 3, 6], [5, 6, 4, 4],
    [2, 7, 4, 4], [3, 5, 6, 5], [5, 3, 6, 5], [9, 2, 4, 6], [6, 5, 5, 5],
  ]

  private typealias Fraction = (numerator: Double, denominator: Double)

  /// Exact scores of the last six of the ten points, nil where infeasible; the first four score 1.
  private static let scores: [(ReturnsToScale, Orientation, [Fraction?])] = [
    (.constant, .input, [(388, 743), (6, 5), (48, 41), (531, 449), (29, 24), (485, 676)]),
    (.constant, .output, [(743, 388), (5, 6), (41, 48), (449, 531), (24, 29), (676, 485)]),
    (.variable, .input, [(13, 20), (5, 4), nil, nil, nil, (4, 5)]),
    (.variable, .output, [(5, 4), nil, (5, 6), nil, (3, 4), (1, 1)]),
    (.nonIncreasing, .input, [(388, 743), (6, 5), nil, nil, nil, (4, 5)]),
    (.nonIncreasing, .output, [(5, 4), (5, 6), (5, 6), (449, 531), (24, 29), (1, 1)]),
    (.nonDecreasing, .input, [(13, 20), (5, 4), (48, 41), (531, 449), (29, 24), (485, 676)]),
    (.nonDecreasing, .output, [(743, 388), nil, (41, 48), nil, (3, 4), (676, 485)]),
    (.freeDisposalHull, .input, [(2, 3), (3, 2), nil, nil, nil, (4, 5)]),
    (.freeDisposalHull, .output, [(5, 4), nil, (5, 6), nil, (3, 4), (1, 1)]),
  ]

  /// One line per returns to scale and orientation: whether every interval holds the exact score.
  static var diagnoses: [Diagnosis] {
    scores.map { returnsToScale, orientation, known in
      let expected: [Fraction?] = [Fraction?](repeating: (1, 1), count: 4) + known
      let found = measure(returnsToScale, orientation)
      let rightCount = zip(found, expected).count { agrees($0, $1) }
      return Diagnosis(
        name: "scores", passed: found.count == expected.count && rightCount == expected.count,
        detail: "\(returnsToScale.rawValue), \(orientation.rawValue): "
          + "\(rightCount) of \(expected.count) exact scores inside certified intervals")
    }
  }

  private static func measure(
    _ returnsToScale: ReturnsToScale, _ orientation: Orientation
  ) -> [DistanceResult] {
    let spanning = data.prefix(5)
    let technology = try? Technology(
      inputs: Matrix(rows: spanning.map { Array($0.prefix(2)) }, columnCount: 2),
      outputs: Matrix(rows: spanning.map { Array($0.suffix(2)) }, columnCount: 2),
      returnsToScale: returnsToScale)
    guard let technology else { return [] }
    let queries = data.map {
      DistanceQuery(
        point: Point(inputs: Array($0.prefix(2)), outputs: Array($0.suffix(2))),
        orientation: orientation)
    }
    return FrontierSolver().solve([DistanceBatch(technology: technology, queries: queries)])[0]
  }

  /// Whether the interval, narrow and certified, holds the fraction; the quotient is rounded, so it
  /// may lie one double beside it.
  private static func agrees(_ result: DistanceResult, _ fraction: Fraction?) -> Bool {
    guard let fraction else { return result.status == .infeasible }
    guard let score = result.farrell, result.status == .certified || result.status == .refined
    else { return false }
    let exact = fraction.numerator / fraction.denominator
    return score.lower <= exact.nextUp && exact.nextDown <= score.upper
      && score.relativeWidth <= 1e-12
  }
}
