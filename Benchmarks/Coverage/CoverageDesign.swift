import DenseKernels
import Frontier
import Glibc
import Inference
import Productivity

/// A data-generating process whose indices are known in closed form (METHODS 5.12): y = F_t(x) e^{−u}, with a CET
/// aggregate of the outputs where there are several.
struct CoverageDesign: Sendable {
  var name: String
  var unitCount: Int
  /// F_t without its neutral growth, for each period.
  var functions: [ProductionFunction]
  /// CET weights of the outputs in each period.
  var weights: [[Double]]
  var inputs: InputPath
  /// Change of the output mix: mean and noise of Δ ln(y₂/y₁).
  var outputDrift = (mean: 0.0, noise: 0.0)
  var inefficiency: Inefficiency
  /// Neutral growth of a period.
  var growth = 0.05
  /// Returns to scale of the technologies that are fitted.
  var returnsToScale = ReturnsToScale.constant

  /// How the logarithms of the inputs move from period to period.
  struct InputPath: Sendable {
    /// Mean change of each input, besides a common level.
    var drift: [Double]
    var levelNoise: Double
    var noise: Double
  }

  /// u = σ_t e^{c ln(x₁/x₂)} |z|, z standard normal.
  struct Inefficiency: Sendable {
    /// σ in each period.
    var spreads: [Double]
    /// Correlation of z over time.
    var persistence: Double
    /// c, the effect of the mix of the first two inputs.
    var mixEffect = 0.0
  }

  var periodCount: Int { functions.count }
  var inputCount: Int { functions[0].inputCount }
  var outputCount: Int { weights[0].count }
  /// Distances are those of inputs where it does not matter, of outputs where ln D = ln y − ln F asks for it.
  var orientation: Orientation { returnsToScale == .constant ? .input : .output }
  /// All years as one chain.
  var transitions: [Transition] {
    (1..<periodCount).map { Transition(from: $0 - 1, to: $0) }
  }

  /// Hicks bias of a pair from the first to the last period: Δ ln(MP_a / MP_b) at a fixed mix.
  func hicksBias(_ a: Int, _ b: Int) -> Double {
    let (first, last) = (functions[0], functions[periodCount - 1])
    return last.marginal(a) - last.marginal(b) - first.marginal(a) + first.marginal(b)
  }

  /// The same design but for its name and a change.
  func variant(_ name: String, _ change: (inout CoverageDesign) -> Void) -> CoverageDesign {
    var copy = self
    copy.name = name
    change(&copy)
    return copy
  }
}

/// Logarithms of the inputs and outputs of one unit in each period.
struct UnitPath: Sendable {
  var inputs: [[Double]] = []
  var outputs: [[Double]] = []
}

// MARK: Draws

extension CoverageDesign {
  func path(_ random: inout RandomStream) -> UnitPath {
    var path = UnitPath()
    var x = firstInputs(&random)
    var mix = 2 * random.uniform() - 1
    var z = random.normal()
    let persistence = inefficiency.persistence
    for t in 0..<periodCount {
      if t > 0 {
        let level = inputs.levelNoise * random.normal()
        for k in 0..<inputCount { x[k] += level + inputs.drift[k] + inputs.noise * random.normal() }
        mix += outputDrift.mean + outputDrift.noise * random.normal()
        z = persistence * z + (1 - persistence * persistence).squareRoot() * random.normal()
      }
      let spread = inefficiency.spreads[t] * exp(inefficiency.mixEffect * (x[0] - x[1]))
      // One output of size 1 and mix m: (1, e^m) divided by its CET aggregate.
      let y = outputCount == 1 ? [0] : [0, mix]
      let size = logProduct(x, t) - spread * abs(z) - logAggregate(y, t)
      path.inputs.append(x)
      path.outputs.append(y.map { $0 + size })
    }
    return path
  }

  private func firstInputs(_ random: inout RandomStream) -> [Double] {
    if inputCount == 2 {
      let ratio = 2 * random.uniform() - 1
      return [ratio / 2, -ratio / 2]
    }
    let level = random.uniform()
    return (0..<inputCount).map { _ in level + 0.4 * random.normal() }
  }

  /// Sample of some number: the units' paths and the panel made of them.
  func sample(_ number: Int, seed: UInt64) throws -> (panel: Panel, paths: [UnitPath]) {
    var random = RandomStream(seed: seed, stream: 1, replicate: UInt64(number))
    let paths = (0..<unitCount).map { _ in path(&random) }
    let (n, p, q, T) = (unitCount, inputCount, outputCount, periodCount)
    let names = (0..<n).map { "u\($0)" }
    let inputs = (0..<T).flatMap { t in paths.flatMap { $0.inputs[t].map { exp($0) } } }
    let outputs = (0..<T).flatMap { t in paths.flatMap { $0.outputs[t].map { exp($0) } } }
    let panel = try Panel(
      units: (0..<T).flatMap { _ in names },
      periods: (0..<T).flatMap { t in names.map { _ in "\(t)" } },
      periodOrder: (0..<T).map { "\($0)" }, inputNames: (0..<p).map { "x\($0)" },
      outputNames: (0..<q).map { "y\($0)" },
      inputs: Matrix(rowCount: n * T, columnCount: p, elements: inputs),
      outputs: Matrix(rowCount: n * T, columnCount: q, elements: outputs))
    return (panel, paths)
  }
}

// MARK: Truth

extension CoverageDesign {
  /// ln F_t(x) for logarithms of inputs.
  private func logProduct(_ x: [Double], _ t: Int) -> Double {
    growth * Double(t) + functions[t].logarithm(x)
  }

  /// ln G_t(y) for logarithms of outputs.
  private func logAggregate(_ y: [Double], _ t: Int) -> Double {
    if y.count == 1 { return y[0] }
    return 0.5 * log(zip(weights[t], y).reduce(0) { $0 + $1.0 * exp(2 * $1.1) })
  }

  /// ln of an index of a unit over all years: ln D^s(x, y) = ln G_s(y) − ln F_s(x).
  ///
  /// Terms are added in order of size, since a dictionary has another order in every run.
  func truth(_ index: LogIndex, _ path: UnitPath) -> Double {
    transitions.flatMap { transition in
      index.terms.map { term, coefficient in
        let base = term.base == .from ? transition.from : transition.to
        let y = path.outputs[transition.period(term.outputs)]
        let x = path.inputs[transition.period(term.inputs)]
        return coefficient * (logAggregate(y, base) - logProduct(x, base))
      }
    }.sorted().reduce(0, +)
  }

  /// Means of the indices over the population, from 10⁵ units that no sample contains.
  func populationMeans(_ indices: [LogIndex], seed: UInt64) -> [Double] {
    let count = 100_000
    var random = RandomStream(seed: seed, stream: 2, replicate: 0)
    var sums = [Double](repeating: 0, count: indices.count)
    for _ in 0..<count {
      let path = path(&random)
      for (i, index) in indices.enumerated() { sums[i] += truth(index, path) }
    }
    return sums.map { $0 / Double(count) }
  }
}
