import LinearProgramming
import TestSupport
import Testing

@Suite("Every solver path answers every program")
struct ConformanceTests {
  @Test(
    "answers the known programs and proves it", arguments: SolverPath.allCases,
    LinearProgramCases.all)
  func known(path: SolverPath, example: LinearProgramCase) throws {
    if path.accepts(example) { try judge(path, example) }
  }

  @Test(
    "answers random programs and proves it", arguments: SolverPath.allCases,
    RandomPrograms.cases(seeds: 1..<41))
  func random(path: SolverPath, example: LinearProgramCase) throws {
    try judge(path, example)
  }

  /// Status and optimum are the expected ones, and the certificate holds.
  private func judge(_ path: SolverPath, _ example: LinearProgramCase) throws {
    let outcome = try path.solve(example.program)
    #expect(outcome.status == example.status)
    if let objective = example.objective?.nearestDouble, outcome.status == .optimal {
      let terms = zip(example.program.cost, outcome.primal).map { ($0 * $1).magnitude }
      let allowed = OutcomeCheck.tolerance * max(objective.magnitude, terms.reduce(0, +))
      #expect((outcome.objective - objective).magnitude <= allowed)
    }
    #expect(OutcomeCheck(program: example.program, outcome: outcome).faults == [])
  }
}
