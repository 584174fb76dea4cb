internal import DenseKernels

/// Verified facets of one cone, ready to answer further rays.
///
/// A facet is m − 1 generators J on a supporting hyperplane. With B = [g_J, h] and R = B⁻¹ its
/// normal is N = last row of R: N·g = 0 on J, N·h = 1, N·g ≥ 0 for every generator. That is checked
/// once, when the facet is found; nothing in it depends on a query.
struct FacetPool: ~Copyable {
  /// Facets the pool can take; what comes later is used once and not kept.
  let capacity: Int
  private let dimension: Int
  /// Elements between components of the normals.
  let stride: Int
  private(set) var count = 0
  /// Component c of normal k at c · stride + k.
  let normals: Scratch<Double>
  private let inverses: Scratch<Double>
  private let members: Scratch<Int>
  private let updateCounts: Scratch<Int>

  init(dimension: Int, capacity: Int) {
    self.dimension = dimension
    self.capacity = capacity
    stride = padded(capacity)
    normals = Scratch(count: dimension * stride, repeating: 0)
    inverses = Scratch(count: dimension * dimension * capacity, repeating: 0)
    members = Scratch(count: max(0, dimension - 1) * capacity, repeating: 0)
    updateCounts = Scratch(count: capacity, repeating: 0)
  }

  /// Keeps a facet; its number, or nil when the pool is full.
  mutating func keep(_ facet: borrowing Facet) -> Int? {
    guard count < capacity else { return nil }
    let (m, k) = (dimension, count)
    unsafe (inverses.pointer + k * m * m).update(from: facet.inverse.pointer, count: m * m)
    unsafe (members.pointer + k * (m - 1)).update(from: facet.members.pointer, count: m - 1)
    let normal = unsafe facet.inverse.pointer + (m - 1) * m
    for component in 0..<m { unsafe normals.pointer[component * stride + k] = normal[component] }
    updateCounts[k] = facet.updateCount
    count += 1
    return k
  }

  /// Copies facet k into `facet`.
  func load(_ k: Int, into facet: inout Facet) {
    let m = dimension
    unsafe facet.inverse.pointer.update(from: inverses.pointer + k * m * m, count: m * m)
    unsafe facet.members.pointer.update(from: members.pointer + k * (m - 1), count: m - 1)
    facet.updateCount = updateCounts[k]
    facet.number = k
  }
}

/// One facet in work: its generators and the inverse of [g_J, h].
struct Facet: ~Copyable {
  /// R, m × m, row-major; the last row is the normal.
  let inverse: Scratch<Double>
  /// J, m − 1 generators in row order.
  let members: Scratch<Int>
  /// Pivots since the inverse was computed from the generators.
  var updateCount = 0
  /// Its number in the pool, nil if it is not kept.
  var number: Int?

  init(dimension: Int) {
    inverse = Scratch(count: dimension * dimension, repeating: 0)
    members = Scratch(count: max(0, dimension - 1), repeating: 0)
  }
}
