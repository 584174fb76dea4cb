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
  private let members: Scratch<Int>
  private let updateCounts: Scratch<Int>
  /// Stands for what screening does not read.
  private let noMembers = Scratch(count: 0, repeating: Int32(0))

  /// Room for at least `capacity` facets of a cone in R^m.
  init(dimension m: Int, capacity: Int) {
    self.m = m
    self.capacity = padded(capacity)
    stride = padded(m)
    normals = Scratch(count: m * self.capacity, repeating: 0)
    inverses = Scratch(count: m * stride * self.capacity, repeating: 0)
    members = Scratch(count: (m - 1) * self.capacity, repeating: 0)
    updateCounts = Scratch(count: self.capacity, repeating: 0)
  }

  /// Keeps all facets held so far whatever comes.
  mutating func fix() { fixedCount = count }

  /// Keeps the facet of a basis whose last column is the interior direction.
  mutating func keep(_ basis: borrowing RayBasis) {
    var place = count
    if count < capacity {
      count += 1
    } else {
      oldest = max(oldest, fixedCount)
      place = oldest
      oldest = oldest + 1 < capacity ? oldest + 1 : fixedCount
    }
    updateCounts[place] = basis.copy(
      inverseTo: inverses, at: place * m * stride, membersTo: members, at: place * (m - 1))
    for c in 0..<m {
      normals[c * capacity + place] = Float(inverses[(place * m + c) * stride + m - 1])
    }
  }

  /// Takes facet k up into a basis and turns it to the basis' ray; false where it cannot be used.
  func load(_ k: Int, into basis: inout RayBasis) -> Bool {
    basis.take(
      inverse: inverses, at: k * m * stride, members: members, at: k * (m - 1),
      updateCount: updateCounts[k])
    return basis.turnToRay()
  }

  /// Generator in row `row` of facet k.
  func member(_ k: Int, row: Int) -> Int { members[k * (m - 1) + row] }

  /// The facet that a ray meets last, −1 where none qualifies.
  func farthest(
    origins: borrowing Scratch<Double>, directions: borrowing Scratch<Double>, at first: Int
  ) -> Int {
    let end = narrow(m)
    var horizon: Int32 = -1
    var facets = unsafe FarrellFacets(
      count: narrow(count), stride: narrow(capacity), normals: normals.pointer,
      inverses: inverses.pointer, members: noMembers.pointer)
    var ray = unsafe FarrellRays(
      origins: origins.pointer + first, directions: directions.pointer + first, originFirst: 0,
      originEnd: end, directionFirst: 0, directionEnd: end)
    return Int(unsafe kernels.pointee.farthestFacet(&facets, 0, &ray, 0, &horizon))
  }

  /// The same among facets without any of some generators.
  func farthest(
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
