internal import DenseKernels

/// Prices the normals of several points against all generators of a cone at once.
///
/// Products are screened in single precision, four points to a load of a generator, tile by tile. A group
/// of generators that may hold a product below zero, by the bound of ``PricedCone/floatError``, is priced
/// again in double precision. What the screen passes is proved to be positive, so the least product seen in
/// double precision, less its own error, bounds the product with every generator.
struct BatchedPricing: ~Copyable {
  /// Parts of the generators of which each gives its worst violator.
  static let sectionCount = 4
  /// Least product, relative to Σ|N_c| · sizes_c, that is no violation.
  static let tolerance = 1e-12
  /// Largest product, on the same scale, that counts as zero where it matters whether others than the
  /// members of a basis have weight; below a hundredth of ``PricedCone/floatError``.
  static let tieTolerance = 1e-9

  private let priced: PricedCone
  private let capacity: Int
  private let countsTies: Bool
  /// Generators that do not count for each slot.
  private var excluded: [[Int]]
  /// Component c of the cleaned normal of slot k at k · m + c.
  let normals: Scratch<Double>
  /// Largest violation by which a generator may miss the cleaned normal of each slot.
  let violations: Scratch<Double>
  /// Generators with a product within ``tieTolerance`` of zero, where they are counted.
  let ties: Scratch<Int>
  /// Worst violator of each section at k · sectionCount + section; −1 where there is none.
  let violators: Scratch<Int>
  private let worst: Scratch<Double>
  private let lowest: Scratch<Double>
  private let floats: Scratch<Float>
  private let hits: Scratch<Int32>

  /// Generators in a tile, which stays in the second-level cache while all points pass.
  private static let tileSize = 2048

  init(_ priced: PricedCone, capacity: Int, countsTies: Bool) {
    let m = priced.cone.dimension
    self.priced = priced
    self.capacity = capacity
    self.countsTies = countsTies
    excluded = [[Int]](repeating: [], count: capacity)
    ties = Scratch(count: capacity, repeating: 0)
    normals = Scratch(count: capacity * m, repeating: 0)
    violations = Scratch(count: capacity, repeating: 0)
    violators = Scratch(count: capacity * Self.sectionCount, repeating: -1)
    worst = Scratch(count: capacity * Self.sectionCount, repeating: 0)
    lowest = Scratch(count: capacity, repeating: 0)
    floats = Scratch(count: (capacity + 3) / 4 * 4 * m, repeating: 0)
    hits = Scratch(count: Self.tileSize / pricingGroup * 4, repeating: 0)
  }

  /// Sets the normal of a slot: component c of `source` at c · stride, times `sign`, without what is
  /// rounding on the wrong side of zero or relative to the rest, and scaled to Σ|N_c| · sizes_c = 1.
  mutating func set(
    _ slot: Int, to source: UnsafePointer<Double>, stride: Int, sign: Double, excluded: [Int]
  ) {
    let m = priced.cone.dimension
    if !(excluded.isEmpty && self.excluded[slot].isEmpty) { self.excluded[slot] = excluded }
    var size = 0.0
    for c in 0..<m { size += unsafe abs(source[c * stride]) * priced.sizes[c] }
    let rounding = Self.tolerance * size
    size = 0
    for c in 0..<m {
      var value = unsafe sign * source[c * stride]
      let isWrong = value * Double(priced.signs[c]) < 0
      if isWrong && abs(value) * priced.sizes[c] <= rounding { value = 0 }
      normals[slot * m + c] = value
      size += abs(value) * priced.sizes[c]
    }
    let scale = 1 / (size * (1 + 0x1p-40))
    for c in 0..<m {
      let value = normals[slot * m + c] * scale
      normals[slot * m + c] = abs(value) * priced.sizes[c] < 0x1p-50 ? 0 : value
    }
  }

  /// Prices slots 0..<count; ``violators`` and ``violations`` then describe them.
  mutating func price(count: Int) {
    let (m, stride) = (priced.cone.dimension, priced.floatStride)
    prepare(count)
    let section = (stride / pricingGroup + Self.sectionCount - 1) / Self.sectionCount
    for tile in Swift.stride(from: 0, to: stride, by: Self.tileSize) {
      let end = min(tile + Self.tileSize, stride)
      for group in Swift.stride(from: 0, to: count, by: 4) {
        let limits = thresholds(group, section: tile / pricingGroup / section, count)
        let hitCount = unsafe priced.floats.withUnsafeBufferPointer { columns in
          guard let base = columns.baseAddress else { return 0 }
          return unsafe screenColumns(
            base, stride: stride, from: tile, to: end, dimension: m,
            prices: floats.pointer + group * m, thresholds: limits, hits: hits.pointer)
        }
        for hit in 0..<hitCount {
          let (columns, slot) = (Int(hits[hit]) / 4, group + Int(hits[hit]) % 4)
          recheck(slot, group: columns, section: columns / section)
        }
      }
    }
    for slot in 0..<count { violations[slot] = max(0, -lowest[slot]) + priced.doubleError }
  }

