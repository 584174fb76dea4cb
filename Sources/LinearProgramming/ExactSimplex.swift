import BigInt

/// Pivots and bound flips of an exact solve unless said otherwise.
package let exactPivotLimit = 100_000

/// Solves a linear program in exact arithmetic.
///
/// Meant for the last basis of a floating-point solve, which is nearly always optimal already: then
/// this costs one inversion in integers and one pricing (3 ms at 12 × 1000).
/// - Parameters:
///   - program: the data, taken as the exact values of the doubles.
///   - basis: where to start; the logical basis if nil or if its columns are dependent.
///   - pivotLimit: largest number of pivots and bound flips.
/// - Returns: the answer, or the last iterate with status ``SolutionStatus/pivotLimit``.
package func solveExactly(
  _ program: LinearProgram, startingFrom basis: Basis? = nil, pivotLimit: Int = exactPivotLimit
) -> ExactSolution {
  var simplex = ExactSimplex(
    program, startingFrom: basis ?? Basis(logicalBasisOf: program), pivotLimit: pivotLimit)
  let ending = simplex.run()
  return simplex.solution(ending)
}

/// Simplex method over integers, with Bland's rule throughout.
///
/// Feasibility comes first, by dual simplex pivots: with the program's costs if the basis is dual
/// feasible, otherwise without costs, for which every basis is dual feasible. Then primal simplex
/// pivots lead to the optimum. Both are finite; see the two loops.
struct ExactSimplex {
  /// How a run ended, with what proves it.
  enum Ending {
    case optimal
    case infeasible(row: Int, isBelow: Bool)
    case unbounded(column: Int, direction: Int, transformed: [BigInt])
    case pivotLimit
  }

  let program: ExactProgram
  private let pivotLimit: Int
  private(set) var basis: IntegerBasis
  private(set) var restsAtUpper: [Bool]
  private(set) var pivotCount = 0
  /// b' − Σ a'_j x'_j over the columns that are not basic.
  private var residual: [BigInt]
  /// D x'_B, in row order.
  private(set) var basicValues: [BigInt] = []

  init(_ given: LinearProgram, startingFrom start: Basis, pivotLimit: Int) {
    let program = ExactProgram(given)
    let (m, n) = (program.rowCount, program.columnCount)
    precondition(
      start.columns.count == m && start.restsAtUpper.count == n + m
        && start.columns.allSatisfy { (0..<n + m).contains($0) },
      "basis of \(start.columns.count) rows, \(start.restsAtUpper.count) columns for \(m) x \(n)")
    self.program = program
    self.pivotLimit = pivotLimit
    basis =
      IntegerBasis(columns: start.columns, of: program) ?? IntegerBasis(logicalsOf: program)
    restsAtUpper = (0..<n + m).map { column in
      program.upper[column] != nil && (program.lower[column] == nil || start.restsAtUpper[column])
    }
    residual = program.rightHandSide
    for column in 0..<n where !basis.isBasic[column] { addToResidual(column, times: -1) }
    basicValues = basis.transformed(residual)
  }

  mutating func run() -> Ending {
    if lowestInfeasibleRow() != nil, let ending = restoreFeasibility() { return ending }
    return improve()
  }

  // MARK: Feasibility

  /// Dual simplex pivots until all basic variables are within their bounds; nil if they are.
  ///
  /// The infeasible basic variable of lowest index leaves for the bound it violates; of the columns
  /// with the smallest dual ratio that of lowest index enters. A positive ratio raises the dual
  /// objective, so no basis from before it can return. While the ratio is zero the reduced costs
  /// stay as they are, so columns with reduced cost other than zero stay at their bounds, and among
  /// the others the rule is that of a feasibility search by lowest indices, which never cycles
  /// (Bland 1977; with bounds on all variables Dutertre and de Moura 2006).
  private mutating func restoreFeasibility() -> Ending? {
    let costs = reducedCosts()
    let keepsCosts = enteringColumn(costs) == nil
    while let (row, isBelow) = lowestInfeasibleRow() {
      guard let entering = dualRatioTest(row, isBelow, keepsCosts ? reducedCosts() : nil)
      else { return .infeasible(row: row, isBelow: isBelow) }
      guard pivotCount < pivotLimit else { return .pivotLimit }
      pivot(
        entering: entering, transformed: basis.transformed(program.column(entering)),
        leavingRow: row, toUpper: !isBelow)
    }
    return nil
  }

  /// Row of the lowest basic column beyond a bound, and whether it is below the lower one.
  private func lowestInfeasibleRow() -> (row: Int, isBelow: Bool)? {
    var lowest: (row: Int, isBelow: Bool)?
    for (row, column) in basis.columns.enumerated() {
      if let (best, _) = lowest, basis.columns[best] < column { continue }
      if let lower = program.lower[column], basicValues[row] < basis.determinant * lower {
        lowest = (row, true)
      } else if let upper = program.upper[column], basicValues[row] > basis.determinant * upper {
        lowest = (row, false)
      }
    }
    return lowest
  }

