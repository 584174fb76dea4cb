package import DenseKernels
package import Frontier
import Glibc

/// A kind of data that has broken solvers before (RELIABILITY section 3).
package enum DataKind: String, Sendable, CaseIterable {
  /// Log-normal sizes and mixes.
  case smooth
  /// Integers 1 to 4: ties, many facets through one point.
  case smallIntegers
  /// Two thirds of the observations repeat others.
  case duplicates
  /// Zeros in inputs and outputs.
  case zeros
  /// Convex combinations in quarters of a few observations.
  case collinear
  /// Copies at a relative distance of 1e-12.
  case nearDuplicates
  /// Every variable in a unit of its own, 1e-10 to 1e10.
  case spreadUnits
  /// Sizes of observations from 1e-4 to 1e4.
  case spreadSizes
  /// One input equal for all, integer outputs.
  case constantInput
  /// All observations equal.
  case allEqual
  /// Small integers and zeros, sizes from 1e-6 to 1e6, every variable in a unit of 1e-12 to 1e12.
  case spreadZeros
  /// Observations so near each other that their facets are nearly parallel: 1e-14 to 1e-6 apart.
  case nearlyParallel
}

/// Random inputs or outputs of `count` observations.
package func randomVariables(
  count: Int, columnCount: Int, kind: DataKind, using random: inout SplitMix64
) -> Matrix {
  var rows: [[Double]] = []
  for _ in 0..<count {
    let size =
      switch kind {
      case .spreadSizes: random.power(of: 10, within: 4)
      case .spreadZeros: random.power(of: 10, within: 6)
      case .nearlyParallel: pow(10, Double.random(in: -14 ... -6, using: &random))
      default: random.power(of: 3, within: 1)
      }
    rows.append((0..<columnCount).map { _ in random.value(of: kind, size: size) })
  }
  for row in rows.indices where !rows[row].contains(where: { $0 > 0 }) {
    rows[row][row % columnCount] = 1
  }
  for column in 0..<columnCount where !rows.contains(where: { $0[column] > 0 }) {
    rows[column % count][column] = 1
  }
  reshape(&rows, kind, using: &random)
  return Matrix(rows: rows, columnCount: columnCount)
}

private func reshape(_ rows: inout [[Double]], _ kind: DataKind, using random: inout SplitMix64) {
  let (count, columnCount) = (rows.count, rows[0].count)
  switch kind {
  case .duplicates:
    for row in rows.indices where row >= (count + 2) / 3 { rows[row] = rows[row / 3] }
  case .nearDuplicates:
    for row in rows.indices where row >= (count + 1) / 2 {
      rows[row] = rows[row / 2].map { $0 * (1 + 1e-12 * random.integer(in: -1...1)) }
    }
  case .collinear:
    for row in rows.indices where row >= 3 {
      let weights = [0.25, 0.25, 0.5]
      rows[row] = (0..<columnCount).map { column in
        (0..<3).reduce(0) { $0 + weights[($1 + row) % 3] * rows[$1][column] }
      }
    }
  case .spreadUnits, .spreadZeros:
    for column in 0..<columnCount {
      let unit = random.power(of: 10, within: kind == .spreadUnits ? 10 : 12)
      for row in rows.indices { rows[row][column] *= unit }
    }
  case .allEqual: for row in rows.indices { rows[row] = rows[0] }
  default: break
  }
}

extension SplitMix64 {
  /// base^z for a z drawn evenly from [−exponent, exponent].
  fileprivate mutating func power(of base: Double, within exponent: Double) -> Double {
    pow(base, Double.random(in: -exponent...exponent, using: &self))
  }

  fileprivate mutating func value(of kind: DataKind, size: Double) -> Double {
    switch kind {
    case .smallIntegers, .collinear: return integer(in: 1...4)
    case .zeros: return integer(in: 0...3)
    case .spreadZeros: return integer(in: 0...3) * size
    case .nearlyParallel: return 1 + integer(in: -3...3) * size
    case .constantInput: return integer(in: 1...3)
    default: return size * power(of: 2, within: 1)
    }
  }
}

/// A technology of `count` observations of the given kind.
package func randomTechnology(
  count: Int, inputCount: Int, outputCount: Int, kind: DataKind, returnsToScale: ReturnsToScale,
  using random: inout SplitMix64
) throws -> Technology {
  var inputs = randomVariables(
    count: count, columnCount: inputCount, kind: kind, using: &random)
  let outputs = randomVariables(
    count: count, columnCount: outputCount, kind: kind, using: &random)
  if kind == .constantInput { for row in 0..<count { inputs[row, 0] = 2 } }
  return try Technology(inputs: inputs, outputs: outputs, returnsToScale: returnsToScale)
}
