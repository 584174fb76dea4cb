internal import DenseKernels

extension RevisedSimplex {
  /// Dual simplex on the costs in `workCost`, which must be dual feasible for the current basis.
  mutating func runDual() -> SolutionStatus {
    iterate.cost.copy(from: workCost)
    iterate.computeDual(program)
    while pivotCount < pivotLimit {
      if needsRefactor {
        guard refactor() else { return .numericallySuspect }
        iterate.computeDual(program)
      }
      guard let row = iterate.priceLeaving(program, options, bland: stall.bland) else {
        return .optimal
      }
      let leaving = iterate.columns[row]
      let isBelow = iterate.x[leaving] < program.lower[leaving]
      iterate.inverse.pivotRow(row, program, into: iterate.alpha)
      guard
        let entering = iterate.dualRatioTest(
          sign: isBelow ? 1 : -1, options, bland: stall.bland)
      else { return confirmInfeasible(row: row, isBelow: isBelow) }
      pivotDual(row: row, entering: entering, isBelow: isBelow)
      pivotCount += 1
      assert(iterate.checkInvariants(program))
    }
    return .pivotLimit
  }

  /// One dual pivot: reduced costs move along the pivot row, x along the pivot column.
  private mutating func pivotDual(row: Int, entering: Int, isBelow: Bool) {
    iterate.inverse.ftran(program, column: entering, into: iterate.w)  // w = B⁻¹a
    let leaving = iterate.columns[row]
    let bound = isBelow ? program.lower[leaving] : program.upper[leaving]
    let dualStep = iterate.d[entering] / iterate.alpha[entering]
    unsafe subtractScaled(
      dualStep, iterate.alpha.pointer, from: iterate.d.pointer, count: program.stride)
    iterate.d[entering] = 0
    iterate.d[leaving] = -dualStep
    stall.record(progress: abs(dualStep))
    iterate.pivot(
      row: row, entering: entering, step: (iterate.x[leaving] - bound) / iterate.w[row],
      leavesAtUpper: !isBelow, program)
  }

  /// Makes the current basis dual feasible: boxed variables go to the bound their reduced cost
  /// asks for; the cost of the others is shifted until the reduced cost is zero.
  ///
  /// Returns whether a cost was shifted. A proof of infeasibility does not depend on costs, and
  /// after optimality the primal method continues with the true ones.
  func makeDualFeasible() -> Bool {
    iterate.cost.copy(from: workCost)
    iterate.computeDual(program)
    var (hasShifted, hasFlipped) = (false, false)
    for column in 0..<program.totalCount where iterate.rowOfColumn[column] < 0 {
      let d = iterate.d[column]
      let wrong = max(-d * iterate.up[column], d * iterate.down[column])
      guard wrong > options.optimalityTolerance else { continue }
      if program.lower[column] > -.infinity && program.upper[column] < .infinity {
        iterate.rest(column, atUpper: d < 0, program)
        hasFlipped = true
      } else {
        workCost[column] -= d
        hasShifted = true
      }
    }
    if hasFlipped { iterate.computePrimal(program) }
    return hasShifted
  }

  /// The leaving row of the dual method shows infeasibility: its multipliers are a Farkas ray.
  private mutating func confirmInfeasible(row: Int, isBelow: Bool) -> SolutionStatus {
    let m = program.rowCount
    for column in 0..<m {
      iterate.rowScratch[column] = iterate.inverse.elements[row * m + column]
    }
    ray = farkasRay(iterate.rowScratch, sign: isBelow ? -1 : 1)
    return ray == nil ? .numericallySuspect : .infeasible
  }
}
