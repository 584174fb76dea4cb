internal import DenseKernels
package import Frontier

/// A published panel with published intervals.
package enum PowerPlants {
  /// The power plants of Simar and Wilson (1998): labour, fuel, capital, output (METHODS 8.1, F6).
  package static let rows: [[Double]] = [
    [179, 3969.10, 1005.5, 3531.4], [96, 896.32, 194.6, 841.3], [94, 803.17, 200.0, 690.5],
    [141, 1629.90, 564.1, 1498.1], [147, 3264.40, 617.4, 3347.7], [261, 1427.50, 347.1, 1263.2],
    [448, 6365.30, 1680.4, 5734.0], [223, 4911.00, 1319.4, 4107.7], [279, 7779.30, 1785.6, 6964.2],
    [214, 2307.50, 690.0, 1961.0], [367, 4334.70, 1268.9, 4207.2], [97, 1870.70, 416.5, 1752.7],
    [143, 2730.60, 779.8, 2667.6], [95, 540.61, 305.0, 457.2], [241, 9509.20, 1892.1, 9539.9],
    [147, 1561.10, 718.5, 1360.6], [306, 1699.00, 306.3, 1689.7], [182, 881.16, 182.3, 750.3],
    [500, 2548.90, 650.1, 2439.5],
  ]

  /// The plants under variable returns.
  package static var technology: Technology {
    get throws {
      try Technology(
        inputs: Matrix(rows: rows.map { Array($0[..<3]) }, columnCount: 3),
        outputs: Matrix(rows: rows.map { [$0[3]] }, columnCount: 1), returnsToScale: .variable)
    }
  }
}
