// The second phase against a large technology.
//
// Slacks can differ between optimal solutions of the first phase only where other observations than those
// of the basis lie on the facet, or where a variable has no price. Then a small program over the
// observations on the facet decides; otherwise the weights of the basis are the answer.

internal import LinearProgramming

extension LargeTask {
  /// Both phases for a question that was located, or the first alone.
  mutating func evaluation(_ located: LocatedQuery, secondPhase: Bool) -> Evaluation {
    guard let found = located.found else {
      if !located.excluded.isEmpty {
        return inAll.evaluation(located.query, secondPhase: secondPhase)
      }
      let query = DistanceQuery(
        point: located.query.point, orientation: located.query.orientation)
      return inFrame.evaluation(query, secondPhase: secondPhase)
        .renumbered(shared.target.observations)
    }
    let distance = inAll.result(found, located.ray.inputs)
    guard let score = distance.farrell else { return Evaluation(distance) }
    var intensities = found.intensities
    if let slot = located.slot {
      intensities = whole(intensities, located)
      if secondPhase {
        intensities =
          slackIntensities(slot, located, found, score)
          ?? (located.excluded.isEmpty
            ? inFrame.maximizeSlacks(located.ray, nil, found.value, score)
              .map { whole($0, located) }
            : inAll.maximizeSlacks(
              located.ray, located.query.leavingOut, found.value, score))
          ?? intensities
      }
    }
    return inAll.describe(
      distance, score, located.ray, found.multipliers, intensities, withSlacks: secondPhase)
  }

  /// Intensities of the second phase from the facet that a ray ended on; nil where they do not reach the
  /// score.
  private mutating func slackIntensities(
    _ slot: Int, _ located: LocatedQuery, _ found: Measurement, _ score: FarrellScore
  ) -> [Intensity]? {
    let isWhole = !located.excluded.isEmpty
    let target = isWhole ? (leftOut.all ?? shared.target) : shared.target
    let facet = withSolver(isWhole) { solver -> (own: [Intensity]?, face: [Int]) in
      let isOnly = solver.rays.ties(slot) == solver.target.priced.cone.dimension - 1
      if isOnly || solver.target.pricesAll(solver.normal(slot)) {
        return (solver.intensities(slot, located.ray, inset: 0), [])
      }
      return (nil, solver.face(slot, without: located.excluded))
    }
    let intensities =
      facet.own
      ?? faces.maximizeSlacks(
        located.ray, facet.face, target.technology, isWhole: isWhole, shared.options,
        weights: shared.slackWeights)
    guard let intensities else { return nil }
    let answer = whole(intensities, located)
    return inAll.reaches(score, located.ray, answer) ? answer : nil
  }

  /// Intensities with observations numbered as in the technology asked about, in its order.
  private func whole(_ intensities: [Intensity], _ located: LocatedQuery) -> [Intensity] {
    let target = located.excluded.isEmpty ? shared.target : (leftOut.all ?? shared.target)
    return intensities.map {
      Intensity(observation: target.observations[$0.observation], weight: $0.weight)
    }.sorted { $0.observation < $1.observation }
  }
}

/// Solves the second phase over the observations on one facet; keeps the program for the next point on it.
struct FaceSolver: ~Copyable {
  private var face: [Int] = []
  private var isWhole = false
  private var solver: PointSolver?

  /// Intensities with the largest weighted sum of slacks at the measure of a ray; nil when the solver fails.
  mutating func maximizeSlacks(
    _ ray: Ray, _ face: [Int], _ technology: ScaledTechnology, isWhole: Bool,
    _ options: FrontierOptions, weights: [Double]
  ) -> [Intensity]? {
    guard !face.isEmpty else { return nil }
    var current = solver.take()
    if self.face != face || self.isWhole != isWhole
      || current?.program.orientation != ray.orientation
    {
      current = PointSolver(
        ScaledTechnology(technology, selecting: face), ray.orientation, options)
      (self.face, self.isWhole) = (face, isWhole)
    }
    guard var held = current.take() else { return nil }
    let found = held.maximizeSlacks(ray, leavingOut: nil, weights: weights)
    solver = consume held
    return found?.map { Intensity(observation: face[$0.observation], weight: $0.weight) }
  }
}
