internal import DenseKernels

/// A technology with every variable divided by a power of two near its largest value, stored variable
/// by variable for the kernels.
///
/// Radial distances do not depend on units (METHODS 8.2 I6), and powers of two round nothing.
struct ScaledTechnology {
  let returnsToScale: ReturnsToScale
  /// Number of reference observations n.
  let count: Int
  /// Elements between variables: n, padded for the kernels.
  let stride: Int
  /// Inputs, p × stride; padding is zero.
  let inputs: [Double]
  /// Outputs, q × stride; padding is zero.
  let outputs: [Double]
  /// Factor of each input.
  let inputScale: [Double]
  /// Factor of each output.
  let outputScale: [Double]
  /// Smallest positive and largest value of each input, then of each output, after scaling; 1 and 1
  /// for a variable that is zero throughout.
  let ranges: [(smallest: Double, largest: Double)]
  /// Label of each reference observation.
  let units: [Int]

  var inputCount: Int { inputScale.count }
  var outputCount: Int { outputScale.count }

  init(_ technology: Technology) {
    returnsToScale = technology.returnsToScale
    count = technology.count
    stride = padded(technology.count)
    units = technology.units
    let scaledInputs = Self.scale(technology.inputs, stride: stride)
    let scaledOutputs = Self.scale(technology.outputs, stride: stride)
    inputs = scaledInputs.values
    outputs = scaledOutputs.values
    inputScale = scaledInputs.factors
    outputScale = scaledOutputs.factors
    ranges = scaledInputs.ranges + scaledOutputs.ranges
  }

  /// A technology with other scaled values for the same observations, or for some that were chosen: the first
  /// of these stands for all that are missing.
  init(
    _ observed: ScaledTechnology, choosing chosen: [Int]?, inputs: [Double], outputs: [Double]
  ) {
    returnsToScale = observed.returnsToScale
    (count, stride) = (observed.count, observed.stride)
    units =
      chosen.map { chosen in
        (0..<observed.count).map { observed.units[chosen[$0 < chosen.count ? $0 : 0]] }
      } ?? observed.units
    (inputScale, outputScale) = (observed.inputScale, observed.outputScale)
    (self.inputs, self.outputs) = (inputs, outputs)
    let stride = stride
    ranges = [(inputs, inputScale.count), (outputs, outputScale.count)].flatMap { values, count in
      (0..<count).map { Self.range(values[$0 * stride..<($0 + 1) * stride]) }
    }
  }

  private static func range(
    _ values: ArraySlice<Double>
  ) -> (smallest: Double, largest: Double) {
    var (smallest, largest) = (Double.infinity, 0.0)
    for value in values where value > 0 {
      smallest = min(smallest, value)
      largest = max(largest, value)
    }
    return largest == 0 ? (1, 1) : (smallest, largest)
  }

  /// The technology of some of the observations, in the same scaled variables.
  init(_ whole: ScaledTechnology, selecting observations: [Int]) {
    returnsToScale = whole.returnsToScale
    count = observations.count
    stride = padded(observations.count)
    units = observations.map { whole.units[$0] }
    inputScale = whole.inputScale
    outputScale = whole.outputScale
    ranges = whole.ranges
    let width = stride
    func selected(_ values: [Double], _ variableCount: Int) -> [Double] {
      var chosen = [Double](repeating: 0, count: variableCount * width)
      for variable in 0..<variableCount {
        for (position, observation) in observations.enumerated() {
          chosen[variable * width + position] = values[variable * whole.stride + observation]
        }
      }
      return chosen
    }
    inputs = selected(whole.inputs, whole.inputCount)
    outputs = selected(whole.outputs, whole.outputCount)
  }

  /// A point in the scaled variables; nil when it is not finite, negative, or cannot be scaled
  /// without rounding (spreads beyond 1e300 within a variable).
  func scaled(_ point: Point) -> Point? {
    precondition(
      point.inputs.count == inputCount && point.outputs.count == outputCount,
      "point of \(point.inputs.count) + \(point.outputs.count) variables")
    guard let x = Self.scale(point.inputs, inputScale),
      let y = Self.scale(point.outputs, outputScale)
    else { return nil }
    return Point(inputs: x, outputs: y)
  }

  static func scale(_ values: consuming [Double], _ factors: [Double]) -> [Double]? {
    for index in values.indices {
      let value = values[index]
      let scaled = value * factors[index]
      guard scaled >= 0, scaled.isFinite, scaled / factors[index] == value else { return nil }
      values[index] = scaled
    }
    return values
  }

  private static func scale(
    _ matrix: Matrix, stride: Int
  ) -> (values: [Double], factors: [Double], ranges: [(smallest: Double, largest: Double)]) {
    var values = [Double](repeating: 0, count: matrix.columnCount * stride)
    var factors: [Double] = []
    var ranges: [(smallest: Double, largest: Double)] = []
    for variable in 0..<matrix.columnCount {
      var (smallest, largest) = (Double.infinity, 0.0)
      for row in 0..<matrix.rowCount where matrix[row, variable] > 0 {
        smallest = min(smallest, matrix[row, variable])
        largest = max(largest, matrix[row, variable])
      }
      if largest == 0 { (smallest, largest) = (1, 1) }
      // Scaling down must not push the smallest value into the subnormal range.
      let headroom = powerOfTwo(below: smallest / .leastNormalMagnitude)
      let factor = 1 / min(powerOfTwo(below: largest), max(1, headroom))
      for row in 0..<matrix.rowCount {
        values[variable * stride + row] = matrix[row, variable] * factor
      }
      factors.append(factor)
      ranges.append((smallest: smallest * factor, largest: largest * factor))
    }
    return (values, factors, ranges)
  }
}
