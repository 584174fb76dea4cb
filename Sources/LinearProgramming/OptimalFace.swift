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

/// Minimises a second cost over the optimal solutions of a program, in exact arithmetic.
///
/// - Parameters:
///   - program: the data, taken as the exact values of the doubles.
///   - basis: where to start, as in ``solveExactly(_:startingFrom:pivotLimit:)``.
///   - secondCost: n costs.
/// - Returns: the solution that is best for the second cost, with its objective; where the program
///   has no optimum, how the first solve ended.
package func solveExactly(
  _ program: LinearProgram, startingFrom basis: Basis, thenMinimizing secondCost: [Double]
) -> ExactSolution {
  var simplex = ExactSimplex(program, startingFrom: basis, pivotLimit: exactPivotLimit)
  let ending = simplex.run()
  let first = simplex.solution(ending)
  guard first.status == .optimal else { return first }
  return solveExactly(simplex.optimalFace(secondCost: secondCost), startingFrom: first.basis)
}

extension ExactSimplex {
  /// The program with another cost, on the face where every column whose reduced cost is not zero
  /// stays at its bound.
  func optimalFace(secondCost: [Double]) -> LinearProgram {
    let (given, costs) = (program.program, reducedCosts())
    var (lower, upper) = (given.lower, given.upper)
    for column in 0..<given.columnCount
    where !basis.isBasic[column] && costs.sign(column) != 0 {
      let resting = restsAtUpper[column] ? upper[column] : lower[column]
      (lower[column], upper[column]) = (resting, resting)
    }
    return LinearProgram(
      trustedMatrix: given.matrix, cost: secondCost, rightHandSide: given.rightHandSide,
      lower: lower, upper: upper)
  }
}
