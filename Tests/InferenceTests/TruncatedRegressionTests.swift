import Glibc
import Testing

@testable import Inference

@Suite("Truncated regression")
struct TruncatedRegressionTests {
  /// Twelve units with a constant and one variable.
  static let small: TruncatedRegression = {
    let z = [0.1, 0.5, 0.9, 0.2, 0.7, 1.4, 1.1, 0.3, 1.8, 1.6, 0.6, 1.3]
    let delta = [1.08, 1.31, 1.22, 1.25, 1.52, 1.61, 1.33, 1.12, 1.95, 1.70, 1.19, 1.48]
    return TruncatedRegression(
      regressors: z.flatMap { [1, $0] }, columnCount: 2, excesses: delta.map { $0 - 1 })
  }()

  /// Units with δ = 0.7 + 0.3 z₁ − 0.2 z₂ + ε seen above 1, σ = 0.4.
  static func simulated(count: Int) -> TruncatedRegression {
    var random = RandomStream(seed: 8, stream: 1, replicate: 0)
    var (regressors, excesses): ([Double], [Double]) = ([], [])
    for _ in 0..<count {
      let z = [1, 2 * random.uniform(), random.normal()]
      let mean = 0.7 + 0.3 * z[1] - 0.2 * z[2]
      regressors += z
      excesses.append(
        0.4 * TruncatedNormal.excess(above: (1 - mean) / 0.4, random.uniform()))
    }
    return TruncatedRegression(regressors: regressors, columnCount: 3, excesses: excesses)
  }

  @Test("gradient and information are those of differences")
  func derivatives() {
    let regression = Self.simulated(count: 30)
    for point in [[3, 1, -0.5, 4], [-20, 2, 1, 0.5], [200, -10, 5, 150]] {
      let found = regression.evaluate(point)
      for j in point.indices {
        let h = 1e-5 * max(1, abs(point[j]))
        var (above, below) = (point, point)
        above[j] += h
        below[j] -= h
        let (upper, lower) = (regression.evaluate(above), regression.evaluate(below))
        let slope = (upper.value - lower.value) / (2 * h)
        #expect(abs(slope - found.gradient[j]) <= 1e-6 * max(1, abs(slope)), "\(point), \(j)")
        for l in point.indices {
          let curvature = (lower.gradient[l] - upper.gradient[l]) / (2 * h)
          let entry = found.information[j * point.count + l]
          #expect(abs(curvature - entry) <= 1e-6 * max(1, abs(curvature)), "\(point), \(j), \(l)")
        }
      }
    }
  }

  @Test("twelve units: β and σ as another program finds them")
  func reference() throws {
    // scipy 1.17: BFGS, after Nelder and Mead, on −Σ ln [φ((δ − zβ)/σ) / (σ Φ((zβ − 1)/σ))] in β and
    // ln σ, the same to eight digits from three starting points.
    let fit = try #require(Self.small.maximum())
    #expect(abs(fit.coefficients[0] - 0.99343821) <= 2e-8)
    #expect(abs(fit.coefficients[1] - 0.44232013) <= 2e-8)
    #expect(abs(fit.deviation - 0.12721722) <= 2e-8)
    #expect(abs(fit.logLikelihood - 9.301156823311304) <= 1e-9)
    // From elsewhere the same maximum is found.
    let start = TruncatedFit(coefficients: [-40, 3], deviation: 9, logLikelihood: 0)
    let other = try #require(Self.small.maximum(from: start))
    #expect(abs(other.coefficients[1] - fit.coefficients[1]) <= 1e-9)
  }

  @Test("many units give the coefficients that made them")
  func recovery() throws {
    let regression = Self.simulated(count: 2000)
    let fit = try #require(regression.maximum())
    for (found, expected) in zip(fit.coefficients, [0.7, 0.3, -0.2]) {
      #expect(abs(found - expected) <= 0.1)
    }
    #expect(abs(fit.deviation - 0.4) <= 0.04)
    let point = TruncatedRegression.parameters(fit)
    let slopes = regression.evaluate(point).gradient
    #expect(slopes.allSatisfy { abs($0) <= 1e-4 })
  }

  @Test("a variable in other units has its coefficient in other units", arguments: [1e-6, 1e6])
  func units(factor: Double) throws {
    let fit = try #require(Self.small.maximum())
    let scaled = TruncatedRegression(
      regressors: Self.small.regressors.enumerated().map { $0 % 2 == 0 ? $1 : factor * $1 },
      columnCount: 2, excesses: Self.small.excesses)
    let other = try #require(scaled.maximum())
    #expect(abs(other.coefficients[1] * factor - fit.coefficients[1]) <= 1e-9)
    #expect(abs(other.deviation - fit.deviation) <= 1e-9)
  }

  @Test("no maximum: too much spread, a perfect fit, collinear columns")
  func none() {
    let heavy = [0.01, 0.01, 0.02, 0.01, 0.03, 0.01, 2, 5]
    #expect(
      TruncatedRegression(
        regressors: heavy.map { _ in 1 }, columnCount: 1, excesses: heavy
      ).maximum() == nil)
    let exact = (1...8).map { Double($0) }
    #expect(
      TruncatedRegression(
        regressors: exact.flatMap { [1, $0] }, columnCount: 2, excesses: exact
      ).maximum() == nil)
    let twice = Self.small.regressors.enumerated().flatMap { $0 % 2 == 0 ? [$1] : [$1, 2 * $1] }
    #expect(
      TruncatedRegression(
        regressors: twice, columnCount: 3, excesses: Self.small.excesses
      ).maximum() == nil)
  }
}
