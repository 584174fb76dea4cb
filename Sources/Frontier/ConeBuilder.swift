internal import DenseKernels
internal import LinearProgramming

/// Shape of observations from which a cone is made.
struct ConeData {
  let returnsToScale: ReturnsToScale
  /// Number of observations n.
  let count: Int
  /// Elements between variables.
  let stride: Int
  let inputCount: Int
  let outputCount: Int

  init(_ technology: ScaledTechnology) {
    returnsToScale = technology.returnsToScale
    count = technology.count
    stride = technology.stride
    inputCount = technology.inputCount
    outputCount = technology.outputCount
  }

  /// Whether the sum of intensities is a component.
  var hasSum: Bool { returnsToScale != .constant }

  /// Number of components m.
  var dimension: Int { inputCount + outputCount + (hasSum ? 1 : 0) }

  /// Whether the facet engine takes a cone of so many components; other technologies are left to
  /// programs.
  var isSuited: Bool { dimension <= Cone.largestDimension }

  /// Number of generators: observations, disposals, and one for the sum where it may vary one way.
  var generatorCount: Int {
    count + inputCount + outputCount
      + (returnsToScale == .nonIncreasing || returnsToScale == .nonDecreasing ? 1 : 0)
  }
}

/// Makes the cone of a technology from its observations, stored variable by variable.
struct ConeBuilder {
  let data: ConeData
  let inputs: [Double]
  let outputs: [Double]

  /// The values of an input or output c in all observations, inputs first.
  @inline(__always)
  private func withValues<Result>(
    _ c: Int, _ body: (UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    let (values, variable) = c < data.inputCount ? (inputs, c) : (outputs, c - data.inputCount)
    let first = variable * data.stride
    return unsafe values.withUnsafeBufferPointer { all in
      unsafe body(UnsafeBufferPointer(rebasing: all[first..<first + data.count]))
    }
  }

  /// Factor of each observation: under constant returns a power of two that brings the sum of its
  /// variables between 1 and 2, which rounds nothing; else 1.
  func factors() -> [Double] {
    if data.hasSum { return [Double](repeating: 1, count: data.count) }
    var sums = [Double](repeating: 0, count: data.count)
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      for c in 0..<data.inputCount + data.outputCount {
        unsafe withValues(c) { values in
          for j in 0..<data.count { unsafe sums[j] += values[j] }
        }
      }
      for j in 0..<data.count { unsafe sums[j] = 1 / powerOfTwo(below: sums[j]) }
    }
    return sums
  }

  /// The generators, and a direction strictly inside: the mean of the observations with 5 % more inputs
  /// and 5 % less outputs.
  func cone(factors: [Double]) -> Cone {
    let (n, p, q) = (data.count, data.inputCount, data.outputCount)
    var interior = [Double](repeating: sumShift, count: data.dimension)
    return unsafe factors.withUnsafeBufferPointer { factors in
      for c in 0..<p + q {
        let sum = unsafe withValues(c) { values in
          (0..<data.count).reduce(0) { unsafe $0 + values[$1] * factors[$1] }
        }
        interior[c] = sum / Double(n) * (c < p ? 1.05 : 0.95)
      }
      return unsafe Cone(count: data.generatorCount, interior: interior) { out, stride in
        for c in 0..<p + q {
          let row = unsafe out + c * stride
          unsafe withValues(c) { values in
            for j in 0..<data.count { unsafe row[j] = values[j] * factors[j] }
          }
          unsafe row[n + c] = c < p ? 1 : -1
        }
        guard data.hasSum else { return }
        let sum = unsafe out + (p + q) * stride
        for j in 0..<n { unsafe sum[j] = 1 }
        if data.returnsToScale == .nonIncreasing { unsafe sum[n + p + q] = 1 }
        if data.returnsToScale == .nonDecreasing { unsafe sum[n + p + q] = -1 }
      }
    }
  }

  /// The sum of intensities strictly inside where it may vary.
  private var sumShift: Double {
    switch data.returnsToScale {
    case .nonIncreasing: 1.05
    case .nonDecreasing: 0.95
    case .constant, .variable, .freeDisposalHull: 1
    }
  }

  // MARK: Seeds

  /// Facets that need no search.
  ///
  /// Variable returns: the least of each input, the largest of each output. Otherwise: the largest
  /// ratio of each output to each input, or input i at zero where the ratio is infinite.
  func seeds() -> [Int32] {
    let (p, q) = (data.inputCount, data.outputCount)
    var seeds: [Int32] = []
    if data.returnsToScale == .variable {
      seeds.reserveCapacity((p + q) * (p + q))
      for i in 0..<p {
        seeds.append(Int32(leader(i)))
        appendDisposals(to: &seeds, without: i, i)
      }
      for r in 0..<q {
        seeds.append(Int32(leader(p + r)))
        appendDisposals(to: &seeds, without: p + r, p + r)
      }
      return seeds
    }
    seeds.reserveCapacity(p * q * data.dimension)
    for i in 0..<p {
      for r in 0..<q {
        let best = bestRatio(output: r, input: i)
        let isFinite =
          inputs[i * data.stride + best] > 0 && outputs[r * data.stride + best] > 0
        if isFinite { seeds.append(Int32(best)) }
        appendDisposals(to: &seeds, without: i, isFinite ? p + r : i)
        if data.hasSum { seeds.append(Int32(data.count + p + q)) }
      }
    }
    return seeds
  }

  private func appendDisposals(to seeds: inout [Int32], without first: Int, _ second: Int) {
    for axis in 0..<data.inputCount + data.outputCount where axis != first && axis != second {
      seeds.append(Int32(data.count + axis))
    }
  }

  /// Observation with the least of an input, or the most of an output.
  private func leader(_ c: Int) -> Int {
    unsafe withValues(c) { values in
      var best = 0
      for j in 0..<data.count {
        let isBetter =
          unsafe c < data.inputCount ? values[j] < values[best] : values[j] > values[best]
        if isBetter { best = j }
      }
      return best
    }
  }

  /// Observation with the largest ratio of an output to an input.
  private func bestRatio(output r: Int, input i: Int) -> Int {
    unsafe withValues(i) { used in
      unsafe withValues(data.inputCount + r) { made in
        var best = 0
        for j in 0..<data.count
        where unsafe made[j] * used[best] > made[best] * used[j] { best = j }
        return best
      }
    }
  }
}
