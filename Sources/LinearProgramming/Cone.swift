internal import DenseKernels

/// A finitely generated cone in R^m: generators g_j as columns, and a direction strictly inside.
///
/// Generators are stored component by component, so that the product of a row vector with all of
/// them runs along memory.
package struct Cone: Sendable {
  /// Length m of the generators.
  package let dimension: Int
  /// Number of generators.
  package let count: Int
  /// Elements between components: the count, padded for the kernels; padding is zero.
  let stride: Int
  /// Component c of generator j at c · stride + j.
  let elements: [Double]
  /// h, a direction in the interior, m numbers.
  let interior: [Double]

  /// Cone of the given generators, each of m finite numbers.
  package init(generators: [[Double]], interior: [Double]) {
    dimension = interior.count
    count = generators.count
    stride = padded(generators.count)
    var elements = [Double](repeating: 0, count: interior.count * stride)
    for (j, generator) in generators.enumerated() {
      precondition(generator.count == interior.count, "generator \(j) has \(generator.count) parts")
      for component in generator.indices { elements[component * stride + j] = generator[component] }
    }
    self.elements = elements
    self.interior = interior
  }

  func component(_ component: Int, of generator: Int) -> Double {
    elements[component * stride + generator]
  }
}

/// The question min { t : b + t · a in cone }.
///
/// In dual terms, over the normals N of the cone's facets: max { −(N·b) / (N·a) : N·a > 0 }.
package struct RayQuery: Sendable, Hashable {
  /// b, m numbers.
  package var origin: [Double]
  /// a, m numbers.
  package var direction: [Double]

  /// Ray from `origin` along `direction`.
  package init(origin: [Double], direction: [Double]) {
    self.origin = origin
    self.direction = direction
  }
}
