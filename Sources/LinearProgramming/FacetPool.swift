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
  private let inverseSize: Int
  /// Elements between components of the normals.
  private(set) var stride: Int
  private(set) var count = 0
  private var oldest = 0
  /// Component c of normal k at c · stride + k.
  private(set) var normals: Scratch<Double>
  private var inverses: Scratch<Double>
  private var members: Scratch<Int>
  private var updateCounts: Scratch<Int>

  init(dimension: Int, capacity: Int) {
    self.capacity = capacity
    self.dimension = dimension
    inverseSize = dimension * padded(dimension)
    stride = padded(min(capacity, 64))
    normals = Scratch(count: dimension * stride, repeating: 0)
    inverses = Scratch(count: inverseSize * stride, repeating: 0)
    members = Scratch(count: (dimension - 1) * stride, repeating: 0)
    updateCounts = Scratch(count: stride, repeating: 0)
  }

  /// Twice the room, up to the capacity.
  private mutating func grow() {
    let old = stride
    stride = padded(min(capacity, 2 * old))
    let wider = Scratch(count: dimension * stride, repeating: 0.0)
    for component in 0..<dimension {
      unsafe (wider.pointer + component * stride).update(
        from: normals.pointer + component * old, count: old)
    }
    normals = wider
    inverses = inverses.extended(to: inverseSize * stride, with: 0)
    members = members.extended(to: (dimension - 1) * stride, with: 0)
    updateCounts = updateCounts.extended(to: stride, with: 0)
  }

  /// Keeps a facet; its number, or nil when the pool is full.
  mutating func keep(_ facet: borrowing Facet) -> Int? {
    guard count < capacity else { return nil }
    if count == stride { grow() }
    count += 1
    write(facet, to: count - 1)
    return count - 1
  }

  /// Keeps a facet, in place of the oldest one when the pool is full; the first `fixedCount` stay.
  mutating func keepRecent(_ facet: borrowing Facet, fixedCount: Int) {
    if keep(facet) != nil { return }
    oldest = max(oldest, fixedCount)
    write(facet, to: oldest)
    oldest = oldest + 1 < capacity ? oldest + 1 : fixedCount
  }

  private func write(_ facet: borrowing Facet, to k: Int) {
    let m = dimension
    unsafe (inverses.pointer + k * inverseSize).update(
      from: facet.inverse.pointer, count: inverseSize)
    unsafe (members.pointer + k * (m - 1)).update(from: facet.members.pointer, count: m - 1)
    for component in 0..<m {
      normals[component * stride + k] = facet.inverse[component * facet.stride + m - 1]
    }
    updateCounts[k] = facet.updateCount
  }

  /// Copies facet k into `facet`.
  func load(_ k: Int, into facet: inout Facet) {
    let m = dimension
    unsafe facet.inverse.pointer.update(
      from: inverses.pointer + k * inverseSize, count: inverseSize)
    unsafe facet.members.pointer.update(from: members.pointer + k * (m - 1), count: m - 1)
    facet.updateCount = updateCounts[k]
    facet.number = k
  }
}

/// One facet in work: its generators and the inverse of [g_J, h].
struct Facet: ~Copyable {
  /// R, m × m, column after column, each padded to `stride` rows; the last row is the normal.
  let inverse: Scratch<Double>
  let stride: Int
  /// J, m − 1 generators in row order.
  let members: Scratch<Int>
  /// Pivots since the inverse was computed from the generators.
  var updateCount = 0
  /// Its number in the pool, nil if it is not kept.
  var number: Int?

  init(dimension: Int) {
    stride = padded(dimension)
    inverse = Scratch(count: dimension * stride, repeating: 0)
    members = Scratch(count: max(0, dimension - 1), repeating: 0)
  }
}
