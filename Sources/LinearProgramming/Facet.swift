internal import DenseKernels

/// A copy of one facet: m − 1 generators J on a supporting hyperplane, and R = [g_J, h]⁻¹.
///
/// Its normal is N = last row of R: N·g = 0 on J, N·h = 1, and N·g ≥ 0 for every generator.
struct Facet: ~Copyable {
  /// R, m × m, column after column, each padded.
  let inverse: Scratch<Double>
  /// J, m − 1 generators in row order.
  let members: Scratch<Int32>
  /// Pivots since the inverse was computed from the generators.
  var updateCount = 0

  init(dimension m: Int) {
    inverse = Scratch(count: m * padded(m), repeating: 0)
    members = Scratch(count: max(0, m - 1), repeating: 0)
  }
}