  private mutating func prepare(_ count: Int) {
    let m = priced.cone.dimension
    for slot in 0..<(count + 3) / 4 * 4 {
      for c in 0..<m {
        let value = slot < count ? Float(normals[slot * m + c]) : 0
        floats[slot / 4 * 4 * m + 4 * c + slot % 4] = value
      }
    }
    for slot in 0..<count {
      lowest[slot] = 0
      ties[slot] = 0
      for section in 0..<Self.sectionCount {
        violators[slot * Self.sectionCount + section] = -1
        worst[slot * Self.sectionCount + section] = -Self.tolerance
      }
    }
  }

  /// What a product in single precision must exceed not to be looked at: nothing that could be worse than
  /// the worst of its section is missed, and nothing negative while the section has no violator.
  private mutating func thresholds(_ group: Int, section: Int, _ count: Int) -> SIMD4<Float> {
    var limits = SIMD4<Float>(repeating: -.infinity)
    for k in 0..<min(4, count - group) {
      let index = (group + k) * Self.sectionCount + section
      let base: Float = violators[index] < 0 ? 0 : Float(worst[index])
      limits[k] = base + 1.01 * priced.floatError
    }
    return limits
  }

  private mutating func recheck(_ slot: Int, group: Int, section: Int) {
    let first = group * pricingGroup
    let found =
      excluded[slot].isEmpty
      ? lowestProduct(slot, from: first)
      : lowestAllowedProduct(slot, from: first)
    if countsTies { countTies(slot, from: first) }
    lowest[slot] = min(lowest[slot], found.value)
    let index = slot * Self.sectionCount + section
    guard found.value < worst[index], found.index < priced.cone.count else { return }
    worst[index] = found.value
    violators[index] = found.index
  }

  /// Least product of a slot's normal with a group of generators.
  private mutating func lowestProduct(_ slot: Int, from first: Int) -> (value: Double, index: Int) {
    let cone = priced.cone
    return unsafe DenseKernels.lowestProduct(
      normals.pointer + slot * cone.dimension, columns: cone.rows.pointer, stride: cone.stride,
      from: first, to: min(first + pricingGroup, cone.stride), dimension: cone.dimension)
  }

  /// The same without generators that are excluded, one by one.
  private func lowestAllowedProduct(_ slot: Int, from first: Int) -> (value: Double, index: Int) {
    var (value, index) = (Double.infinity, first)
    for j in first..<min(first + pricingGroup, priced.cone.count)
    where !excluded[slot].contains(j) {
      let product = product(slot, j)
      if product < value { (value, index) = (product, j) }
    }
    return (value, index)
  }

  private mutating func countTies(_ slot: Int, from first: Int) {
    let cone = priced.cone
    let end = min(first + pricingGroup, cone.count)
    ties[slot] += unsafe countProducts(
      normals.pointer + slot * cone.dimension, columns: cone.rows.pointer, stride: cone.stride,
      from: first, to: end, dimension: cone.dimension, below: Self.tieTolerance)
    for j in excluded[slot] where j >= first && j < end && product(slot, j) < Self.tieTolerance {
      ties[slot] -= 1
    }
  }

  /// Whether the normal of a slot holds for the generators excluded, too.
  mutating func isValidForExcluded(_ slot: Int) -> Bool {
    excluded[slot].isEmpty || excluded[slot].allSatisfy { product(slot, $0) >= -Self.tolerance }
  }

  /// Generators with a product of about zero with a normal, more generously than ``ties``.
  func generators(near source: borrowing Scratch<Double>, at first: Int) -> [Int] {
    let cone = priced.cone
    let products = Scratch(count: cone.stride, repeating: 0.0)
    unsafe productsWithColumns(
      source.pointer + first, columns: cone.rows.pointer, stride: cone.stride, count: cone.stride,
      dimension: cone.dimension, into: products.pointer)
    return (0..<cone.count).filter { products[$0] < 10 * Self.tieTolerance }
  }

  private func product(_ slot: Int, _ generator: Int) -> Double {
    var sum = 0.0
    for c in 0..<priced.cone.dimension {
      sum += normals[slot * priced.cone.dimension + c] * priced.cone.component(c, of: generator)
    }
    return sum
  }
}
