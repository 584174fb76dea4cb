internal import CKernels
internal import DenseKernels

/// Verified facets of one cone, ready to answer further rays.
///
/// A facet is checked once, when it is found; nothing in it depends on a ray. Normals are kept in single
/// precision for choosing a facet; what the facet then proves rests on its inverse.
struct FacetPool: ~Copyable {
  /// Facets the pool can take; what comes later is used once and not kept.
  let capacity: Int
  private let dimension: Int
  private let inverseSize: Int
  /// Facets there is room for.
  private var room: Int
  private(set) var count = 0
  private var oldest = 0
  /// Component c of normal k at c · room + k; zero beyond the count.
  private var normals: Scratch<Float>
  private var inverses: Scratch<Double>
  private var members: Scratch<Int32>
  private var updateCounts: Scratch<Int32>

  init(dimension: Int, capacity: Int) {
    self.capacity = capacity
    self.dimension = dimension
    inverseSize = dimension * padded(dimension)
    room = padded(min(capacity, 128))
    normals = Scratch(count: dimension * room, repeating: 0)
    inverses = Scratch(count: inverseSize * room, repeating: 0)
    members = Scratch(count: (dimension - 1) * room, repeating: 0)
    updateCounts = Scratch(count: room, repeating: 0)
  }

  /// Forgets all facets.
  mutating func removeAll() {
    for c in 0..<dimension {
      unsafe (normals.pointer + c * room).update(repeating: 0, count: padded(count))
    }
    count = 0
    oldest = 0
  }

  /// Twice the room, up to the capacity.
  private mutating func grow() {
    let old = room
    room = padded(min(capacity, 2 * old))
    let wider = Scratch(count: dimension * room, repeating: Float(0))
    for c in 0..<dimension {
      unsafe (wider.pointer + c * room).update(from: normals.pointer + c * old, count: old)
    }
    normals = wider
    inverses = inverses.extended(to: inverseSize * room, with: 0)
    members = members.extended(to: (dimension - 1) * room, with: 0)
    updateCounts = updateCounts.extended(to: room, with: 0)
  }

  /// Keeps a facet; its number, or nil when the pool is full.
  mutating func keep(_ facet: borrowing Facet) -> Int? {
    guard count < capacity else { return nil }
    if count == room { grow() }
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
    for c in 0..<m { normals[c * room + k] = Float(facet.normal(c)) }
    updateCounts[k] = Int32(facet.updateCount)
  }

  /// Copies facet k into `facet`.
  func load(_ k: Int, into facet: inout Facet) {
    let m = dimension
    unsafe facet.inverse.pointer.update(
      from: inverses.pointer + k * inverseSize, count: inverseSize)
    unsafe facet.members.pointer.update(from: members.pointer + k * (m - 1), count: m - 1)
    facet.updateCount = Int(updateCounts[k])
    facet.number = k
  }

  /// Facet with the largest t = −(N·b) / (N·a) for a ray, m numbers each, padded; −1 without one.
  @unsafe func farthest(
    _ origin: UnsafePointer<Double>, _ direction: UnsafePointer<Double>
  ) -> Int {
    let end = narrow(dimension)
    var horizon: Int32 = -1
    return unsafe withUnsafePointer(to: view) { facets in
      var ray = unsafe FarrellRays(
        origins: origin, directions: direction, originFirst: 0, originEnd: end, directionFirst: 0,
        directionEnd: end)
      return Int(unsafe kernels.pointee.farthestFacet(facets, 0, &ray, 0, &horizon))
    }
  }

  /// The facets as the kernels take them; valid until the pool changes.
  @unsafe var view: FarrellFacets {
    unsafe FarrellFacets(
      count: narrow(count), stride: narrow(room), normals: normals.pointer,
      inverses: inverses.pointer, members: members.pointer)
  }
}
