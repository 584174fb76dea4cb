import DenseKernels
import Frontier
import Glibc
import Inference
import Productivity

/// Data-generating processes whose indices are known in closed form (METHODS 5.12): a Cobb-Douglas in the
/// inputs, with shares that may drift, and a CET in the outputs, with weights that may.
struct CoverageDesign {
  let name: String
  let unitCount: Int
  /// Cobb-Douglas shares of the inputs in each period.
  let shares: [[Double]]
  /// CET weights of the outputs in each period.
  let weights: [[Double]]
  /// Mean change of the logarithm of each input, besides a common level.
  let drift: [Double]
  let levelNoise: Double
  let inputNoise: Double
  /// Change of the output mix: mean and noise of Δ ln(y₂/y₁).
  let outputDrift: (mean: Double, noise: Double)
  let growth = 0.05
  let spread = 0.25
  /// Correlation of inefficiency over time.
  let persistence: Double

  var periodCount: Int { shares.count }
  var inputCount: Int { shares[0].count }
  var outputCount: Int { weights[0].count }

  /// A sample: its panel and the true logarithm of each index by transition and unit.
  func sample(_ number: Int, seed: UInt64) throws -> (panel: Panel, truth: CoverageTruth) {
    var random = RandomStream(seed: seed, stream: 1, replicate: UInt64(number))
    let (n, p, q, T) = (unitCount, inputCount, outputCount, periodCount)
    var inputs = [Double](repeating: 0, count: n * T * p)
    var outputs = [Double](repeating: 0, count: n * T * q)
    for unit in 0..<n {
      var x = firstInputs(&random)
      var mix = 2 * random.uniform() - 1
      var z = random.normal()
      for t in 0..<T {
        if t > 0 {
          let level = levelNoise * random.normal()
          for k in 0..<p { x[k] += level + drift[k] + inputNoise * random.normal() }
          mix += outputDrift.mean + outputDrift.noise * random.normal()
          z = persistence * z + (1 - persistence * persistence).squareRoot() * random.normal()
        }
        let row = t * n + unit
        for k in 0..<p { inputs[row * p + k] = exp(x[k]) }
        // One output of size 1 and mix m: (1, e^m) divided by its CET aggregate.
        let y = q == 1 ? [0] : [0, mix]
        let size = logProduct(x, t) - spread * abs(z) - logAggregate(y, t)
        for r in 0..<q { outputs[row * q + r] = exp(y[r] + size) }
      }
    }
    let names = (0..<n).map { "u\($0)" }
    let panel = try Panel(
      units: (0..<T).flatMap { _ in names },
      periods: (0..<T).flatMap { t in names.map { _ in "\(t)" } },
      periodOrder: (0..<T).map { "\($0)" }, inputNames: (0..<p).map { "x\($0)" },
      outputNames: (0..<q).map { "y\($0)" },
      inputs: Matrix(rowCount: n * T, columnCount: p, elements: inputs),
      outputs: Matrix(rowCount: n * T, columnCount: q, elements: outputs))
    return (panel, CoverageTruth(design: self, panel: panel))
  }

  private func firstInputs(_ random: inout RandomStream) -> [Double] {
    if inputCount == 2 {
      let ratio = 2 * random.uniform() - 1
      return [ratio / 2, -ratio / 2]
    }
    let level = random.uniform()
    return (0..<inputCount).map { _ in level + 0.4 * random.normal() }
  }

  /// ln F_t(x) for logarithms of inputs.
  func logProduct(_ x: [Double], _ t: Int) -> Double {
    growth * Double(t) + zip(shares[t], x).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// ln G_t(y) for logarithms of outputs.
  func logAggregate(_ y: [Double], _ t: Int) -> Double {
    if y.count == 1 { return y[0] }
    return 0.5 * log(zip(weights[t], y).reduce(0) { $0 + $1.0 * exp(2 * $1.1) })
  }
}

/// The true indices of a sample.
struct CoverageTruth {
  let design: CoverageDesign
  let panel: Panel

  /// ln of an index of a unit over a transition: ln D^s(x, y) = ln G_s(y) − ln F_s(x).
  func value(_ index: LogIndex, unit: Int, over transition: Transition) -> Double {
    index.terms.reduce(0) { sum, entry in
      let (term, coefficient) = entry
      let base = term.base == .from ? transition.from : transition.to
      return sum + coefficient
        * distance(base, transition.period(term.inputs), transition.period(term.outputs), unit)
    }
  }

  private func distance(_ base: Int, _ inputs: Int, _ outputs: Int, _ unit: Int) -> Double {
    let n = design.unitCount
    let x = panel.inputs.row(inputs * n + unit).map { log($0) }
    let y = panel.outputs.row(outputs * n + unit).map { log($0) }
    return design.logAggregate(y, base) - design.logProduct(x, base)
  }
}

extension CoverageDesign {
  private static let quarter = [0.25, 0.25, 0.25, 0.25]
  private static let shifted = [0.20, 0.30, 0.22, 0.28]

  private static func four(_ name: String, _ shares: [[Double]], annual: Bool = false)
    -> CoverageDesign
  {
    let scale = annual ? 0.2 : 1
    return CoverageDesign(
      name: name, unitCount: 36, shares: shares, weights: shares.map { _ in [1] },
      drift: [-0.15, 0.15, -0.05, 0.05].map { scale * $0 }, levelNoise: annual ? 0.03 : 0.1,
      inputNoise: annual ? 0.03 : 0.1, outputDrift: (0, 0), persistence: annual ? 0.95 : 0.5)
  }

  private static func two(
    _ name: String, unitCount: Int, _ shares: [[Double]], _ weights: [[Double]]
  ) -> CoverageDesign {
    // Δ ln(x₁/x₂) = 0.3 + 0.15 N: noise of 0.15/√2 in each.
    CoverageDesign(
      name: name, unitCount: unitCount, shares: shares, weights: weights, drift: [0.15, -0.15],
      levelNoise: 0.1, inputNoise: 0.15 / 2.0.squareRoot(), outputDrift: (0.3, 0.15),
      persistence: 0.5)
  }

  /// The designs by name.
  static let all: [CoverageDesign] = [
    four("p4-neutral-drift", [quarter, quarter]),
    four("p4-biased-drift", [quarter, shifted]),
    four("p4-neutral-annual", [quarter, quarter], annual: true),
    two("p2-neutral-drift", unitCount: 50, [[0.5, 0.5], [0.5, 0.5]], [[1], [1]]),
    two("p2-biased-drift", unitCount: 50, [[0.5, 0.5], [0.6, 0.4]], [[1], [1]]),
    two(
      "p2q2-neutral", unitCount: 36, [[0.5, 0.5], [0.5, 0.5]], [[0.5, 0.5], [0.5, 0.5]]),
    four("p4-neutral-chain", [[Double]](repeating: quarter, count: 5), annual: true),
  ]
}
