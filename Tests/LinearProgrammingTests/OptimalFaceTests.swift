import LinearProgramming
import TestSupport
import Testing

@Suite("A second cost on the optimal face")
struct OptimalFaceTests {
  @Test(
    "is minimised exactly, by the dense solver too, and leaves the first objective alone",
    arguments: LinearProgramCases.all + RandomPrograms.cases(seeds: 200..<260))
  func secondCost(example: LinearProgramCase) throws {
    let program = example.program
    guard example.status == .optimal else { return }
    let second = (0..<program.columnCount).map { Double((7 * $0 + 3) % 11) }
    let start = Basis(logicalBasisOf: program)
    let exact = solveExactly(program, startingFrom: start, thenMinimizing: second)
    let firstExact = solveExactly(program)
    func value(_ cost: [Double], _ x: [Rational]) -> Rational {
      zip(cost, x).reduce(.zero) { $0 + Rational($1.0) * $1.1 }
    }
    guard exact.status == .optimal else {
      #expect(exact.status == .unbounded)
      return
    }
    #expect(value(program.cost, exact.primal) == firstExact.objective)
    #expect(exact.objective <= value(second, firstExact.primal))

    var simplex = RevisedSimplex(program)
    let first = simplex.solve()
    let face = simplex.solveOnOptimalFace(secondCost: second)
    #expect(face.status == .optimal)
    expectNear(face.primal, exact.objective, cost: second)
    expectNear(face.primal, firstExact.objective, cost: program.cost)
    let again = simplex.solve()  // the solver has gone back to the first cost and all bounds
    #expect(again.status == .optimal && again.primal == first.primal && again.dual == first.dual)
  }

  private func expectNear(_ x: [Double], _ objective: Rational, cost: [Double]) {
    let terms = zip(cost, x).map { $0 * $1 }
    let size = terms.reduce(objective.nearestDouble.magnitude) { $0 + $1.magnitude }
    #expect((terms.reduce(0, +) - objective.nearestDouble).magnitude <= 1e-9 * size)
  }
}
