internal import DenseKernels
internal import LinearProgramming

/// A question to a technology: the t at which a moving point meets its frontier.
///
/// It is the smallest t in input and the largest in output orientation. Input: (base + t · direction, outputs), with base 0 and direction x₀
/// for the radial measure. Output: (inputs, t · outputs). All in scaled variables.
struct Ray {
  let orientation: Orientation
  let inputs: [Double]
  let outputs: [Double]
  /// Inputs that do not move; zero in the radial input measure, unused in output orientation.
  let inputBase: [Double]

  /// The radial measure of a point.
  init(_ point: Point, _ orientation: Orientation) {
    self.orientation = orientation
    inputs = point.inputs
    outputs = point.outputs
    inputBase = [Double](repeating: 0, count: point.inputs.count)
  }

  /// The sub-vector input measure: `base` stays, `direction` is scaled.
  init(base: [Double], direction: [Double], outputs: [Double]) {
    orientation = .input
    inputs = direction
    self.outputs = outputs
    inputBase = base
  }
}

/// The one place where a technology and an evaluated point become a linear program.
///
/// Rows: p inputs Σλx + s − t·x₀ = 0, q outputs −Σλy + s = −y₀, and unless returns are constant
/// Σλ (± s) = 1 (METHODS 1.2). Columns: n intensities λ, p + q slacks, for NIRS and NDRS one slack of
/// the sum, t. The slack basis is dual feasible in input and primal feasible in output orientation.
struct DistanceProgram {
  let orientation: Orientation
  let inputCount: Int
  let outputCount: Int
  /// Number of intensities n.
  let count: Int
  let hasSumRow: Bool
  let hasSumSlack: Bool
  private let matrix: Matrix

  var rowCount: Int { inputCount + outputCount + (hasSumRow ? 1 : 0) }
  var columnCount: Int { objectiveColumn + 1 }
  /// First slack column.
  var slackStart: Int { count }
  /// Column of t.
  var objectiveColumn: Int { count + inputCount + outputCount + (hasSumSlack ? 1 : 0) }

  init(_ technology: ScaledTechnology, _ orientation: Orientation) {
    self.orientation = orientation
    inputCount = technology.inputCount
    outputCount = technology.outputCount
    count = technology.count
    hasSumRow = technology.returnsToScale != .constant
    hasSumSlack =
      technology.returnsToScale == .nonIncreasing || technology.returnsToScale == .nonDecreasing
    let (p, q, n) = (inputCount, outputCount, count)
    let columns = n + p + q + (hasSumSlack ? 1 : 0) + 1
    var matrix = Matrix(rowCount: p + q + (hasSumRow ? 1 : 0), columnCount: columns)
    for j in 0..<n {
      for i in 0..<p { matrix[i, j] = technology.inputs[i * technology.stride + j] }
      for r in 0..<q { matrix[p + r, j] = -technology.outputs[r * technology.stride + j] }
      if hasSumRow { matrix[p + q, j] = 1 }
    }
    for row in 0..<p + q { matrix[row, n + row] = 1 }
    if hasSumSlack {
      matrix[p + q, n + p + q] = technology.returnsToScale == .nonIncreasing ? 1 : -1
    }
    self.matrix = matrix
  }

  /// The program for a ray: min t in input, min −t in output orientation.
  func linearProgram(_ ray: Ray) -> LinearProgram {
    var cost = [Double](repeating: 0, count: columnCount)
    cost[objectiveColumn] = orientation == .input ? 1 : -1
    var program = LinearProgram(
      trustedMatrix: matrix, cost: cost, rightHandSide: rightHandSide(ray),
      lower: [Double](repeating: 0, count: columnCount),
      upper: [Double](repeating: .infinity, count: columnCount))
    program.setColumn(objectiveColumn, to: objectiveColumn(ray))
    return program
  }

  /// Coefficients of t.
  func objectiveColumn(_ ray: Ray) -> [Double] {
    let sum: [Double] = hasSumRow ? [0] : []
    switch orientation {
    case .input:
      return ray.inputs.map { -$0 } + [Double](repeating: 0, count: outputCount) + sum
    case .output: return [Double](repeating: 0, count: inputCount) + ray.outputs + sum
    }
  }

  /// Right-hand side b.
  func rightHandSide(_ ray: Ray) -> [Double] {
    let sum: [Double] = hasSumRow ? [1] : []
    switch orientation {
    case .input: return ray.inputBase + ray.outputs.map { -$0 } + sum
    case .output: return ray.inputs + [Double](repeating: 0, count: outputCount) + sum
    }
  }

  /// Basis of all slacks, with the logical of the sum row where it has no slack of its own.
  var slackBasis: Basis {
    let (p, q) = (inputCount, outputCount)
    var columns = Array(count..<count + p + q)
    if hasSumRow { columns.append(hasSumSlack ? count + p + q : columnCount + p + q) }
    return Basis(
      columns: columns, restsAtUpper: [Bool](repeating: false, count: columnCount + rowCount))
  }

  /// Multipliers (ν, μ, ω) of METHODS 1.2 from the row duals, or from a Farkas ray.
  func multipliers(_ dual: [Double]) -> Multipliers {
    let (p, q) = (inputCount, outputCount)
    let sum = hasSumRow ? dual[p + q] : 0
    return Multipliers(
      inputs: dual[..<p].map { max(-$0, 0) }, outputs: dual[p..<p + q].map { max(-$0, 0) },
      scale: orientation == .input ? sum : 0 - sum)
  }
}

/// Input prices ν, output prices μ and the scale multiplier ω.
///
/// They need not be unique: never report them as *the* shadow prices.
public struct Multipliers: Sendable, Hashable {
  /// ν, p values, none negative.
  public var inputs: [Double]
  /// μ, q values, none negative.
  public var outputs: [Double]
  /// ω; 0 under constant returns.
  public var scale: Double
}
