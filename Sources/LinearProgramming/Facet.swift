internal import DenseKernels

/// One facet of a cone in work: m − 1 generators J on a supporting hyperplane, and R = [g_J, h]⁻¹.
///
/// Its normal is N = last row of R: N·g = 0 on J, N·h = 1, and N·g ≥ 0 for every generator.
struct Facet: ~Copyable {
  /// R, m × m, column after column, each padded to `width` rows.
  let inverse: Scratch<Double>
  /// J, m − 1 generators in row order.
  let members: Scratch<Int32>
  let dimension: Int
  let width: Int
  /// Pivots since the inverse was computed from the generators.
  var updateCount = 0
  /// Its number in the pool, nil if it is not kept.
  var number: Int?

  init(dimension m: Int) {
    dimension = m
    width = padded(m)
    inverse = Scratch(count: m * width, repeating: 0)
    members = Scratch(count: max(0, m - 1), repeating: 0)
  }

  /// Component c of N.
  func normal(_ c: Int) -> Double { inverse[c * width + dimension - 1] }

  /// Copies N into `out`, without what is rounding beside its largest component.
  ///
  /// Whether N·a is zero decides whether a ray can be infeasible, and is a matter of these components.
  mutating func copyNormal(into out: borrowing Scratch<Double>, roundingLevel: Double) {
    var largest = 0.0
    for c in 0..<dimension { largest = max(largest, abs(normal(c))) }
    for c in 0..<dimension {
      if abs(normal(c)) <= roundingLevel * largest { inverse[c * width + dimension - 1] = 0 }
      out[c] = normal(c)
    }
  }

  /// Copies a row of R into `out`, times `sign`.
  func copyRow(_ row: Int, times sign: Double, into out: borrowing Scratch<Double>) {
    for c in 0..<dimension { out[c] = sign * inverse[c * width + row] }
  }
}
