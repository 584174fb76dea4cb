internal import DenseKernels

/// Coefficients and deviation of a normal regression truncated on the left at 1.
public struct TruncatedFit: Sendable, Hashable {
  /// β, one number for each column of the regressors.
  public let coefficients: [Double]
  /// σ of the normal before it is truncated.
  public let deviation: Double
  /// Logarithm of the likelihood.
  public let logLikelihood: Double
}

/// Maximum likelihood of δ = z β + ε, ε normal with variance σ², where only δ > 1 is seen.
///
/// In τ = β / σ² and a = 1 / σ² the density of w = δ − 1 is exp(θ w − a w² / 2 − A(θ, a)), θ = z τ − a:
/// an exponential family, so the likelihood is concave, its Hessian is minus a sum of covariances
/// of w and w², and Newton's method finds the maximum if there is one. There is none where w varies more
/// than an exponential variable: the likelihood then grows to the end with σ without bound.
struct TruncatedRegression: Sendable {
  /// Regressors of the units, n × k, row after row.
  let regressors: [Double]
  /// k.
  let columnCount: Int
  /// w of the units, positive.
  let excesses: [Double]

  /// The parameters (τ, a), k + 1 numbers, of a fit.
  static func parameters(_ fit: TruncatedFit) -> [Double] {
    let a = 1 / (fit.deviation * fit.deviation)
    return fit.coefficients.map { $0 * a } + [a]
  }

  /// The logarithm of the likelihood, and a weight times ln a, with gradient and negative Hessian, (k + 1)², at
  /// parameters (τ, a), a > 0.
  func evaluate(
    _ parameters: [Double], barrier: Double = 0
  ) -> (value: Double, gradient: [Double], information: [Double]) {
    let (k, size, a) = (columnCount, columnCount + 1, parameters[columnCount])
    let sigma = 1 / a.squareRoot()
    let logSigma = FixedOrder.logarithm(sigma)
    var value = -2 * barrier * logSigma
    var gradient = [Double](repeating: 0, count: size)
    var information = [Double](repeating: 0, count: size * size)
    for (unit, w) in excesses.enumerated() {
      let row = unit * k
      var theta = -a
      for j in 0..<k { theta += regressors[row + j] * parameters[j] }
      let v = theta * sigma
      let moments = TruncatedNormal.moments(v)
      let e = w / sigma - v
      value -= e * e / 2 + logSigma + Self.halfLogTurn + moments.logMass
      let first = w - sigma * moments.first
      let second = (sigma * sigma * moments.second - w * w) / 2
      // Covariances of w, of w and −w² / 2, and of the latter; z is the derivative of θ by τ, −1 by a.
      let (ww, wq) = (sigma * sigma * moments.variance, -sigma * sigma * sigma * moments.skew / 2)
      let qq = sigma * sigma * sigma * sigma * moments.squareVariance / 4
      for j in 0..<k {
        let z = regressors[row + j]
        gradient[j] += z * first
        for l in 0...j { information[j * size + l] += z * regressors[row + l] * ww }
        information[k * size + j] += z * (wq - ww)
      }
      gradient[k] += second - first
      information[k * size + k] += ww - 2 * wq + qq
    }
    gradient[k] += barrier / a
    information[k * size + k] += barrier / (a * a)
    for j in 0..<size {
      for l in 0..<j { information[l * size + j] = information[j * size + l] }
    }
    return (value, gradient, information)
  }

  /// The fit of largest likelihood, looked for near `start` first if there is one; nil where no single finite one
  /// is found.
  func maximum(from start: TruncatedFit? = nil) -> TruncatedFit? {
    let count = Double(excesses.count)
    let square = excesses.reduce(0) { $0 + $1 * $1 } / count
    guard excesses.count > columnCount + 1, square > 0 else { return nil }
    if let start, let found = climb(Self.parameters(start), weights: [0], square) { return found }
    let origin = [Double](repeating: 0, count: columnCount) + [1 / square]
    return climb(origin, weights: Self.barrier.map { $0 * count }, square)
  }

