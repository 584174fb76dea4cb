internal import CKernels
internal import DenseKernels

/// Verified facets of one cone, ready to answer further rays.
///
/// A facet is a set J of m − 1 generators on a supporting hyperplane, kept as R = [g_J, h]⁻¹. Its normal is
/// N = last row of R: N·g = 0 on J, N·h = 1, and N·g ≥ 0 for every generator. It is checked once, when it is
/// found; nothing in it depends on a ray. Normals are kept in single precision for choosing a facet; what
/// the facet then proves rests on its inverse. Behind the facets lie two free slots, in which the next one
/// is made.
struct FacetPool: ~Copyable {
  /// Facets the pool can take; what comes later is used once and not kept.
  let capacity: Int
  private let dimension: Int
  private let inverseSize: Int
  /// Slots there is memory for.
  private var room: Int
  /// Facets kept, in slots 0..<count.
  private(set) var count = 0
  /// Component c of normal k at c · room + k; zero beyond the count.
  private var normals: Scratch<Float>
  private var inverses: Scratch<Double>
  private var members: Scratch<Int32>
  /// Pivots since the inverse of each slot was computed from the generators.
  private var updateCounts: Scratch<Int32>

  init(dimension: Int, capacity: Int) {
    self.capacity = capacity
    self.dimension = dimension
    inverseSize = dimension * padded(dimension)
    room = padded(min(capacity, 126) + 2)
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
  }

  /// Twice the room, up to the capacity and the free slots.
  private mutating func grow() {
    let old = room
    room = padded(min(capacity, 2 * old) + 2)
    let wider = Scratch(count: dimension * room, repeating: Float(0))
    for c in 0..<dimension {
      unsafe (wider.pointer + c * room).update(from: normals.pointer + c * old, count: old)
    }
    normals = wider
    inverses = inverses.extended(to: inverseSize * room, with: 0)
    members = members.extended(to: (dimension - 1) * room, with: 0)
    updateCounts = updateCounts.extended(to: room, with: 0)
  }

  // MARK: Slots

  /// A slot for a new facet beside the one in `slot`; it may be kept if it is slot `count`.
  func free(beside slot: Int) -> Int { slot == count ? count + 1 : count }

  /// R of a slot, m columns of padded(m) rows.
  @unsafe func inverse(_ slot: Int) -> UnsafeMutablePointer<Double> {
    unsafe inverses.pointer + slot * inverseSize
  }

  /// J of a slot, m − 1 generators.
  @unsafe func members(_ slot: Int) -> UnsafeMutablePointer<Int32> {
    unsafe members.pointer + slot * (dimension - 1)
  }

  /// Generator in a row of a slot.
  func member(_ slot: Int, row: Int) -> Int { Int(members[slot * (dimension - 1) + row]) }

  /// Component c of the normal of a slot.
  func normal(_ slot: Int, _ c: Int) -> Double {
    inverses[slot * inverseSize + c * padded(dimension) + dimension - 1]
  }

  /// Pivots since the inverse of a slot was computed from the generators.
  func updateCount(_ slot: Int) -> Int { Int(updateCounts[slot]) }

  /// Notes how many pivots lie behind a slot.
  func setUpdateCount(_ slot: Int, _ value: Int) { updateCounts[slot] = narrow(value) }

  /// Keeps the facet made in slot `count`; false when the pool is full.
  mutating func keepFree() -> Bool {
    guard count < capacity else { return false }
    let last = unsafe inverse(count) + (dimension - 1)
    let target = unsafe normals.pointer + count
    let width = padded(dimension)
    for c in 0..<dimension { unsafe target[c * room] = Float(last[c * width]) }
    count += 1
    if count + 2 > room { grow() }
    return true
  }

  // MARK: Screening

  /// Facet with the largest t = −(N·b) / (N·a) for a ray, m numbers each; −1 without one.
  @unsafe func farthest(
    _ origin: UnsafePointer<Double>, _ direction: UnsafePointer<Double>
  ) -> Int {
    unsafe withUnsafePointer(to: view) { facets in
      Int(unsafe kernels.pointee.farthestFacet(facets, narrow(dimension), origin, direction))
    }
  }

  /// The facets as the kernels take them; valid until the pool changes.
  @unsafe var view: FarrellFacets {
    unsafe FarrellFacets(
      count: narrow(count), limit: narrow(min(capacity, room - 2)),
      canGrow: room - 2 < capacity ? 1 : 0, wantsRoom: 0, stride: narrow(room),
      normals: normals.pointer, inverses: inverses.pointer, members: members.pointer,
      updateCounts: updateCounts.pointer)
  }

  /// Takes over facets that a kernel has added through ``view``; whether there is more room than before,
  /// because it wanted some.
  mutating func take(_ facets: FarrellFacets) -> Bool {
    count = unsafe Int(facets.count)
    guard unsafe facets.wantsRoom != 0 else { return false }
    grow()
    return true
  }
}