  /// Column that brings the basic variable of `row` back at the least cost for each unit.
  ///
  /// Without `costs` all are zero. Nil if no column can: then the row of B⁻¹ is a Farkas ray.
  private func dualRatioTest(_ row: Int, _ isBelow: Bool, _ costs: ColumnForm?) -> Int? {
    let changes = ColumnForm(changesOf: row, in: basis, of: program)
    var best: (column: Int, cost: BigInt, change: BigInt)?
    for column in 0..<program.columnCount where canMove(column) {
      let sign = isBelow ? changes.sign(column) : -changes.sign(column)
      guard sign > 0 && canIncrease(column) || sign < 0 && canDecrease(column) else { continue }
      guard let costs, costs.sign(column) != 0 else { return column }
      let cost = BigInt(costs.value(column).magnitude)
      let change = BigInt(changes.value(column).magnitude)
      if let other = best, cost * other.change >= other.cost * change { continue }
      best = (column, cost, change)
    }
    return best?.column
  }

  // MARK: Optimality

  /// Primal simplex pivots from a feasible basis to the end.
  ///
  /// The column of lowest index that improves enters; of the variables that block first that of
  /// lowest index leaves. Steps of positive length lower the objective, so no basis from before
  /// them can return; between them Bland's rule (1977) excludes cycles. A bound flip has positive
  /// length, for fixed columns never enter.
  private mutating func improve() -> Ending {
    while true {
      let costs = reducedCosts()
      guard let entering = enteringColumn(costs) else { return .optimal }
      let direction = -costs.sign(entering)
      let transformed = basis.transformed(program.column(entering))
      let blocking = primalRatioTest(transformed, direction)
      let span = self.span(entering)
      guard blocking != nil || span != nil else {
        return .unbounded(column: entering, direction: direction, transformed: transformed)
      }
      guard pivotCount < pivotLimit else { return .pivotLimit }
      if let span, blocking.map({ span * $0.rate <= $0.room }) ?? true {
        flip(entering)
      } else if let blocking {
        pivot(
          entering: entering, transformed: transformed, leavingRow: blocking.row,
          toUpper: blocking.toUpper)
      }
    }
  }

  /// D times the reduced costs c' − A'y' of the current basis.
  func reducedCosts() -> ColumnForm {
    ColumnForm(reducedCostsOf: program, duals: duals(), determinant: basis.determinant)
  }

  /// D y'.
  func duals() -> [BigInt] {
    basis.transposeTransformed(basis.columns.map(program.cost))
  }

  /// The lowest column whose move away from its bound lowers the objective; nil if there is none.
  private func enteringColumn(_ costs: ColumnForm) -> Int? {
    (0..<program.columnCount).first { column in
      guard canMove(column) else { return false }
      let sign = costs.sign(column)
      return sign < 0 && canIncrease(column) || sign > 0 && canDecrease(column)
    }
  }

  /// The basic variable that first meets a bound when the entering column moves by `direction`.
  ///
  /// It does so after a step of room / rate.
  private func primalRatioTest(
    _ transformed: [BigInt], _ direction: Int
  ) -> (row: Int, toUpper: Bool, room: BigInt, rate: BigInt)? {
    var best: (row: Int, toUpper: Bool, room: BigInt, rate: BigInt)?
    for (row, column) in basis.columns.enumerated() where !transformed[row].isZero {
      let toUpper = transformed[row].direction != direction
      guard let bound = toUpper ? program.upper[column] : program.lower[column] else { continue }
      let room = BigInt((basicValues[row] - basis.determinant * bound).magnitude)
      let rate = BigInt(transformed[row].magnitude)
      if let other = best {
        let (mine, others) = (room * other.rate, other.room * rate)
        if mine > others || mine == others && column > basis.columns[other.row] { continue }
      }
      best = (row, toUpper, room, rate)
    }
    return best
  }

  // MARK: Columns at their bounds

  /// Whether a column is not basic and has bounds that differ.
  private func canMove(_ column: Int) -> Bool {
    !basis.isBasic[column] && program.program.lower[column] < program.program.upper[column]
  }

  private func canIncrease(_ column: Int) -> Bool { !restsAtUpper[column] }

  private func canDecrease(_ column: Int) -> Bool {
    restsAtUpper[column] || program.lower[column] == nil
  }

  /// x'_j of a column that is not basic; 0 if it has no bound at all.
  func restingValue(_ column: Int) -> BigInt {
    (restsAtUpper[column] ? program.upper[column] : program.lower[column]) ?? 0
  }

  /// u' − l'; nil if infinite.
  private func span(_ column: Int) -> BigInt? {
    guard let lower = program.lower[column], let upper = program.upper[column] else { return nil }
    return upper - lower
  }

  private mutating func addToResidual(_ column: Int, times factor: BigInt) {
    let value = factor * restingValue(column)
    guard !value.isZero else { return }
    for (row, element) in program.column(column).enumerated() { residual[row] += element * value }
  }

  // MARK: Steps

  /// Moves a column from one bound to the other.
  private mutating func flip(_ column: Int) {
    addToResidual(column, times: 1)
    restsAtUpper[column].toggle()
    addToResidual(column, times: -1)
    basicValues = basis.transformed(residual)
    pivotCount += 1
  }

  /// Exchanges the basic column of `leavingRow`, which goes to a bound, for the entering one.
  private mutating func pivot(
    entering: Int, transformed: [BigInt], leavingRow: Int, toUpper: Bool
  ) {
    let leaving = basis.columns[leavingRow]
    addToResidual(entering, times: 1)
    basis.pivot(row: leavingRow, entering: entering, transformed: transformed)
    restsAtUpper[leaving] = toUpper
    addToResidual(leaving, times: -1)
    basicValues = basis.transformed(residual)
    pivotCount += 1
  }
}
