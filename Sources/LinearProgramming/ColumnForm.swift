import BigInt
import DenseKernels

/// The integers f(j) = κ c'_j − Σ_i w_i a'_ij for the columns j of an exact program.
///
/// With κ = D and w = D y', f is D times the reduced costs; with κ = 0 and w a row of D B⁻¹ it is
/// −D times a row of the tableau. Nearly all signs are settled in floating point with a rigorous
/// error bound, the rest in integers.
struct ColumnForm {
  private let program: ExactProgram
  private let costFactor: BigInt  // κ
  private let weights: [BigInt]  // w
  /// f(j) in the program's own units up to a positive factor, for the columns of A.
  private let estimates: [Double]
  /// For each estimate a bound of its error; not finite where there is none.
  private let errors: [Double]

  /// D times the reduced costs, from the duals D y'.
  init(reducedCostsOf program: ExactProgram, duals: [BigInt], determinant: BigInt) {
    self.init(program, costFactor: determinant, weights: duals, determinant: determinant)
  }

  /// D times the change of the basic variable in `row` for each unit of a column.
  init(changesOf row: Int, in basis: IntegerBasis, of program: ExactProgram) {
    self.init(
      program, costFactor: 0, weights: Array(basis.row(row)), determinant: basis.determinant)
  }

  private init(
    _ program: ExactProgram, costFactor: BigInt, weights: [BigInt], determinant: BigInt
  ) {
    self.program = program
    self.costFactor = costFactor
    self.weights = weights
    var estimates = costFactor.isZero ? [] : program.program.cost
    if estimates.isEmpty { estimates = [Double](repeating: 0, count: program.columnCount) }
    var sizes = estimates.map(\.magnitude)
    for row in 0..<program.rowCount where !weights[row].isZero {
      var weight = program.nearestDual(ofRow: row, weights[row], over: determinant)
      if !weight.isNormal { weight = .infinity }  // no relative error bound: integers decide
      for (column, element) in program.program.matrix.row(row).enumerated() {
        let product = weight * element
        estimates[column] -= product
        sizes[column] += product.magnitude
      }
    }
    // Rounding of m weights, m products and m differences, with a factor two to spare; the smallest
    // normal number is more than underflow can add up to (Higham 2002, section 3.1).
    let relative = Double(program.rowCount + 4) * Double.ulpOfOne
    self.estimates = estimates
    errors = sizes.map { relative * $0 + .leastNormalMagnitude }
  }

  /// f(j).
  func value(_ column: Int) -> BigInt {
    guard column < program.columnCount else { return -weights[column - program.columnCount] }
    return costFactor * program.cost(column) - dot(weights, program.column(column))
  }

  /// Sign of f(j): −1, 0 or 1.
  func sign(_ column: Int) -> Int {
    if column < estimates.count, estimates[column].magnitude > errors[column] {
      return estimates[column] < 0 ? -1 : 1
    }
    return value(column).direction
  }
}
