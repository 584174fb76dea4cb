internal import LinearProgramming

/// Measures points against one technology in one orientation; one value serves one worker.
///
/// The multiplier side of a solve gives one bound, the envelopment side the other. Where the interval
/// is wider than ``FrontierOptions/sharpWidth``, a rescue path solves the program again with rows scaled for the
/// point, Bland's rule and iterative refinement, and last in exact arithmetic.
struct PointSolver: ~Copyable {
  let technology: ScaledTechnology
  let program: DistanceProgram
  let options: FrontierOptions
  private let certificate: Certificate
  private var simplex: RevisedSimplex
  /// Where the next solve starts: the last optimal basis.
  ///
  /// It stays dual feasible for any other point, because that only rescales the multipliers.
  private var start: Basis
  private var fixedAtZero: [Int] = []

  init(_ technology: ScaledTechnology, _ orientation: Orientation, _ options: FrontierOptions) {
    self.technology = technology
    self.options = options
    program = DistanceProgram(technology, orientation)
    certificate = Certificate(technology)
    start = program.slackBasis
    let anyPoint = Point(
      inputs: [Double](repeating: 1, count: technology.inputCount),
      outputs: [Double](repeating: 1, count: technology.outputCount))
    var simplexOptions = SimplexOptions()
    simplexOptions.scaling = options.scaling
    simplex = RevisedSimplex(
      program.linearProgram(Ray(anyPoint, orientation)), options: simplexOptions)
  }

  /// Certified measure along a ray in scaled variables.
  mutating func measure(_ ray: Ray, leavingOut: Int?) -> Measurement {
    let solution = solve(ray, leavingOut: leavingOut)
    var found = Measurement()
    found.pivotCount = solution.pivotCount
    learn(solution, simplex, ray, leavingOut, &found)
    conclude(&found, as: .certified)
    if !found.isSharp(options) { rescue(ray, leavingOut, from: solution.basis, &found) }
    return found
  }

  /// Intensities that reach the measure with the largest sum of slacks, each slack weighted by
  /// `weights` (p + q); nil when the solver fails.
  mutating func maximizeSlacks(_ ray: Ray, leavingOut: Int?, weights: [Double]) -> [Intensity]? {
    guard solve(ray, leavingOut: leavingOut).status == .optimal else { return nil }
    let solution = simplex.solveOnOptimalFace(secondCost: slackCost(weights))
    return solution.status == .optimal ? intensities(solution.primal) : nil
  }

  /// The same in exact arithmetic; nil when the program is too large for that.
  func maximizeSlacksExactly(_ ray: Ray, leavingOut: Int?, weights: [Double]) -> [Intensity]? {
    guard allowsExactSolve else { return nil }
    let solution = solveExactly(
      linearProgram(ray, leavingOut), startingFrom: start, thenMinimizing: slackCost(weights))
    return solution.status == .optimal ? intensities(solution.primal.map(\.nearestDouble)) : nil
  }

  private func slackCost(_ weights: [Double]) -> [Double] {
    var cost = [Double](repeating: 0, count: program.columnCount)
    for index in weights.indices { cost[program.slackStart + index] = -weights[index] }
    return cost
  }

  private mutating func solve(_ ray: Ray, leavingOut: Int?) -> Solution {
    for column in fixedAtZero { simplex.setBounds(column: column, lower: 0, upper: .infinity) }
    fixedAtZero = excludedColumns(leavingOut)
    for column in fixedAtZero { simplex.setBounds(column: column, lower: 0, upper: 0) }
    simplex.setColumn(program.objectiveColumn, to: program.objectiveColumn(ray))
    simplex.setRightHandSide(program.rightHandSide(ray))
    let solution = simplex.solve(startingFrom: options.warmStart ? start : program.slackBasis)
    if solution.status == .optimal { start = solution.basis }
    return solution
  }

  private func excludedColumns(_ leavingOut: Int?) -> [Int] {
    guard let leavingOut else { return [] }
    return (0..<technology.count).filter { technology.units[$0] == leavingOut }
  }

  /// The program for a ray by itself.
  private func linearProgram(_ ray: Ray, _ leavingOut: Int?) -> LinearProgram {
    var linearProgram = program.linearProgram(ray)
    for column in excludedColumns(leavingOut) {
      linearProgram.setBounds(column: column, lower: 0, upper: 0)
    }
    return linearProgram
  }

  private var allowsExactSolve: Bool {
    program.rowCount * program.columnCount <= options.exactSizeLimit
  }

  // MARK: Bounds

  /// Narrows the interval by what a solution proves.
  private func learn(
    _ solution: Solution, _ solver: borrowing RevisedSimplex, _ ray: Ray, _ leavingOut: Int?,
    _ found: inout Measurement
  ) {
    switch solution.status {
    case .optimal:
      let multipliers = program.multipliers(solution.dual)
      found.multipliers = multipliers
      found.value = solution.primal[program.objectiveColumn]
      found.intensities = intensities(solution.primal)
      narrow(&found, dual: certificate.dualBound(multipliers, ray, leavingOut: leavingOut), ray)
      narrow(
        &found, primal: certificate.primalBound(found.intensities, ray, leavingOut: leavingOut),
        ray)
      if found.relativeWidth > options.sharpWidth {
        narrowByShift(solution, solver, ray, leavingOut, &found)
      }
    case .infeasible:
      guard let farkas = solution.ray else { return }
      let multipliers = program.multipliers(farkas).provingInfeasible(ray)
      narrow(&found, dual: certificate.dualBound(multipliers, ray, leavingOut: leavingOut), ray)
    case .unbounded, .pivotLimit, .numericallySuspect: break
    }
  }

