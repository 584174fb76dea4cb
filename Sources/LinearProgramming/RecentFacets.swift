internal import CKernels
internal import DenseKernels

/// The facets that neighbouring rays were found on, the last few hundred; where the next ray starts from.
///
/// In contrast to ``FacetPool`` old ones give way, and the working-set solver writes them straight from its basis.
struct RecentFacets: ~Copyable {
  let capacity: Int
  private(set) var count = 0
  private let m: Int
  private let stride: Int
  private var oldest = 0
  /// Facets that stay.
  private var fixedCount = 0
  /// Component c of normal k at c · capacity + k, in single precision: good enough to choose a facet.
  private let normals: Scratch<Float>
  private let inverses: Scratch<Double>
  private let members: Scratch<Int32>
  private let updateCounts: Scratch<Int32>
  /// Tells most sets of members apart, whatever their order.
  private let signatures: Scratch<UInt64>
  // What pricing said of each facet; a violation of +∞ where it was not priced.
  private let pricedNormals: Scratch<Double>
  private let violations: Scratch<Double>
  private let ties: Scratch<Int>

  /// Room for at least `capacity` facets of a cone in R^m.
  init(dimension m: Int, capacity: Int) {
    self.m = m
    self.capacity = padded(capacity)
    stride = padded(m)
    normals = Scratch(count: m * self.capacity, repeating: 0)
    inverses = Scratch(count: m * stride * self.capacity, repeating: 0)
    members = Scratch(count: (m - 1) * self.capacity, repeating: 0)
    updateCounts = Scratch(count: self.capacity, repeating: 0)
    signatures = Scratch(count: self.capacity, repeating: 0)
    pricedNormals = Scratch(count: m * self.capacity, repeating: 0)
    violations = Scratch(count: self.capacity, repeating: .infinity)
    ties = Scratch(count: self.capacity, repeating: Int.max)
  }

  /// Keeps all facets held so far whatever comes.
  mutating func fix() { fixedCount = count }

  /// Keeps the facet of a basis whose last column is the interior direction; its number, or nil where the
  /// same generators were kept lately.
  mutating func keep(_ basis: borrowing RayBasis) -> Int? {
    var signature: UInt64 = 0
    for row in 0..<m - 1 {
      let mixed = (UInt64(basis.members[row]) &+ 1) &* 0x9E37_79B9_7F4A_7C15
      signature &+= mixed ^ (mixed >> 29)
    }
    var place = count
    if count < capacity {
      if wasKept(signature, before: count) { return nil }
      count += 1
    } else {
      oldest = max(oldest, fixedCount)
      if wasKept(signature, before: oldest) { return nil }
      place = oldest
      oldest = oldest + 1 < capacity ? oldest + 1 : fixedCount
    }
    signatures[place] = signature
    violations[place] = .infinity
    updateCounts[place] = narrow(
      basis.copy(
        inverseTo: inverses, at: place * m * stride, membersTo: members, at: place * (m - 1)))
    for c in 0..<m {
      normals[c * capacity + place] = Float(inverses[(place * m + c) * stride + m - 1])
    }
    return place
  }

  /// Whether a signature is among the last ones kept before a place.
  private mutating func wasKept(_ signature: UInt64, before place: Int) -> Bool {
    for other in max(0, place - Self.memory)..<place where signatures[other] == signature {
      return true
    }
    return false
  }

  /// Facets that a new one is compared with: rays of a block often end on the same.
  private static let memory = 32

  // MARK: Prices

  /// Notes what pricing said of facet k in slot `slot` of a block, if that still holds its generators.
  mutating func setPrices(_ k: Int, from block: borrowing RayBlock, _ slot: Int) {
    for row in 0..<m - 1 where members[k * (m - 1) + row] != block.members[slot * (m - 1) + row] {
      return
    }
    for c in 0..<m { pricedNormals[k * m + c] = block.normals[slot * m + c] }
    violations[k] = block.violations[slot]
    ties[k] = block.ties[slot]
  }

  /// Gives a slot of a block what pricing said of facet k; false where it was not priced.
  mutating func copyPrices(_ k: Int, to block: borrowing RayBlock, _ slot: Int) -> Bool {
    guard violations[k] < .infinity else { return false }
    for c in 0..<m { block.normals[slot * m + c] = pricedNormals[k * m + c] }
    block.violations[slot] = violations[k]
    block.ties[slot] = ties[k]
    return true
  }

  /// Takes facet k up into a basis and turns it to the basis' ray; false where it cannot be used.
  mutating func load(_ k: Int, into basis: inout RayBasis) -> Bool {
    basis.take(
      inverse: inverses, at: k * m * stride, members: members, at: k * (m - 1),
      updateCount: Int(updateCounts[k]))
    return basis.turnToRay()
  }

  /// Generator in row `row` of facet k.
  mutating func member(_ k: Int, row: Int) -> Int { Int(members[k * (m - 1) + row]) }

  /// The facet that a ray meets last, −1 where none qualifies.
  mutating func farthest(
    origins: borrowing Scratch<Double>, directions: borrowing Scratch<Double>, at first: Int
  ) -> Int {
    let view = unsafe FarrellFacets(
      count: narrow(count), limit: narrow(count), canGrow: 0, wantsRoom: 0,
      stride: narrow(capacity),
      normals: normals.pointer, inverses: inverses.pointer, members: members.pointer,
      updateCounts: updateCounts.pointer)
    return unsafe withUnsafePointer(to: view) { facets in
      Int(
        unsafe kernels.pointee.farthestFacet(
          facets, narrow(m), origins.pointer + first, directions.pointer + first))
    }
  }

  /// The same among facets without any of some generators.
  mutating func farthest(
    origins: borrowing Scratch<Double>, directions: borrowing Scratch<Double>, at first: Int,
    without excluded: [Int]
  ) -> Int {
    var (best, found) = (-Double.infinity, -1)
    for k in 0..<count where !(0..<m - 1).contains(where: { excluded.contains(member(k, row: $0)) })
    {
      var (height, slope) = (0.0, 0.0)
      for c in 0..<m {
        height -= Double(normals[c * capacity + k]) * origins[first + c]
        slope += Double(normals[c * capacity + k]) * directions[first + c]
      }
      if slope > Self.leastSlope, height > best * slope { (best, found) = (height / slope, k) }
    }
    return found
  }

  /// Product of a normal with a direction, below which the crossing is not computed.
  private static let leastSlope = 1e-6
}
