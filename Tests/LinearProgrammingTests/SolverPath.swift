import LinearProgramming
import Testing

/// A way through the solvers, each of which has to answer every program.
enum SolverPath: String, CaseIterable, CustomTestStringConvertible {
  case exact
  case exactFromOptimum

  /// The answer on this path.
  func solve(_ program: LinearProgram) throws -> Outcome {
    switch self {
    case .exact: Outcome(solveExactly(program))
    case .exactFromOptimum:
      Outcome(solveExactly(program, startingFrom: solveExactly(program).basis))
    }
  }

  var testDescription: String { rawValue }
}

/// What all solvers answer, in doubles.
struct Outcome {
  let status: SolutionStatus
  let objective: Double
  let primal: [Double]
  let dual: [Double]
  let ray: [Double]?
}

extension Outcome {
  init(_ solution: ExactSolution) {
    status = solution.status
    objective = solution.objective.nearestDouble
    primal = solution.primal.map(\.nearestDouble)
    dual = solution.dual.map(\.nearestDouble)
    ray = solution.ray?.map(\.nearestDouble)
  }

  init(_ solution: Solution) {
    status = solution.status
    objective = solution.objective
    primal = solution.primal
    dual = solution.dual
    ray = solution.ray
  }
}
