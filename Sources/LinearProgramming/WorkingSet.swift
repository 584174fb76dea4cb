internal import DenseKernels

/// The few generators over which points are solved before all are priced.
///
/// Columns lie together, so that a product with all of them costs about as much as two pivots. Those used
/// least recently give way.
struct WorkingSet: ~Copyable {
  let capacity: Int
  private(set) var count = 0
  /// Component c of column w at c · capacity + w; zero beyond the count.
  let elements: Scratch<Double>
  private let cone: Cone
  private let generators: Scratch<Int>
  private let lastUse: Scratch<Int>
  /// Position of each generator, −1 where it is not in the set.
  private let positions: Scratch<Int32>
  private var time = 0

  init(_ cone: Cone, capacity: Int) {
    self.cone = cone
    self.capacity = padded(min(capacity, cone.count))
    elements = Scratch(count: cone.dimension * self.capacity, repeating: 0)
    generators = Scratch(count: self.capacity, repeating: 0)
    lastUse = Scratch(count: self.capacity, repeating: 0)
    positions = Scratch(count: cone.count, repeating: -1)
    if cone.count <= capacity { for j in 0..<cone.count { _ = add(j) } }
  }

  /// Whether all generators of the cone are in the set.
  var isComplete: Bool { count == cone.count }

  /// Count rounded up to whole vectors.
  var paddedCount: Int { padded(count) }

  /// Generator at a position.
  func generator(_ position: Int) -> Int { generators[position] }

  /// Puts a generator into the set, or notes that it is in use; false when there is no room.
  mutating func add(_ generator: Int) -> Bool {
    if positions[generator] >= 0 {
      lastUse[Int(positions[generator])] = time
      return true
    }
    guard count < capacity else { return false }
    for c in 0..<cone.dimension {
      elements[c * capacity + count] = cone.component(c, of: generator)
    }
    generators[count] = generator
    lastUse[count] = time
    positions[generator] = Int32(truncatingIfNeeded: count)
    count += 1
    return true
  }

  /// Makes generators nothing for a while, so that none of them can enter a basis.
  func hide(_ generators: [Int]) {
    for generator in generators where positions[generator] >= 0 {
      let position = Int(positions[generator])
      for c in 0..<cone.dimension { elements[c * capacity + position] = 0 }
    }
  }

  /// Undoes ``hide(_:)``.
  func show(_ generators: [Int]) {
    for generator in generators where positions[generator] >= 0 {
      let position = Int(positions[generator])
      for c in 0..<cone.dimension {
        elements[c * capacity + position] = cone.component(c, of: generator)
      }
    }
  }

  /// Starts a new period of use; where more than `limit` columns are held, those not used in the last
  /// `age` periods go, oldest position first.
  mutating func startPeriod(limit: Int, age: Int) {
    time += 1
    guard count > limit, !isComplete else { return }
    let before = count
    count = 0
    for position in 0..<before {
      let generator = generators[position]
      if lastUse[position] + age < time {
        positions[generator] = -1
        continue
      }
      for c in 0..<cone.dimension {
        elements[c * capacity + count] = elements[c * capacity + position]
      }
      generators[count] = generator
      lastUse[count] = lastUse[position]
      positions[generator] = Int32(truncatingIfNeeded: count)
      count += 1
    }
    for position in count..<before {
      for c in 0..<cone.dimension { elements[c * capacity + position] = 0 }
    }
  }
}
