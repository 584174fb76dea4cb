internal import CKernels
internal import DenseKernels

/// A finitely generated cone in R^m: generators g_j as columns, and a direction strictly inside.
///
/// Generators are stored twice: component by component, so that the product of a row vector with all of
/// them runs along memory, and one after the other, so that a single one does.
package struct Cone: Sendable {
  /// Length m of the generators.
  package let dimension: Int
  /// Number of generators.
  package let count: Int
  /// Elements between components in `rows`: the count, padded for the kernels; padding is zero.
  let stride: Int
  /// Elements between generators in `columns`: m, padded.
  let width: Int
  /// Component c of generator j at c · stride + j.
  let rows: SharedBlock<Double>
  /// Component c of generator j at j · width + c.
  let columns: SharedBlock<Double>
  /// h, a direction in the interior, m numbers.
  let interior: [Double]

  /// Largest m that the kernels have room for.
  package static let largestDimension = 64

  /// Cone of `count` generators of m finite numbers, m at most ``largestDimension``.
  ///
  /// - Parameters:
  ///   - count: number of generators.
  ///   - interior: m numbers, strictly inside.
  ///   - fill: writes component c of generator j to c · stride + j; all elements are zero before.
  package init(
    count: Int, interior: [Double], fill: (UnsafeMutablePointer<Double>, _ stride: Int) -> Void
  ) {
    let (m, stride, width) = (interior.count, padded(count), padded(interior.count))
    precondition(m <= Self.largestDimension, "\(m) components")
    let rows = unsafe SharedBlock(count: m * stride, repeating: 0.0) { unsafe fill($0, stride) }
    columns = unsafe SharedBlock(count: count * width, repeating: 0.0) { out in
      for c in 0..<m {
        let row = unsafe rows.pointer + c * stride
        for j in 0..<count { unsafe out[j * width + c] = row[j] }
      }
    }
    (self.dimension, self.count, self.stride, self.width) = (m, count, stride, width)
    (self.rows, self.interior) = (rows, interior)
  }

  func component(_ component: Int, of generator: Int) -> Double {
    rows[component * stride + generator]
  }

  /// The cone as the kernels take it; valid as long as the cone lives.
  @unsafe var view: FarrellCone {
    unsafe FarrellCone(
      dimension: narrow(dimension), count: narrow(count), stride: narrow(stride),
      width: narrow(width), rows: rows.pointer, columns: columns.pointer)
  }
}
