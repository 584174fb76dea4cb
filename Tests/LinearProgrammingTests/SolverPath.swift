import DenseKernels
import LinearProgramming
import TestSupport
import Testing

/// A way through the solvers, each of which has to answer every program.
enum SolverPath: String, CaseIterable, CustomTestStringConvertible {
  case automatic
  case primal
  case dual
  case primalBland
  case dualBland
  case unscaled
  case refined
  case refactorAlways
  case warmStart
  case singularStart
  case loadedLater
  case exact
  case exactFromOptimum

  /// Whether the path can be asked for the answer: without equilibration tolerances are absolute, so
  /// that programs in odd units are out of reach.
  func accepts(_ example: LinearProgramCase) -> Bool {
    self != .unscaled || !example.name.contains("in units 1e±8")
  }

  /// The answer on this path.
  func solve(_ program: LinearProgram) throws -> Outcome {
    switch self {
    case .automatic: run(program) { _ in }
    case .primal: run(program) { $0.method = .primal }
    case .dual: run(program) { $0.method = .dual }
    case .primalBland: run(program) { ($0.method, $0.alwaysBland) = (.primal, true) }
    case .dualBland: run(program) { ($0.method, $0.alwaysBland) = (.dual, true) }
    case .unscaled: run(program) { $0.scaling = false }
    case .refined: run(program) { $0.refinementRounds = 3 }
    case .refactorAlways: run(program) { $0.refactorInterval = 1 }
    case .warmStart: warmStart(program)
    case .singularStart: run(program, from: repeatedColumn(program)) { _ in }
    case .loadedLater: try loadedLater(program)
    case .exact: Outcome(solveExactly(program))
    case .exactFromOptimum:
      Outcome(solveExactly(program, startingFrom: solveExactly(program).basis))
    }
  }

  private func run(
    _ program: LinearProgram, from start: Basis? = nil, _ set: (inout SimplexOptions) -> Void
  ) -> Outcome {
    var options = SimplexOptions()
    set(&options)
    var simplex = RevisedSimplex(program, options: options)
    return Outcome(simplex.solve(startingFrom: start))
  }

  /// Starts where another method ended, in a solver that has been used before.
  private func warmStart(_ program: LinearProgram) -> Outcome {
    var options = SimplexOptions()
    options.method = .dual
    var first = RevisedSimplex(program, options: options)
    let start = first.solve().basis
    var second = RevisedSimplex(program)
    _ = second.solve()
    return Outcome(second.solve(startingFrom: start))
  }

  /// A start that no basis matrix can be inverted for: the solver must fall back.
  private func repeatedColumn(_ program: LinearProgram) -> Basis? {
    guard program.rowCount > 1, program.columnCount > 0 else { return nil }
    var basis = Basis(logicalBasisOf: program)
    basis = Basis(
      columns: [Int](repeating: 0, count: program.rowCount), restsAtUpper: basis.restsAtUpper)
    return basis
  }

  /// The same program put together by changes of another: last column, right-hand side, bounds.
  private func loadedLater(_ program: LinearProgram) throws -> Outcome {
    guard program.columnCount > 0, program.rowCount > 0 else { return run(program) { _ in } }
    let last = program.columnCount - 1
    var draft = program
    draft.setRightHandSide(program.rightHandSide.map { 3 * $0 + 1 })
    draft.setColumn(last, to: program.matrix.column(last).map { 5 * $0 })
    draft.setBounds(column: last, lower: 0, upper: 1)
    var simplex = RevisedSimplex(draft)
    _ = simplex.solve()
    simplex.setRightHandSide(program.rightHandSide)
    simplex.setColumn(last, to: program.matrix.column(last))
    simplex.setBounds(column: last, lower: program.lower[last], upper: program.upper[last])
    return Outcome(simplex.solve())
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
