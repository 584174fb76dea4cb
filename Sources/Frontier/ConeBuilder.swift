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

  /// Factor of each observation: under constant returns a power of two that brings the sum of its
  /// variables between 1 and 2, which rounds nothing; else 1.
  func factors() -> [Double] {
    var sums = [Double](repeating: 0, count: data.count)
    if data.hasSum { return sums.map { _ in 1 } }
    for (values, variableCount) in [(inputs, data.inputCount), (outputs, data.outputCount)] {
      for variable in 0..<variableCount {
        let first = variable * data.stride
        for j in 0..<data.count { sums[j] += values[first + j] }
      }
    }
    for j in 0..<data.count { sums[j] = 1 / powerOfTwo(below: sums[j]) }
    return sums
  }

  /// The generators, and a direction strictly inside: the mean of the observations with 5 % more inputs
  /// and 5 % less outputs.
  func cone(factors: [Double]) -> Cone {
    let (n, p, q) = (data.count, data.inputCount, data.outputCount)
    var interior = [Double](repeating: 0, count: data.dimension)
    for c in interior.indices {
      let (values, variable) = c < p ? (inputs, c) : (outputs, c - p)
      let mean = c < p + q ? self.mean(values, variable, factors) : 1
      interior[c] = mean * (c < p ? 1.05 : c < p + q ? 0.95 : sumShift)
    }
    return unsafe Cone(count: data.generatorCount, interior: interior) { out, stride in
      for c in 0..<p + q {
        let (values, first) = c < p ? (inputs, c * data.stride) : (outputs, (c - p) * data.stride)
        for j in 0..<n { unsafe out[c * stride + j] = values[first + j] * factors[j] }
        unsafe out[c * stride + n + c] = c < p ? 1 : -1
      }
      guard data.hasSum else { return }
      let sum = unsafe out + (p + q) * stride
      for j in 0..<n { unsafe sum[j] = 1 }
      if data.returnsToScale == .nonIncreasing { unsafe sum[n + p + q] = 1 }
      if data.returnsToScale == .nonDecreasing { unsafe sum[n + p + q] = -1 }
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

  private func mean(_ values: [Double], _ variable: Int, _ factors: [Double]) -> Double {
    var sum = 0.0
    let first = variable * data.stride
    for j in 0..<data.count { sum += values[first + j] * factors[j] }
    return sum / Double(data.count)
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
        seeds.append(Int32(leader(inputs, i, isLess: true)))
        appendDisposals(to: &seeds, without: i, i)
      }
      for r in 0..<q {
        seeds.append(Int32(leader(outputs, r, isLess: false)))
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

  private func leader(_ values: [Double], _ variable: Int, isLess: Bool) -> Int {
    let first = variable * data.stride
    var best = 0
    for j in 1..<max(1, data.count) {
      let isBetter =
        isLess ? values[first + j] < values[first + best] : values[first + j] > values[first + best]
      if isBetter { best = j }
    }
    return best
  }

  /// Observation with the largest ratio of an output to an input.
  private func bestRatio(output r: Int, input i: Int) -> Int {
    let (made, used) = (r * data.stride, i * data.stride)
    var best = 0
    for j in 1..<max(1, data.count)
    where outputs[made + j] * inputs[used + best] > outputs[made + best] * inputs[used + j] {
      best = j
    }
    return best
  }
}
