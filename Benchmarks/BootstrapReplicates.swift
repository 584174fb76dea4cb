internal import DenseKernels
internal import Frontier
internal import Glibc

/// Bootstrap replicates of a panel's technologies, made one at a time.
struct BootstrapReplicates {
  /// One year of the panel.
  struct Year {
    let number: Int
    /// n × p and n × q.
    let inputs: [[Double]]
    let outputs: [[Double]]
    /// δ, Shephard input distances of the units to the technology of the year.
    let distances: [Double]
    /// What is measured against every replicate of it.
    let points: [Point]
  }

  let years: [Year]
  let yearCount: Int
  let returnsToScale: ReturnsToScale
  let seed: UInt64

  /// What the inputs of every unit are multiplied by, year by year; the same for the same replicate,
  /// whatever was drawn before.
  func factors(replicate: Int) -> [[Double]] {
    years.map { year in
      let stream = UInt64(replicate * yearCount + year.number + 1)
      var random = RandomNumbers(seed: seed ^ (stream &* 0xD1B5_4A32_D192_ED03))
      return pseudoFactors(year.distances, &random)
    }
  }

  /// The technology of a year, or its replicate with all inputs of each unit times a factor.
  func technology(year: Int, factors: [Double]? = nil) throws -> Technology {
    let (inputs, outputs) = (years[year].inputs, years[year].outputs)
    let rows = inputs.enumerated().map { unit, row in row.map { $0 * (factors?[unit] ?? 1) } }
    return try Technology(
      inputs: Matrix(rows: rows, columnCount: rows[0].count),
      outputs: Matrix(rows: outputs, columnCount: outputs[0].count),
      returnsToScale: returnsToScale)
  }

  /// One task a year.
  func tasks(replicate: Int) throws -> [DistanceTask] {
    let factors = factors(replicate: replicate)
    return try years.indices.map { year in
      DistanceTask(
        technology: try technology(year: year, factors: factors[year]), points: years[year].points)
    }
  }

  /// γ / δ for every unit; the bandwidth is 1.06 s n^(−1/5), as for a normal density.
  private func pseudoFactors(_ distances: [Double], _ random: inout RandomNumbers) -> [Double] {
    let n = Double(distances.count)
    let mean = distances.reduce(0, +) / n
    let variance = distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let bandwidth = 1.06 * variance.squareRoot() * pow(n, -0.2)
    return distances.map { distance in
      let drawn = distances[Int.random(in: 0..<distances.count, using: &random)]
      let smoothed = drawn + bandwidth * random.normal()
      return (smoothed < 1 ? 2 - smoothed : smoothed) / distance
    }
  }
}
