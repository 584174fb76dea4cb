package import DenseKernels
import Glibc

/// A large technology whose extreme observations are known, in the manner of Dulá's suite.
///
/// Extreme ones lie on the positive orthant of a sphere, mapped so that outputs grow and inputs fall with each
/// coordinate; under variable returns each is efficient. The others are combinations of three of them,
/// worsened in all variables.
package struct SphereTechnology: Sendable {
  /// All observations.
  package let inputs: Matrix
  package let outputs: Matrix
  /// Numbers of the extreme ones, in order.
  package let frame: [Int]

  /// Data of `count` observations with p inputs and q outputs, of which a share is extreme.
  package init(
    count: Int, inputCount p: Int, outputCount q: Int, density: Double, seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    let frameCount = max(p + q, Int((Double(count) * density).rounded()))
    let width = p + q
    var rows: [[Double]] = []
    rows.reserveCapacity(count)
    for _ in 0..<frameCount {
      let z = (0..<width).map { _ in abs(random.normal()) + 1e-3 }
      let length = z.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows.append(z.enumerated().map { $0 < p ? 2 - $1 / length : 0.1 + $1 / length })
    }
    for _ in frameCount..<count {
      let peers = (0..<3).map { _ in Int.random(in: 0..<frameCount, using: &random) }
      let shares = (0..<3).map { _ in Double.random(in: 0.05...1, using: &random) }
      let total = shares.reduce(0, +)
      rows.append(
        (0..<width).map { c in
          let mean = (0..<3).reduce(0) { $0 + shares[$1] / total * rows[peers[$1]][c] }
          let loss = Double.random(in: 0.01...0.3, using: &random)
          return c < p ? mean * (1 + loss) : mean * (1 - loss)
        })
    }
    var places = Array(0..<count)
    places.shuffle(using: &random)
    var inputs = Matrix(rowCount: count, columnCount: p)
    var outputs = Matrix(rowCount: count, columnCount: q)
    for (row, place) in places.enumerated() {
      for i in 0..<p { inputs[place, i] = rows[row][i] }
      for r in 0..<q { outputs[place, r] = rows[row][p + r] }
    }
    self.inputs = inputs
    self.outputs = outputs
    frame = places[..<frameCount].sorted()
  }
}

extension SplitMix64 {
  fileprivate mutating func normal() -> Double {
    let radius = (-2 * log(Double.random(in: 0x1p-53..<1, using: &self))).squareRoot()
    return radius * cos(Double.random(in: 0..<2 * .pi, using: &self))
  }
}
