internal import DenseKernels

/// Dense revised simplex for min c'x, Ax = b, l ≤ x ≤ u, primal and dual.
///
/// One value serves one worker: load a program, then solve it again and again with another
/// right-hand side, column or bound. No memory is allocated during pivots.
public struct RevisedSimplex: ~Copyable {
  let options: SimplexOptions
  var program: ScaledProgram
  var iterate: Iterate
  /// The scaled costs, shifted where the dual method needed it.
  let workCost: Scratch<Double>
  var costScale = 1.0
  var stall: StallGuard
  var pivotCount = 0
  var pivotLimit = 0
  var ray: [Double]?

  /// Solver for `program`.
  public init(_ program: LinearProgram, options: SimplexOptions = SimplexOptions()) {
    self.options = options
    self.program = ScaledProgram(program, scaling: options.scaling)
    iterate = Iterate(rowCount: program.rowCount, stride: self.program.stride)
    workCost = Scratch(count: self.program.stride, repeating: 0)
    stall = StallGuard(limit: options.stallLimit, alwaysBland: options.alwaysBland)
  }

  /// Replaces a column of A; one finite number per row.
  package func setColumn(_ column: Int, to values: [Double]) {
    precondition(values.count == program.rowCount, "\(values.count) of \(program.rowCount) rows")
    program.setColumn(column, values, scaling: options.scaling)
  }

  /// Replaces b; one finite number per row.
  package mutating func setRightHandSide(_ values: [Double]) {
    precondition(values.count == program.rowCount, "\(values.count) of \(program.rowCount) rows")
    program.setRightHandSide(values)
  }

  /// Replaces the bounds of one column.
  package func setBounds(column: Int, lower: Double, upper: Double) {
    program.setBounds(column, lower, upper)
  }

  /// Solves the program from the given basis, or from that of all logicals.
  ///
  /// A start that is singular or has the wrong shape is replaced by the logical basis.
  public mutating func solve(startingFrom start: Basis? = nil) -> Solution {
    prepare(start)
    var status = SolutionStatus.numericallySuspect
    // The answer is accepted only on a freshly inverted basis; drift found then costs another round.
    for _ in 0..<4 {
      status = runOnce()
      guard status == .optimal, iterate.inverse.updateCount > 0 else { break }
      guard refactor() else {
        status = .numericallySuspect
        break
      }
      if iterate.largestViolation(program) <= options.feasibilityTolerance && isDualFeasible() {
        break
      }
      status = .numericallySuspect
    }
    if status == .optimal {
      if options.refinementRounds > 0 { refine() }
      if residual() > 1e3 * options.feasibilityTolerance { status = .numericallySuspect }
    }
    return solution(status)
  }

  /// Change of x when the right-hand side of the program just solved moves by `change` and the basis
  /// stays; n values, zero for nonbasic variables.
  package func response(toRightHandSide change: [Double]) -> [Double] {
    for row in 0..<program.rowCount {
      iterate.basicCost[row] = change[row] * program.rowScale[row]
    }
    iterate.inverse.ftran(iterate.basicCost, into: iterate.rowScratch)
    var moved = [Double](repeating: 0, count: program.columnCount)
    for row in 0..<program.rowCount where iterate.columns[row] < program.columnCount {
      let column = iterate.columns[row]
      moved[column] = iterate.rowScratch[row] * program.columnScale[column]
    }
    return moved
  }

  private mutating func prepare(_ start: Basis?) {
    pivotCount = 0
    pivotLimit = options.pivotLimit ?? 50 * program.totalCount + 1000
    ray = nil
    stall = StallGuard(limit: options.stallLimit, alwaysBland: options.alwaysBland)
    if let start, start.columns.count == program.rowCount,
      start.restsAtUpper.count == program.totalCount,
      start.columns.allSatisfy({ $0 >= 0 && $0 < program.totalCount }),
      Set(start.columns).count == start.columns.count, iterate.load(start, program)
    {
      iterate.computePrimal(program)
      return
    }
    let logical = Basis(
      columns: Array(program.columnCount..<program.totalCount),
      restsAtUpper: [Bool](repeating: false, count: program.totalCount))
    _ = iterate.load(logical, program)
    iterate.computePrimal(program)
  }

  /// Costs of the program, scaled to a largest one between 1 and 2.
  private mutating func restoreCosts() {
    var largest = 0.0
    let (costs, scaled) = unsafe (program.cost.pointer, workCost.pointer)
    for column in 0..<program.columnCount { unsafe largest = max(largest, abs(costs[column])) }
    costScale = 1 / powerOfTwo(below: largest)
    for column in 0..<program.stride { unsafe scaled[column] = costs[column] * costScale }
  }

