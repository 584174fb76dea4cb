internal import DenseKernels

extension RevisedSimplex {
  /// Primal simplex on the costs in `workCost`: phase 1 while a basic variable lies outside its
  /// bounds, then phase 2.
  ///
  /// Phase 1 minimises the sum of infeasibilities: cost −1 for basic variables below their lower
  /// bound, +1 above the upper, 0 otherwise. Without progress neither x nor these costs change, so
  /// Bland's rule ends every stall as in the textbook, and each progress lowers the sum: finite. What
  /// rounding undoes of that is counted, and ends the search at `relapseLimit`.
  mutating func runPrimal() -> SolutionStatus {
    var (infeasibility, relapseCount) = (Double.infinity, 0)
    while pivotCount < pivotLimit {
      if needsRefactor, !refactor() { return .numericallySuspect }
      let now = loadPhaseCosts()
      if now > infeasibility + options.harrisSlack { relapseCount += 1 }
      guard relapseCount <= options.relapseLimit else { return .numericallySuspect }
      infeasibility = now
      let isPhase1 = now > 0
      iterate.computeDual(program)
      guard let entering = iterate.priceEntering(options, bland: stall.bland) else {
        guard isPhase1 else { return .optimal }
        ray = farkasRay(iterate.y, sign: 1)
        return ray == nil ? .numericallySuspect : .infeasible
      }
      let direction: Double =
        iterate.d[entering] < 0 && iterate.up[entering] == 1 ? 1 : -1
      iterate.inverse.ftran(program, column: entering, into: iterate.w)  // w = B⁻¹a
      let step = iterate.primalRatioTest(
        entering: entering, direction: direction, program, options, bland: stall.bland)
      switch step {
      case .unlimited:
        return isPhase1 ? .numericallySuspect : confirmUnbounded(entering, direction)
      case .flip(let length):
        iterate.shift(entering, by: direction * length)
        iterate.rest(entering, atUpper: direction > 0, program)
        stall.record(progress: length)
      case .blocked(let row, let length, let atUpper):
        iterate.pivot(
          row: row, entering: entering, step: direction * length, leavesAtUpper: atUpper, program)
        stall.record(progress: length)
      }
      pivotCount += 1
      assert(iterate.checkInvariants(program))
    }
    return .pivotLimit
  }

  /// Puts the costs of the current phase in place; returns the sum of infeasibilities, 0 in phase 2.
  private func loadPhaseCosts() -> Double {
    var infeasibility = 0.0
    for row in 0..<program.rowCount {
      let violation = abs(iterate.violation(row: row, program))
      if violation > options.feasibilityTolerance { infeasibility += violation }
    }
    guard infeasibility > 0 else {
      iterate.cost.copy(from: workCost)
      return 0
    }
    iterate.cost.fill(0)
    for row in 0..<program.rowCount {
      let violation = iterate.violation(row: row, program)
      if abs(violation) > options.feasibilityTolerance {
        iterate.cost[iterate.columns[row]] = violation < 0 ? -1 : 1
      }
    }
    return infeasibility
  }

  /// Checks that moving `entering` in `direction` keeps Ax = b and lowers the cost for ever.
  private mutating func confirmUnbounded(_ entering: Int, _ direction: Double) -> SolutionStatus {
    var direct = [Double](repeating: 0, count: program.columnCount)
    var slope = workCost[entering] * direction
    if entering < program.columnCount { direct[entering] = direction }
    for row in 0..<program.rowCount {
      let change = -direction * iterate.w[row]
      let column = iterate.columns[row]
      slope += workCost[column] * change
      // Elements too small to block are rounding; the caller's residual check sees them.
      let kept = abs(change) > options.pivotTolerance ? change : 0
      if column < program.columnCount { direct[column] = kept }
    }
    guard slope < -options.optimalityTolerance else { return .numericallySuspect }
    ray = direct.indices.map { direct[$0] * program.columnScale[$0] }
    return .unbounded
  }
}
