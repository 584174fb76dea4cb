internal import CKernels
internal import DenseKernels

/// One ray in work over a working set: the basis [g_J, −a], its inverse R, and (λ, t) = R b.
///
/// The last row ρ of R gives the normal N = −ρ: N·g = 0 on J, N·a = 1 and N·b = −t. For screening, facets are
/// kept with an interior direction in the last column instead; one pivot turns one form into the other.
///
/// Steps are `mutating` even where they write scratch only: Swift 6.3 copies a borrowed value as large as
/// this for each call.
struct RayBasis: ~Copyable {
  let members: Scratch<Int32>
  private(set) var pivotCount = 0
  private let priced: PricedCone
  private let options: SimplexOptions
  private let stride: Int
  private let inverse: Scratch<Double>
  private var updateCount = 0
  // Last column of the basis to be inverted, and room for that.
  private let last: Scratch<Double>
  private let work: Scratch<Double>
  private let origin: Scratch<Double>
  private let direction: Scratch<Double>
  private let solution: Scratch<Double>
  private let column: Scratch<Double>
  private let generator: Scratch<Double>
  /// Row of the inverse that left last; where no generator could enter, the proof of that.
  let row: Scratch<Double>
  private let normal: Scratch<Double>
  private let norms: Scratch<Double>
  // One number per generator of the cone, of which the working set uses a part.
  private let alpha: Scratch<Double>
  private let reducedCosts: Scratch<Double>
  private let allCosts: Scratch<Double>
  private let allAlpha: Scratch<Double>

  private let cone: Cone
  private let m: Int
  /// t of the last solution.
  var crossing: Double { solution[m - 1] }

  init(_ priced: PricedCone, options: SimplexOptions) {
    let m = priced.cone.dimension
    self.priced = priced
    cone = priced.cone
    self.m = m
    self.options = options
    stride = padded(m)
    members = Scratch(count: max(0, m - 1), repeating: 0)
    inverse = Scratch(count: m * stride, repeating: 0)
    last = Scratch(count: stride, repeating: 0)
    work = Scratch(count: (m + 1) * stride, repeating: 0)
    origin = Scratch(count: stride, repeating: 0)
    direction = Scratch(count: stride, repeating: 0)
    solution = Scratch(count: stride, repeating: 0)
    column = Scratch(count: stride, repeating: 0)
    generator = Scratch(count: stride, repeating: 0)
    row = Scratch(count: stride, repeating: 0)
    normal = Scratch(count: stride, repeating: 0)
    norms = Scratch(count: stride, repeating: 0)
    alpha = Scratch(count: priced.cone.stride, repeating: 0)
    reducedCosts = Scratch(count: priced.cone.stride, repeating: 0)
    allCosts = Scratch(count: priced.cone.stride, repeating: 0)
    allAlpha = Scratch(count: priced.cone.stride, repeating: 0)
  }

  /// Product of a normal with the last column, below which the two forms cannot be exchanged.
  private static let leastSlope = 1e-12

  // MARK: Forms

  /// R ← [g_J, last]⁻¹; false when it is singular.
  mutating func factor(_ generators: ArraySlice<Int32>, lastColumn: [Double]) -> Bool {
    for (position, generator) in generators.enumerated() { members[position] = generator }
    for c in 0..<m { last[c] = lastColumn[c] }
    return invert()
  }

  /// Puts the ray's direction into the last column; false when the normal is not usable.
  mutating func turnToRay() -> Bool {
    for c in 0..<m { generator[c] = -direction[c] }
    return replaceLastColumn()
  }

  /// Puts the interior direction into the last column; false when the normal is not usable.
  mutating func turnToInterior() -> Bool {
    for c in 0..<m { generator[c] = cone.interior[c] }
    return replaceLastColumn()
  }

  private mutating func replaceLastColumn() -> Bool {
    multiplyByGenerator()
    guard abs(column[m - 1]) > Self.leastSlope else { return false }
    unsafe pivotColumns(
      inverse.pointer, stride: stride, dimension: m, row: m - 1, column: column.pointer)
    updateCount += 1
    return true
  }

  // MARK: Slots