  private mutating func runOnce() -> SolutionStatus {
    restoreCosts()
    switch options.method {
    case .primal: return runPrimal()
    case .automatic:
      iterate.cost.copy(from: workCost)
      iterate.computeDual(program)
      guard isDualFeasible() else { return runPrimal() }
      let status = runDual()
      return status == .optimal ? runPrimal() : status
    case .dual:
      let hasShifted = makeDualFeasible()
      let status = runDual()
      guard status == .optimal else { return status }
      if hasShifted { restoreCosts() }
      return runPrimal()
    }
  }

  /// Whether no reduced cost of the costs in `workCost` has the wrong sign.
  private func isDualFeasible() -> Bool {
    iterate.cost.copy(from: workCost)
    iterate.computeDual(program)
    return iterate.priceEntering(options, bland: false) == nil
  }

  /// Whether updates since the last inversion have reached their limit.
  var needsRefactor: Bool { iterate.inverse.updateCount >= options.refactorInterval }

  /// Inverts the basis afresh and recomputes x; false when the basis is singular.
  mutating func refactor() -> Bool {
    guard iterate.inverse.refactor(program, columns: iterate.columns) else { return false }
    iterate.computePrimal(program)
    return true
  }

  /// The Farkas ray y = sign · multipliers in the program's units, or nil if it is none.
  ///
  /// It is one when y'b exceeds every y'Ax within the bounds.
  func farkasRay(_ multipliers: borrowing Scratch<Double>, sign: Double) -> [Double]? {
    unsafe combineRows(
      multipliers.pointer, of: program.matrix.pointer, rowCount: program.rowCount,
      stride: program.stride, into: iterate.alpha.pointer)
    var (attained, reachable, size) = (0.0, 0.0, 0.0)
    for row in 0..<program.rowCount {
      let term = sign * multipliers[row] * program.rightHandSide[row]
      attained += term
      size += abs(term)
    }
    for column in 0..<program.columnCount {
      let slope = sign * iterate.alpha[column]
      if abs(slope) <= options.optimalityTolerance { continue }
      let bound = slope > 0 ? program.upper[column] : program.lower[column]
      reachable += slope * bound
      size += bound.isFinite ? abs(slope * bound) : 0
    }
    guard attained - reachable > 1e-12 * size && attained > reachable else { return nil }
    return (0..<program.rowCount).map { sign * multipliers[$0] * program.rowScale[$0] }
  }

  /// Largest row residual of Ax = b, relative to the size of the row's terms and at least to 1.
  private func residual() -> Double {
    let (sums, sizes) = unsafe (iterate.basicCost.pointer, iterate.rowScratch.pointer)
    for row in 0..<program.rowCount {
      unsafe (sums[row], sizes[row]) = (-program.rightHandSide[row], 1)
    }
    let (values, matrix) = unsafe (iterate.x.pointer, program.matrix.pointer)
    for column in 0..<program.totalCount where unsafe values[column] != 0 {
      for row in 0..<program.rowCount {
        let term = unsafe matrix[row * program.stride + column] * values[column]
        unsafe sums[row] += term
        unsafe sizes[row] += abs(term)
      }
    }
    return (0..<program.rowCount).reduce(0) { max($0, unsafe abs(sums[$1]) / sizes[$1]) }
  }

  /// The answer in the program's own units; basic values within rounding of a bound are put on it.
  func solution(_ status: SolutionStatus) -> Solution {
    for row in 0..<program.rowCount {
      let column = iterate.columns[row]
      for bound in [program.lower[column], program.upper[column]]
      where abs(iterate.x[column] - bound) <= 1e-15 { iterate.x[column] = bound }
    }
    var objective = 0.0
    let primal = (0..<program.columnCount).map { column in
      guard iterate.x[column] != 0 else { return 0.0 }
      let value = iterate.x[column] * program.columnScale[column] / program.sizeScale
      objective += program.cost[column] / program.columnScale[column] * value
      return value
    }
    return Solution(
      status: status, objective: objective, primal: primal,
      dual: (0..<program.rowCount).map { iterate.y[$0] * program.rowScale[$0] / costScale },
      ray: ray, basis: iterate.basis(program), pivotCount: pivotCount)
  }
}

/// Decides when Bland's rule takes over: after so many pivots without progress, until there is some.
struct StallGuard {
  private let limit: Int
  private let alwaysBland: Bool
  private var idleCount = 0

  init(limit: Int, alwaysBland: Bool) {
    self.limit = limit
    self.alwaysBland = alwaysBland
  }

  /// Whether the next pivot follows Bland's rule.
  var bland: Bool { alwaysBland || idleCount >= limit }

  /// Counts a pivot whose step had the given length; rounding is no progress.
  mutating func record(progress: Double) { idleCount = progress > 1e-12 ? 0 : idleCount + 1 }
}