  /// Bounds from intensities with room for rounding.
  ///
  /// Those of the solution lie on the boundary of what is feasible and miss it by rounding. The same
  /// basis for a point slightly inside, y₀ raised or x₀ lowered, gives intensities with room for that rounding.
  private func narrowByShift(
    _ solution: Solution, _ solver: borrowing RevisedSimplex, _ ray: Ray, _ leavingOut: Int?,
    _ found: inout Measurement
  ) {
    for inset in [0x1p-47, 0x1p-40] {
      var change = [Double](repeating: 0, count: program.rowCount)
      switch ray.orientation {
      case .input:
        for r in ray.outputs.indices { change[program.inputCount + r] = -inset * ray.outputs[r] }
        for i in ray.inputBase.indices { change[i] = -inset * ray.inputBase[i] }
      case .output: for i in ray.inputs.indices { change[i] = -inset * ray.inputs[i] }
      }
      let response = solver.response(toRightHandSide: change)
      let moved = solution.primal.indices.map { max(0, solution.primal[$0] + response[$0]) }
      let bound = certificate.primalBound(intensities(moved), ray, leavingOut: leavingOut)
      narrow(&found, primal: bound, ray)
      if found.relativeWidth <= options.sharpWidth { return }
    }
    for intensity in found.intensities {  // degenerate: one unit alone, such as the point itself
      let alone = [Intensity(observation: intensity.observation, weight: 1)]
      let bound = certificate.primalBound(alone, ray, leavingOut: leavingOut)
      narrow(&found, primal: bound, ray)
    }
  }

  private func narrow(_ found: inout Measurement, dual bound: Double, _ ray: Ray) {
    switch ray.orientation {
    case .input: found.narrow(lower: bound, upper: .infinity)
    case .output: found.narrow(lower: 0, upper: bound)
    }
  }

  private func narrow(_ found: inout Measurement, primal bound: Double?, _ ray: Ray) {
    guard let bound else { return }
    found.isReached = true
    switch ray.orientation {
    case .input: found.narrow(lower: 0, upper: bound)
    case .output: found.narrow(lower: bound, upper: .infinity)
    }
  }

  private func intensities(_ primal: [Double]) -> [Intensity] {
    (0..<technology.count).compactMap { j in
      primal[j] > 0 ? Intensity(observation: j, weight: primal[j]) : nil
    }
  }

  /// Turns the interval into a status.
  private func conclude(_ found: inout Measurement, as narrowStatus: ScoreStatus) {
    if found.lower == .infinity || found.upper == -.infinity {
      found.status = .infeasible
    } else if found.upper == 0 {
      // Only 0 · outputs, if anything, can be produced: the distance is infinite.
      if found.isReached { found.status = .unbounded }
    } else if found.relativeWidth <= options.certificateWidth, found.score() != nil {
      found.status = narrowStatus
    } else if found.score() != nil {
      found.status = .uncertified
    }
  }

  // MARK: Rescue

  /// Scaled for this point, Bland, refined; then exact.
  private func rescue(
    _ ray: Ray, _ leavingOut: Int?, from basis: Basis, _ found: inout Measurement
  ) {
    let status = found.status == .certified ? ScoreStatus.certified : .refined
    let linearProgram = linearProgram(ray, leavingOut)
    var careful = SimplexOptions()
    careful.alwaysBland = true
    careful.pivotTolerance = 1e-11  // rows passed over for less can throw the solution off
    careful.refinementRounds = 3
    var solver = RevisedSimplex(linearProgram, options: careful)
    let solution = solver.solve(startingFrom: program.slackBasis)
    found.pivotCount += solution.pivotCount
    learn(solution, solver, ray, leavingOut, &found)
    conclude(&found, as: status)
    guard !found.isSharp(options), allowsExactSolve else { return }
    let best = solution.status == .optimal ? solution.basis : basis
    learnExactly(linearProgram, from: best, &found)
    conclude(&found, as: status)
  }

  /// Solves in exact arithmetic; the interval is then the two doubles around the measure.
  private func learnExactly(
    _ linearProgram: LinearProgram, from basis: Basis, _ found: inout Measurement
  ) {
    let exact = solveExactly(linearProgram, startingFrom: basis)
    found.pivotCount += exact.pivotCount
    switch exact.status {
    case .optimal:
      let measure = exact.primal[program.objectiveColumn]
      found.isReached = true
      found.lower = measure.lowerDouble
      found.upper = measure.upperDouble
      found.value = measure.nearestDouble
      found.multipliers = program.multipliers(exact.dual.map(\.nearestDouble))
      found.intensities = intensities(exact.primal.map(\.nearestDouble))
    case .infeasible: (found.lower, found.upper) = (.infinity, -.infinity)
    case .unbounded: found.status = .unbounded  // a point without outputs
    case .pivotLimit, .numericallySuspect: break
    }
  }
}

extension Multipliers {
  /// A Farkas ray prices the moving side at nothing: what is left there is rounding.
  func provingInfeasible(_ ray: Ray) -> Multipliers {
    var cleaned = self
    switch ray.orientation {
    case .input: for i in inputs.indices where ray.inputs[i] > 0 { cleaned.inputs[i] = 0 }
    case .output: for r in outputs.indices where ray.outputs[r] > 0 { cleaned.outputs[r] = 0 }
    }
    return cleaned
  }
}