  /// Sets the ray.
  mutating func setRay(
    origin origins: borrowing Scratch<Double>, direction directions: borrowing Scratch<Double>,
    at first: Int
  ) {
    for c in 0..<m { (origin[c], direction[c]) = (origins[first + c], directions[first + c]) }
  }

  /// Copies the inverse and J to where others keep them; returns the pivots since the last inversion.
  func copy(
    inverseTo inverses: borrowing Scratch<Double>, at first: Int,
    membersTo places: borrowing Scratch<Int32>, at firstMember: Int
  ) -> Int {
    precondition(first + m * stride <= inverses.count && firstMember + m - 1 <= places.count)
    unsafe (inverses.pointer + first).update(from: inverse.pointer, count: m * stride)
    unsafe (places.pointer + firstMember).update(from: members.pointer, count: m - 1)
    return updateCount
  }

  /// Takes up an inverse and J kept elsewhere.
  mutating func take(
    inverse inverses: borrowing Scratch<Double>, at first: Int,
    members places: borrowing Scratch<Int32>, at firstMember: Int, updateCount count: Int
  ) {
    precondition(first + m * stride <= inverses.count && firstMember + m - 1 <= places.count)
    unsafe inverse.pointer.update(from: inverses.pointer + first, count: m * stride)
    unsafe members.pointer.update(from: places.pointer + firstMember, count: m - 1)
    updateCount = count
  }

  // MARK: Simplex over the working set

  /// Dual simplex until no weight is negative; t only grows and ends early at `bar`.
  ///
  /// Where the working set holds no generator that could enter, all generators but those excluded are
  /// tried, and the one found joins the set.
  mutating func dual(
    _ working: inout WorkingSet, bar: Double?, excluded: [Int] = []
  ) -> RayStatus {
    copyLastRow()
    unsafe productsWithColumns(
      normal.pointer, columns: working.elements.pointer, stride: working.capacity,
      count: working.paddedCount, dimension: m, into: reducedCosts.pointer)
    for step in 0..<(20 * m + 100) {
      solve()
      if let bar, crossing >= bar { return .optimal }
      guard let leaving = leavingRow(bland: step > 10 * m + 50) else { return .optimal }
      for c in 0..<m { row[c] = inverse[c * stride + leaving] }
      var entering = unsafe enteringColumn(
        row: row.pointer, columns: working.elements.pointer, stride: working.capacity,
        count: working.paddedCount, dimension: m, reducedCosts: reducedCosts.pointer,
        allowance: options.harrisSlack, tolerance: options.pivotTolerance, alpha: alpha.pointer)
      if entering < 0 {
        guard !working.isComplete, let found = enteringOfAll(but: excluded) else {
          return .infeasible
        }
        guard working.add(found.generator) else { return .stalled }
        entering = working.count - 1
        reducedCosts[entering] = max(0, found.cost)
        alpha[entering] = found.alpha
      }
      let step = max(0, reducedCosts[entering]) / -alpha[entering]
      unsafe subtractScaled(
        -step, alpha.pointer, from: reducedCosts.pointer, count: working.paddedCount)
      guard exchange(leaving, for: working.generator(entering)) else { return .stalled }
    }
    return .stalled
  }

  /// Primal simplex until no generator of the working set has a negative product with the normal.
  mutating func primal(_ working: borrowing WorkingSet) -> RayStatus {
    for step in 0..<(20 * m + 100) {
      copyLastRow()
      let found = unsafe lowestProduct(
        normal.pointer, columns: working.elements.pointer, stride: working.capacity, from: 0,
        to: working.paddedCount, dimension: m)
      solve()
      var size = 0.0
      for c in 0..<m { size += abs(normal[c]) * priced.sizes[c] }
      guard found.value < -0.5 * BatchedPricing.tolerance * size else { return .optimal }
      let entering = working.generator(found.index)
      for position in 0..<m - 1 where members[position] == narrow(entering) { return .optimal }
      loadGenerator(entering)
      multiplyByGenerator()
      guard let leaving = leavingRow(entering: entering, bland: step > 10 * m + 50),
        exchange(leaving, for: entering)
      else { return .stalled }
    }
    return .stalled
  }

  /// (λ, t) = R b.
  private mutating func solve() {
    unsafe multiplyColumns(
      inverse.pointer, stride: stride, dimension: m, by: origin.pointer, into: solution.pointer)
  }

