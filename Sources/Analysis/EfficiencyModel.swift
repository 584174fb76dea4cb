internal import DenseKernels
internal import Frontier

/// What is measured for every observation.
struct EfficiencyModel {
  let returnsToScale: ReturnsToScale
  let orientation: Orientation
  let reference: ReferenceChoice
  let hasSlacks: Bool
  let hasScale: Bool

  /// One result for each observation of the panel.
  func measure(
    _ panel: Panel, _ solver: FrontierSolver, _ control: WorkControl
  ) throws(WorkCancelled) -> [MeasuredObservation] {
    let batches = reference.batches(
      panel, returnsToScale: returnsToScale, orientation: orientation)
    let evaluations = try solver.evaluate(
      batches.map(\.batch), secondPhase: hasSlacks, control: control)
    let scales = hasScale ? try scaleProperties(panel, solver, control) : []
    var measured: [(observation: Int, result: MeasuredObservation)] = []
    for (number, (batch, answers)) in zip(batches, evaluations).enumerated() {
      for (position, answer) in answers.enumerated() {
        let result = MeasuredObservation(
          evaluation: answer, reference: batch.reference,
          scale: hasScale ? scales[number][position] : nil)
        measured.append((batch.observations[position], result))
      }
    }
    return measured.sorted { $0.observation < $1.observation }.map(\.result)
  }

  /// By batch and question: scores under three returns to scale, compared.
  private func scaleProperties(
    _ panel: Panel, _ solver: FrontierSolver, _ control: WorkControl
  ) throws(WorkCancelled) -> [[ScaleProperties?]] {
    func scores(_ returnsToScale: ReturnsToScale) throws(WorkCancelled) -> [[DistanceResult]] {
      try solver.solve(
        reference.batches(panel, returnsToScale: returnsToScale, orientation: orientation)
          .map(\.batch), control: control)
    }
    let (constant, variable) = (try scores(.constant), try scores(.variable))
    let nonIncreasing = try scores(.nonIncreasing)
    return constant.indices.map { batch in
      constant[batch].indices.map { position in
        ScaleProperties(
          constant: constant[batch][position], variable: variable[batch][position],
          nonIncreasing: nonIncreasing[batch][position], orientation: orientation)
      }
    }
  }
}
