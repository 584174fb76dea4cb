internal import DenseKernels

extension RevisedSimplex {
  /// Minimises a second cost over the optimal solutions of the program just solved to optimality.
  ///
  /// The optimal face is where every variable whose reduced cost is not zero stays at its bound.
  /// The first objective cannot change there, so none of its digits is lost, as they would be if it
  /// were added as a constraint.
  /// - Parameter secondCost: n costs.
  /// - Returns: the solution that is best for the second cost; its objective is the first one's.
  package mutating func solveOnOptimalFace(secondCost: [Double]) -> Solution {
    let (firstCost, firstScale) = (workCost.array(), costScale)
    let (savedLower, savedUpper) = (program.lower.array(), program.upper.array())
    iterate.cost.copy(from: workCost)
    iterate.computeDual(program)
    for column in 0..<program.totalCount where iterate.rowOfColumn[column] < 0 {
      guard abs(iterate.d[column]) > options.optimalityTolerance else { continue }
      program.lower[column] = iterate.x[column]
      program.upper[column] = iterate.x[column]
      iterate.lift(column)
    }
    var largest = 0.0
    for column in secondCost.indices {
      largest = max(largest, abs(secondCost[column] * program.columnScale[column]))
    }
    costScale = 1 / powerOfTwo(below: largest)
    for column in secondCost.indices {
      workCost[column] = secondCost[column] * program.columnScale[column] * costScale
    }
    stall = StallGuard(limit: options.stallLimit, alwaysBland: options.alwaysBland)
    pivotCount = 0
    var status = runPrimal()
    if status == .optimal, iterate.inverse.updateCount > 0 {
      status = refactor() ? runPrimal() : .numericallySuspect
    }
    let found = solution(status)
    for column in 0..<program.stride {
      program.lower[column] = savedLower[column]
      program.upper[column] = savedUpper[column]
      workCost[column] = firstCost[column]
    }
    costScale = firstScale
    for column in 0..<program.totalCount where iterate.rowOfColumn[column] < 0 {
      iterate.rest(column, atUpper: iterate.x[column] == program.upper[column], program)
    }
    return found
  }
}
