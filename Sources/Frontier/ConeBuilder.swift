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
  var inputs: [Double]
  var outputs: [Double]
  /// Factor of each observation: under constant returns a power of two that brings the sum of its
  /// variables between 1 and 2, which rounds nothing; else 1.
  private(set) var factors: [Double]
  /// A direction strictly inside: the mean of the observations with 5 % more inputs and 5 % less outputs.
  private(set) var interior: [Double]
  /// Facets that need no search: m − 1 generators each, one facet after the other.
  ///
  /// Variable returns: the least of each input, the largest of each output. Otherwise: the largest
  /// ratio of each output to each input, or input i at zero where the ratio is infinite.
  private(set) var seeds: [Int32] = []

  /// Builder for observations; those put into `inputs` and `outputs` later count from ``update()`` on.
  init(_ data: ConeData, inputs: [Double], outputs: [Double]) {
    (self.data, self.inputs, self.outputs) = (data, inputs, outputs)
    factors = [Double](repeating: 1, count: data.count)
    interior = [Double](repeating: 1, count: data.dimension)
    update()
  }

  /// Computes what the cone needs beside the observations.
  mutating func update() {
    updateFactors()
    updateInterior()
    updateSeeds()
  }

  /// The generators.
  var cone: Cone { unsafe Cone(count: data.generatorCount, interior: interior, fill: fill) }

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

  private mutating func updateFactors() {
    if data.hasSum { return }
    for j in 0..<data.count { factors[j] = 0 }
    unsafe factors.withUnsafeMutableBufferPointer { [self] sums in
      for c in 0..<data.inputCount + data.outputCount {
        unsafe withValues(c) { values in
          for j in 0..<data.count { unsafe sums[j] += values[j] }
        }
      }
      for j in 0..<data.count { unsafe sums[j] = 1 / powerOfTwo(below: sums[j]) }
    }
  }

  private mutating func updateInterior() {
    for c in 0..<data.inputCount + data.outputCount {
      let sum = unsafe factors.withUnsafeBufferPointer { factors in
        unsafe withValues(c) { values in
          (0..<data.count).reduce(0) { unsafe $0 + values[$1] * factors[$1] }
        }
      }
      interior[c] = sum / Double(data.count) * (c < data.inputCount ? 1.05 : 0.95)
    }
    // The sum of intensities lies strictly inside where it may vary.
    switch data.returnsToScale {
    case .nonIncreasing: interior[data.dimension - 1] = 1.05
    case .nonDecreasing: interior[data.dimension - 1] = 0.95
    case .constant, .variable, .freeDisposalHull: break
    }
  }

  /// Writes the generators as ``Cone`` asks for them.
  @unsafe func fill(_ out: UnsafeMutablePointer<Double>, stride: Int) {
    let (n, p, q) = (data.count, data.inputCount, data.outputCount)
    unsafe factors.withUnsafeBufferPointer { factors in
      for c in 0..<p + q {
        let row = unsafe out + c * stride
        unsafe withValues(c) { values in
          for j in 0..<n { unsafe row[j] = values[j] * factors[j] }
        }
        unsafe row[n + c] = c < p ? 1 : -1
      }
    }
    guard data.hasSum else { return }
    let sum = unsafe out + (p + q) * stride
    for j in 0..<n { unsafe sum[j] = 1 }
    if data.returnsToScale == .nonIncreasing { unsafe sum[n + p + q] = 1 }
    if data.returnsToScale == .nonDecreasing { unsafe sum[n + p + q] = -1 }
  }

  // MARK: Seeds

  private mutating func updateSeeds() {
    let (p, q) = (data.inputCount, data.outputCount)
    seeds.removeAll(keepingCapacity: true)
    if data.returnsToScale == .variable {
      for c in 0..<p + q {
        seeds.append(Int32(leader(c)))
        appendDisposals(but: c, c)
      }
      return
    }
    for i in 0..<p {
      for r in 0..<q {
        let best = bestRatio(output: r, input: i)
        let isFinite =
          inputs[i * data.stride + best] > 0 && outputs[r * data.stride + best] > 0
        if isFinite { seeds.append(Int32(best)) }
        appendDisposals(but: i, isFinite ? p + r : i)
        if data.hasSum { seeds.append(Int32(data.count + p + q)) }
      }
    }
  }

  private mutating func appendDisposals(but first: Int, _ second: Int) {
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
