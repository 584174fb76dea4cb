internal import DenseKernels

/// A cone with what pricing needs besides: its generators in single precision, and their sizes.
package struct PricedCone: Sendable {
  package let cone: Cone
  /// Component c of generator j at c · floatStride + j, rounded to single precision.
  let floats: [Float]
  /// Elements between components of `floats`: the count padded to a group of columns.
  let floatStride: Int
  /// Largest |g_c| over all generators, m numbers, none zero.
  package let sizes: [Double]
  /// +1 where every normal of the cone has N_c ≥ 0 because a generator is a positive multiple of e_c; −1
  /// where one is a negative multiple; else 0.
  let signs: [Int]

  /// Prepares a cone for pricing.
  package init(_ cone: Cone) {
    let m = cone.dimension
    self.cone = cone
    floatStride = paddedToGroup(cone.count)
    var floats = [Float](repeating: 0, count: m * floatStride)
    var sizes = [Double](repeating: 0, count: m)
    var (support, lone) = ([Int](repeating: 0, count: cone.count), [Int](repeating: 0, count: m))
    for component in 0..<m {
      for j in 0..<cone.count {
        let value = cone.component(component, of: j)
        floats[component * floatStride + j] = Float(value)
        sizes[component] = max(sizes[component], abs(value))
        if value != 0 { support[j] = support[j] == 0 ? component + 1 : -1 }
      }
    }
    for j in 0..<cone.count where support[j] > 0 {
      lone[support[j] - 1] = cone.component(support[j] - 1, of: j) > 0 ? 1 : -1
    }
    self.floats = floats
    self.sizes = sizes.map { $0 > 0 ? $0 : 1 }
    signs = lone
  }

  /// Whether components are of sizes for which the error bounds below hold; else do not price.
  package var isWellScaled: Bool { sizes.allSatisfy { $0 > 0x1p-40 && $0 < 0x1p40 } }

  /// Largest error of a product in single precision, for a normal with Σ|N_c| · sizes_c ≤ 1: m products
  /// and sums, two conversions, and room for numbers below the normal range.
  var floatError: Float { Float(cone.dimension + 4) * 0x1p-24 + 0x1p-100 }

  /// The same in double precision, without conversions.
  var doubleError: Double { Double(cone.dimension + 4) * 0x1p-53 }
}