  /// Newton's method for the likelihood plus a weight times ln a, one weight after the other.
  ///
  /// The barrier keeps steps from creeping along a = 0 when the maximum is elsewhere.
  private func climb(_ start: [Double], weights: [Double], _ square: Double) -> TruncatedFit? {
    let (k, size) = (columnCount, columnCount + 1)
    let inversion = MatrixInversion(size: size)
    let inverse = Scratch(count: size * size, repeating: 0.0)
    var point = start
    for weight in weights {
      var now = evaluate(point, barrier: weight)
      var gain = Double.infinity
      for _ in 0..<Self.stepLimit {
        guard let step = Self.step(now.gradient, now.information, inversion, inverse) else {
          return nil
        }
        gain = zip(step, now.gradient).reduce(0) { $0 + $1.0 * $1.1 }
        guard gain >= 0, point[k] * square > Self.leastPrecision else { return nil }
        if gain <= Self.sufficientGain {
          for j in 0..<size { point[j] += step[j] }
          break
        }
        guard let next = advance(point, step, now.value, gain, weight) else { return nil }
        point = next
        now = evaluate(point, barrier: weight)
      }
      guard gain <= Self.sufficientGain, point[k] > 0 else { return nil }
    }
    return TruncatedFit(
      coefficients: point.dropLast().map { $0 / point[k] }, deviation: 1 / point[k].squareRoot(),
      logLikelihood: evaluate(point).value)
  }

  /// The point so far along a step that the value grows as it should, at most nine tenths of the way to a = 0.
  private func advance(
    _ point: [Double], _ step: [Double], _ value: Double, _ gain: Double, _ weight: Double
  ) -> [Double]? {
    let k = columnCount
    var length = step[k] < 0 ? min(1, -0.9 * point[k] / step[k]) : 1
    while length > Self.leastLength {
      let moved = zip(point, step).map { $0 + length * $1 }
      if evaluate(moved, barrier: weight).value >= value + 1e-4 * length * gain { return moved }
      length /= 2
    }
    return nil
  }

  /// Newton's step, from the information scaled to a diagonal of ones; nil where it is singular or nearly so.
  private static func step(
    _ gradient: [Double], _ information: [Double], _ inversion: borrowing MatrixInversion,
    _ inverse: borrowing Scratch<Double>
  ) -> [Double]? {
    let size = gradient.count
    let scales = (0..<size).map { 1 / information[$0 * size + $0].squareRoot() }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    for i in 0..<size {
      for j in 0..<size {
        inverse[i * size + j] = information[i * size + j] * scales[i] * scales[j]
      }
    }
    guard inversion.invert(inverse) else { return nil }
    for i in 0..<size where !(inverse[i * size + i] <= largestInflation) { return nil }
    return (0..<size).map { i in
      scales[i]
        * (0..<size).reduce(0) { $0 + inverse[i * size + $1] * scales[$1] * gradient[$1] }
    }
  }

  /// Weights of ln a for each unit, from a point that may be far to one that is near.
  private static let barrier = [1, 1e-2, 1e-4, 0]
  /// Newton's steps for one weight; ten are many.
  private static let stepLimit = 100
  /// Gain expected of a step, in units of the logarithm of the likelihood, from which that step is the last:
  /// what it leaves is far below 1e-8 standard errors, since convergence is quadratic.
  private static let sufficientGain = 1e-10
  /// Shortest part of a step that is tried.
  private static let leastLength = 1e-9
  /// Least a times mean square of w: below it the density over the data is exponential in all digits that count.
  private static let leastPrecision = 1e-8
  /// Largest variance inflation of a parameter before regressors count as collinear.
  private static let largestInflation = 1e12
  /// ln √(2π).
  private static let halfLogTurn = 0.918938533204672741780
}