  /// Row with the largest λ² / ‖R_row‖² among negative weights (ENGINE section 7); Bland: of the lowest
  /// generator.
  private mutating func leavingRow(bland: Bool) -> Int? {
    var (size, least) = (0.0, 0.0)
    for row in 0..<m - 1 {
      size = max(size, abs(solution[row]))
      least = min(least, solution[row])
    }
    let tolerance = options.feasibilityTolerance * size
    guard least < -tolerance else { return nil }
    unsafe squaredRowNorms(inverse.pointer, stride: stride, dimension: m, into: norms.pointer)
    var (best, chosen): (Double, Int?) = (0, nil)
    for row in 0..<m - 1 where solution[row] < -tolerance {
      let weight =
        bland ? 1 / Double(members[row] + 1) : solution[row] * solution[row] / norms[row]
      if weight > best { (best, chosen) = (weight, row) }
    }
    return chosen
  }

  /// Row that limits the entering generator, by Harris' two passes.
  private mutating func leavingRow(entering: Int, bland: Bool) -> Int? {
    let tolerance = options.pivotTolerance * 1e-2
    var longest = Double.infinity
    for row in 0..<m - 1 where column[row] > tolerance {
      longest = min(longest, (max(0, solution[row]) + (bland ? 0 : 1e-11)) / column[row])
    }
    var (best, chosen): (Double, Int?) = (0, nil)
    for row in 0..<m - 1
    where column[row] > tolerance && max(0, solution[row]) <= longest * column[row] {
      let weight = bland ? 1 / Double(members[row] + 1) : column[row]
      if weight > best { (best, chosen) = (weight, row) }
    }
    return chosen
  }

  /// The entering generator among all, where the working set has none for the row held.
  private mutating func enteringOfAll(
    but excluded: [Int]
  ) -> (generator: Int, cost: Double, alpha: Double)? {
    copyLastRow()
    unsafe productsWithColumns(
      normal.pointer, columns: cone.rows.pointer, stride: cone.stride, count: cone.stride,
      dimension: m, into: allCosts.pointer)
    for generator in excluded { allCosts[generator] = .infinity }
    let found = unsafe enteringColumn(
      row: row.pointer, columns: cone.rows.pointer, stride: cone.stride, count: cone.stride,
      dimension: m, reducedCosts: allCosts.pointer, allowance: options.harrisSlack,
      tolerance: options.pivotTolerance, alpha: allAlpha.pointer)
    guard found >= 0 else { return nil }
    return (found, allCosts[found], allAlpha[found])
  }

  /// Replaces the generator of a row; false when the basis became singular.
  private mutating func exchange(_ row: Int, for entering: Int) -> Bool {
    loadGenerator(entering)
    multiplyByGenerator()
    guard abs(column[row]) > options.pivotTolerance * 1e-3 else { return false }
    unsafe pivotColumns(
      inverse.pointer, stride: stride, dimension: m, row: row, column: column.pointer)
    members[row] = narrow(entering)
    updateCount += 1
    pivotCount += 1
    guard updateCount >= options.refactorInterval else { return true }
    for c in 0..<m { last[c] = -direction[c] }
    return invert()
  }

  private mutating func loadGenerator(_ j: Int) {
    unsafe generator.pointer.update(from: cone.columns.pointer + j * cone.width, count: cone.width)
  }

  private mutating func multiplyByGenerator() {
    unsafe multiplyColumns(
      inverse.pointer, stride: stride, dimension: m, by: generator.pointer, into: column.pointer)
  }

  private mutating func copyLastRow() {
    for c in 0..<m { normal[c] = -inverse[c * stride + m - 1] }
  }

  /// R ← the inverse of the generators of J beside the column already in `last`; false when it is singular
  /// or nearly so.
  private mutating func invert() -> Bool {
    updateCount = 0
    let isRegular = unsafe withUnsafePointer(to: cone.view) { view in
      unsafe kernels.pointee.invertBasis(
        view, members.pointer, last.pointer, 0, inverse.pointer, work.pointer) != 0
    }
    guard isRegular else { return false }
    for index in 0..<m * stride where !(abs(inverse[index]) < Self.largestElement) { return false }
    return true
  }

  /// Element of an inverse from which nothing is right in it.
  private static let largestElement = 1e15
}
