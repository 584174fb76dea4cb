internal import DenseKernels

/// Rays that are solved together: where each stands and how it ended.
struct RayBlock: ~Copyable {
  private let m: Int
  /// Component c of ray `slot` at slot · m + c.
  let origins: Scratch<Double>
  let directions: Scratch<Double>
  /// The basis that each ray holds, as in ``RayBasis``.
  let inverses: Scratch<Double>
  let members: Scratch<Int32>
  let updateCounts: Scratch<Int>
  /// Whether a ray has left the facet it started from.
  let hasMoved: Scratch<Bool>
  /// Facet that a ray starts from, −1 without one.
  let starts: Scratch<Int>
  /// The normal that bounds each ray, as priced, and by how much generators may miss it.
  let normals: Scratch<Double>
  let violations: Scratch<Double>
  /// Generators with a product of about zero with that normal, where they are counted.
  let ties: Scratch<Int>
  var statuses: [RayStatus]
  var crossings: [Double]
  /// Generators that a ray may not use.
  var excluded: [[Int]]

  init(dimension m: Int, size: Int) {
    self.m = m
    origins = Scratch(count: size * m, repeating: 0)
    directions = Scratch(count: size * m, repeating: 0)
    inverses = Scratch(count: size * m * padded(m), repeating: 0)
    members = Scratch(count: size * (m - 1), repeating: 0)
    updateCounts = Scratch(count: size, repeating: 0)
    hasMoved = Scratch(count: size, repeating: false)
    starts = Scratch(count: size, repeating: -1)
    normals = Scratch(count: size * m, repeating: 0)
    violations = Scratch(count: size, repeating: .infinity)
    ties = Scratch(count: size, repeating: 0)
    statuses = [RayStatus](repeating: .stalled, count: size)
    crossings = [Double](repeating: .nan, count: size)
    excluded = [[Int]](repeating: [], count: size)
  }

  /// Forgets how the last ray of a slot ended.
  mutating func reset(_ slot: Int) {
    statuses[slot] = .stalled
    crossings[slot] = .nan
    violations[slot] = .infinity
    hasMoved[slot] = false
    ties[slot] = Int.max
  }

  /// Takes over where a basis stands.
  mutating func save(_ slot: Int, _ basis: borrowing RayBasis, _ status: RayStatus) {
    statuses[slot] = status
    crossings[slot] = basis.crossing
    updateCounts[slot] = basis.copy(
      inverseTo: inverses, at: slot * m * padded(m), membersTo: members, at: slot * (m - 1))
  }

  /// Gives a basis a ray and where it stands.
  mutating func load(_ slot: Int, into basis: inout RayBasis) {
    basis.setRay(origin: origins, direction: directions, at: slot * m)
    basis.take(
      inverse: inverses, at: slot * m * padded(m), members: members, at: slot * (m - 1),
      updateCount: updateCounts[slot])
  }

  /// Whether a generator is in the basis of a ray.
  mutating func holds(_ slot: Int, _ generator: Int) -> Bool {
    for row in 0..<m - 1 where members[slot * (m - 1) + row] == narrow(generator) { return true }
    return false
  }

  /// Takes over a row that proves a ray infeasible: N·g ≥ 0, N·b < 0 and N·a = 0, to which no
  /// component along which the ray moves may contribute.
  func keepProof(_ slot: Int, row: borrowing Scratch<Double>) {
    for c in 0..<m {
      let moves = directions[slot * m + c] != 0
      normals[slot * m + c] = moves ? 0 : row[c]
    }
  }
}
