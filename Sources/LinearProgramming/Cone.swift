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
  private(set) var rows: SharedBlock<Double>
  /// Component c of generator j at j · width + c.
  private(set) var columns: SharedBlock<Double>
  /// `rows` in single precision.
  private(set) var floatRows: SharedBlock<Float>
  /// h, a direction in the interior, m numbers.
  private(set) var interior: [Double]

  /// Largest m that the kernels have room for.
  package static let largestDimension = 64

  /// Writes component c of generator j to c · stride + j; all elements are zero before.
  package typealias Fill = (_ rows: UnsafeMutablePointer<Double>, _ stride: Int) -> Void

  /// Cone of `count` generators of m finite numbers, m at most ``largestDimension``.
  ///
  /// - Parameters:
  ///   - count: number of generators.
  ///   - interior: m numbers, strictly inside.
  ///   - fill: writes the generators.
  package init(count: Int, interior: [Double], fill: Fill) {
    let m = interior.count
    precondition(m <= Self.largestDimension, "\(m) components")
    (dimension, self.count, stride, width) = (m, count, padded(count), padded(m))
    self.interior = interior
    rows = unsafe SharedBlock(count: m * stride, repeating: 0) { _ in }
    columns = unsafe SharedBlock(count: count * width, repeating: 0) { _ in }
    floatRows = unsafe SharedBlock(count: m * stride, repeating: 0) { _ in }
    unsafe write(fill)
  }

  /// Takes other generators, in the same memory where it has their shape and no one else reads it.
  package mutating func refill(count newCount: Int, interior newInterior: [Double], fill: Fill) {
    guard newCount == count, newInterior.count == dimension,
      isKnownUniquelyReferenced(&rows), isKnownUniquelyReferenced(&columns),
      isKnownUniquelyReferenced(&floatRows)
    else {
      self = unsafe Cone(count: newCount, interior: newInterior, fill: fill)
      return
    }
    interior = newInterior
    unsafe rows.rewrite { unsafe $0.update(repeating: 0, count: rows.count) }
    unsafe write(fill)
  }

  @unsafe private func write(_ fill: Fill) {
    unsafe rows.rewrite { unsafe fill($0, stride) }
    unsafe columns.rewrite { out in
      for c in 0..<dimension {
        let row = unsafe rows.pointer + c * stride
        for j in 0..<count { unsafe out[j * width + c] = row[j] }
      }
    }
    unsafe floatRows.rewrite { out in
      for index in 0..<rows.count { unsafe out[index] = Float(rows.pointer[index]) }
    }
  }

  func component(_ component: Int, of generator: Int) -> Double {
    rows[component * stride + generator]
  }

  /// The cone as the kernels take it; valid as long as the cone lives.
  @unsafe var view: FarrellCone {
    unsafe FarrellCone(
      dimension: narrow(dimension), count: narrow(count), stride: narrow(stride),
      width: narrow(width), rows: rows.pointer, columns: columns.pointer,
      floatRows: floatRows.pointer)
  }
}
