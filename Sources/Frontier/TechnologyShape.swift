internal import DenseKernels
internal import LinearProgramming

extension ScaledTechnology {
  /// Points of some observations, which may lie far apart.
  ///
  /// Variables are read in loops so short that the processor waits for several reads at once.
  func points(_ observations: [Int]) -> [Point] {
    let width = inputCount + outputCount
    var values = [Double](repeating: 0, count: observations.count * width)
    for (position, j) in observations.enumerated() {
      for i in 0..<inputCount { values[position * width + i] = inputs[i * stride + j] }
      for r in 0..<outputCount {
        values[position * width + inputCount + r] = outputs[r * stride + j]
      }
    }
    return Swift.stride(from: 0, to: values.count, by: width).map { first in
      let middle = first + inputCount
      return Point(
        inputs: Array(values[first..<middle]), outputs: Array(values[middle..<first + width]))
    }
  }

  /// The points of some questions as ``scaled(_:)`` gives them, read as those of ``points(_:)`` are.
  func scaledPoints(_ queries: [DistanceQuery], _ numbers: [Int]) -> [Point?] {
    let width = inputCount + outputCount
    var values = [Double](repeating: 0, count: numbers.count * width)
    for (position, number) in numbers.enumerated() {
      precondition(
        queries[number].point.inputs.count == inputCount
          && queries[number].point.outputs.count == outputCount, "question \(number)")
      for i in 0..<inputCount { values[position * width + i] = queries[number].point.inputs[i] }
      for r in 0..<outputCount {
        values[position * width + inputCount + r] = queries[number].point.outputs[r]
      }
    }
    return Swift.stride(from: 0, to: values.count, by: width).map { first in
      let middle = first + inputCount
      guard let x = Self.scale(Array(values[first..<middle]), inputScale),
        let y = Self.scale(Array(values[middle..<first + width]), outputScale)
      else { return nil }
      return Point(inputs: x, outputs: y)
    }
  }

  /// Mean of each variable, p + q numbers; 1 for one that is zero throughout.
  var means: [Double] {
    func means(_ values: [Double], _ variableCount: Int) -> [Double] {
      (0..<variableCount).map { variable in
        var sum = 0.0
        for j in 0..<count { sum += values[variable * stride + j] }
        return sum > 0 ? sum / Double(count) : 1
      }
    }
    return means(inputs, inputCount) + means(outputs, outputCount)
  }

  /// Weight of each slack in the second phase: 1 / mean of its variable, p + q values; 0 for a variable that
  /// is zero throughout.
  var slackWeights: [Double] {
    func weights(_ values: [Double], _ variableCount: Int) -> [Double] {
      (0..<variableCount).map { variable in
        let first = variable * stride
        let sum = values[first..<first + count].reduce(0, +)
        return sum > 0 ? Double(count) / sum : 0
      }
    }
    return weights(inputs, inputCount) + weights(outputs, outputCount)
  }

  /// Whether a ray is the radial one of observation j.
  func holds(_ ray: Ray, at j: Int) -> Bool {
    for i in 0..<inputCount
    where inputs[i * stride + j] != ray.inputs[i] || ray.inputBase[i] != 0 { return false }
    for r in 0..<outputCount where outputs[r * stride + j] != ray.outputs[r] { return false }
    return true
  }

  /// Observation with the least normal · (x, y), the first among equals.
  ///
  /// Unless returns are variable the product is taken relative to its size, for observations may then
  /// be scaled.
  func lowest(_ normal: [Double]) -> Int {
    var (best, found) = (Double.infinity, 0)
    for j in 0..<count {
      var (value, size) = (0.0, 0.0)
      for i in 0..<inputCount {
        let term = normal[i] * inputs[i * stride + j]
        value += term
        size += term
      }
      for r in 0..<outputCount {
        let term = normal[inputCount + r] * outputs[r * stride + j]
        value += term
        size -= term
      }
      if returnsToScale != .variable { value /= max(size, .leastNormalMagnitude) }
      if value < best { (best, found) = (value, j) }
    }
    return found
  }

  /// Observations in an order in which neighbours look alike.
  func spatialOrder() -> [Int] {
    let width = inputCount + outputCount
    let scale = means
    var coordinates = [Double](repeating: 0, count: count * width)
    for j in 0..<count {
      for i in 0..<inputCount { coordinates[j * width + i] = inputs[i * stride + j] / scale[i] }
      for r in 0..<outputCount {
        let c = inputCount + r
        coordinates[j * width + c] = outputs[r * stride + j] / scale[c]
      }
      Self.shape(&coordinates, at: j * width, inputCount, outputCount, returnsToScale)
    }
    return LinearProgramming.spatialOrder(
      coordinates: coordinates, dimension: width, leafSize: BlockSolver.blockSize)
  }

  /// Whether every observation has inputs, none so small that a shift by them would amplify rounding.
  var hasSolidInputs: Bool {
    for j in 0..<count {
      let (used, made) = (total(inputs, inputCount, j), total(outputs, outputCount, j))
      if used <= 0x1p-40 * (returnsToScale == .constant ? used + made : 1) { return false }
    }
    return true
  }

  private func total(_ values: [Double], _ variableCount: Int, _ j: Int) -> Double {
    var sum = 0.0
    for variable in 0..<variableCount { sum += values[variable * stride + j] }
    return sum
  }

  /// Inputs as shares of their sum, since radial measures scale them; outputs too where returns allow it.
  static func shape(
    _ coordinates: inout [Double], at first: Int, _ inputCount: Int, _ outputCount: Int,
    _ returnsToScale: ReturnsToScale
  ) {
    let middle = first + inputCount
    let end = middle + outputCount
    for range in returnsToScale == .constant ? [first..<middle, middle..<end] : [first..<middle] {
      var sum = 0.0
      for c in range { sum += coordinates[c] }
      guard sum > 0 else { continue }
      for c in range { coordinates[c] = coordinates[c] / sum * Double(range.count) }
    }
  }
}
