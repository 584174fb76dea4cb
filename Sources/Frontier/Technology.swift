public import DenseKernels

/// Returns to scale of a technology: which sums of intensities are allowed.
public enum ReturnsToScale: String, Sendable, Hashable, CaseIterable {
  /// Constant: any sum.
  case constant = "crs"
  /// Variable: Σλ = 1.
  case variable = "vrs"
  /// Non-increasing: Σλ ≤ 1.
  case nonIncreasing = "nirs"
  /// Non-decreasing: Σλ ≥ 1.
  case nonDecreasing = "ndrs"
  /// Free disposal hull: one λ is 1 and the others 0 (not convex).
  case freeDisposalHull = "fdh"
}

/// Direction in which the frontier is sought.
public enum Orientation: String, Sendable, Hashable, CaseIterable {
  /// Inputs shrink, outputs stay.
  case input = "in"
  /// Outputs grow, inputs stay.
  case output = "out"
}

/// A production plan: p inputs and q outputs, none negative.
public struct Point: Sendable, Hashable {
  /// The p inputs.
  public let inputs: [Double]
  /// The q outputs.
  public let outputs: [Double]

  /// Production plan with the given inputs and outputs.
  public init(inputs: [Double], outputs: [Double]) {
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// The production possibilities spanned by reference observations.
public struct Technology: Sendable {
  /// Inputs of the J reference observations, J × p.
  public let inputs: Matrix
  /// Outputs of the J reference observations, J × q.
  public let outputs: Matrix
  /// Which sums of intensities are allowed.
  public let returnsToScale: ReturnsToScale
  /// Label of each reference observation: the unit it belongs to, for leave-own-out evaluation.
  public let units: [Int]

  /// Number of reference observations J.
  public var count: Int { inputs.rowCount }

  /// Technology spanned by the given observations of a panel, at least one.
  public init(panel: Panel, observations: [Int], returnsToScale: ReturnsToScale) {
    inputs = panel.inputs.selecting(rows: observations)
    outputs = panel.outputs.selecting(rows: observations)
    self.returnsToScale = returnsToScale
    units = observations.map { panel.unitOfObservation[$0] }
  }

  /// Technology spanned by J observations, finite and not negative.
  ///
  /// - Parameters:
  ///   - inputs: J × p.
  ///   - outputs: J × q.
  ///   - returnsToScale: which sums of intensities are allowed.
  ///   - units: J labels; observation numbers when omitted.
  /// - Throws: ``PanelError`` for shapes that differ, no observation, or a value that is not finite
  ///   or negative.
  public init(
    inputs: Matrix, outputs: Matrix, returnsToScale: ReturnsToScale, units: [Int]? = nil
  ) throws(PanelError) {
    let shapes = [
      ("output rows", outputs.rowCount), ("labels", units?.count ?? inputs.rowCount),
    ]
    for (what, found) in shapes where found != inputs.rowCount {
      throw .shapeMismatch(what: what, found: found, expected: inputs.rowCount)
    }
    if inputs.rowCount == 0 { throw .empty(what: "observation") }
    for (side, values) in [("input", inputs), ("output", outputs)] {
      if values.columnCount == 0 { throw .empty(what: side) }
      for (index, value) in values.elements.enumerated() where !(value >= 0 && value.isFinite) {
        let (row, column) = index.quotientAndRemainder(dividingBy: values.columnCount)
        let variable = "\(side) \(column)"
        if value < 0 { throw .negative(observation: row, variable: variable, value: value) }
        throw .notFinite(observation: row, variable: variable, value: value)
      }
    }
    self.inputs = inputs
    self.outputs = outputs
    self.returnsToScale = returnsToScale
    self.units = units ?? Array(0..<inputs.rowCount)
  }
}
