internal import DenseKernels
internal import Frontier
internal import Glibc

/// A panel and bootstrap replicates of its technologies, in the manner of Simar and Wilson (1999).
///
/// Inputs are log-normal sizes times log-normal mixes, outputs a Cobb–Douglas frontier that rises 3 %
/// a year less half-normal inefficiency. A replicate replaces the reference inputs of a year by
/// x*_j = x_j · γ_j / δ_j: δ is the observed Shephard distance, γ a draw from the δs, smoothed with a
/// normal kernel and reflected at 1. The points measured stay those of the panel.
struct BootstrapWorkload {
  let unitCount: Int
  let inputCount: Int
  let outputCount: Int
  let returnsToScale: ReturnsToScale
  let yearCount: Int
  let seed: UInt64
  private let inputs: [[[Double]]]  // year, unit, input
  private let outputs: [[[Double]]]

  init(
    unitCount: Int, inputCount: Int, outputCount: Int, returnsToScale: ReturnsToScale,
    yearCount: Int = 14, seed: UInt64
  ) {
    self.unitCount = unitCount
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.returnsToScale = returnsToScale
    self.yearCount = yearCount
    self.seed = seed
    var random = RandomNumbers(seed: seed)
    let sizes = (0..<unitCount).map { _ in exp(random.normal()) }
    let mixes = (0..<unitCount).map { _ in
      (0..<inputCount).map { _ in exp(0.4 * random.normal()) }
    }
    let shares = (0..<unitCount).map { _ in
      (0..<outputCount).map { _ in exp(0.4 * random.normal()) }
    }
    var (inputs, outputs): ([[[Double]]], [[[Double]]]) = ([], [])
    for year in 0..<yearCount {
      var (used, made): ([[Double]], [[Double]]) = ([], [])
      for unit in 0..<unitCount {
        let x = mixes[unit].map { $0 * sizes[unit] * exp(0.1 * random.normal()) }
        let frontier = exp(x.reduce(0) { $0 + log($1) } / Double(inputCount) + 0.03 * Double(year))
        let level = frontier * exp(-0.2 * abs(random.normal()))
        // Outputs lie on a sphere, so that mixes trade off against each other.
        let mix = shares[unit].map { $0 * exp(0.1 * random.normal()) }
        let radius = (mix.reduce(0) { $0 + $1 * $1 } / Double(outputCount)).squareRoot()
        used.append(x)
        made.append(mix.map { level * $0 / radius })
      }
      inputs.append(used)
      outputs.append(made)
    }
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The distinct points of a year's technology: own, next, mixed, previous, mixed; 5n inside the panel
  /// and 3n at its ends.
  private func points(technologyOf year: Int) -> [Point] {
    let pairs = [
      (year, year), (year + 1, year + 1), (year, year + 1), (year - 1, year - 1), (year - 1, year),
    ]
    let years = 0..<yearCount
    return pairs.filter { years.contains($0.0) && years.contains($0.1) }.flatMap { x, y in
      (0..<unitCount).map { Point(inputs: inputs[x][$0], outputs: outputs[y][$0]) }
    }
  }

  /// Tasks of the given years for every replicate, replicate after replicate.
  func workload(name: String, years: Range<Int>, replicateCount: Int) throws -> Workload {
    let source = try replicates(years: years)
    return Workload(
      name: name, inputCount: inputCount, outputCount: outputCount,
      returnsToScale: returnsToScale,
      tasks: try (0..<replicateCount).flatMap { try source.tasks(replicate: $0) }, seed: seed)
  }

  /// What all replicates of the given years start from.
  func replicates(years: Range<Int>) throws -> BootstrapReplicates {
    BootstrapReplicates(
      years: try years.map { year in
        BootstrapReplicates.Year(
          number: year, inputs: inputs[year], outputs: outputs[year],
          distances: try ownDistances(year: year), points: points(technologyOf: year))
      }, yearCount: yearCount, returnsToScale: returnsToScale, seed: seed)
  }

  private func technology(inputs: [[Double]], outputs: [[Double]]) throws -> Technology {
    try Technology(
      inputs: Matrix(rows: inputs, columnCount: inputCount),
      outputs: Matrix(rows: outputs, columnCount: outputCount), returnsToScale: returnsToScale)
  }

  /// δ, Shephard input distances of a year's units to their own technology, at least 1.
  private func ownDistances(year: Int) throws -> [Double] {
    let technology = try technology(inputs: inputs[year], outputs: outputs[year])
    let queries = (0..<unitCount).map { unit in
      DistanceQuery(
        point: Point(inputs: inputs[year][unit], outputs: outputs[year][unit]), orientation: .input)
    }
    let results = FrontierSolver().solve([DistanceBatch(technology: technology, queries: queries)])
    return results[0].map { max(1, 1 / ($0.farrell?.value ?? 1)) }
  }
}
