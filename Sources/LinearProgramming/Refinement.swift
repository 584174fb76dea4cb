internal import DenseKernels

extension RevisedSimplex {
  /// Iterative refinement of the basic solution and of the duals: residuals of Bx = b − Nx and
  /// B'y = c_B are summed in twice the working precision, corrections come from B⁻¹.
  mutating func refine() {
    for _ in 0..<options.refinementRounds {
      refinePrimal()
      refineDual()
    }
  }

  private func refinePrimal() {
    let m = program.rowCount
    for row in 0..<m {
      var residual = TwiceDouble(program.rightHandSide[row])
      for column in 0..<program.totalCount where iterate.x[column] != 0 {
        residual.subtractProduct(
          program.matrix[row * program.stride + column], iterate.x[column])
      }
      iterate.basicCost[row] = residual.value
    }
    iterate.inverse.ftran(iterate.basicCost, into: iterate.rowScratch)
    for row in 0..<m { iterate.x[iterate.columns[row]] += iterate.rowScratch[row] }
  }

  private func refineDual() {
    let m = program.rowCount
    for position in 0..<m {
      let column = iterate.columns[position]
      var residual = TwiceDouble(workCost[column])
      for row in 0..<m {
        residual.subtractProduct(program.matrix[row * program.stride + column], iterate.y[row])
      }
      iterate.basicCost[position] = residual.value
    }
    iterate.inverse.btran(iterate.basicCost, into: iterate.rowScratch)
    for row in 0..<m { iterate.y[row] += iterate.rowScratch[row] }
  }
}

/// A sum kept as an unevaluated pair of doubles, about twice the precision of one.
///
/// - Note: error-free sum and product of Knuth and Dekker, as in Ogita, Rump and Oishi (2005).
struct TwiceDouble {
  private var high: Double
  private var low = 0.0

  init(_ value: Double) { high = value }

  var value: Double { high + low }

  mutating func subtractProduct(_ a: Double, _ b: Double) {
    let product = -a * b
    let productError = (-product).addingProduct(-a, b)
    let sum = high + product
    let virtual = sum - high
    low += (high - (sum - virtual)) + (product - virtual) + productError
    high = sum
  }
}
