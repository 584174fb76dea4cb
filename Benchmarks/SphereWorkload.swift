internal import DenseKernels
internal import Frontier
internal import Glibc

/// Many units of which a known share is extreme-efficient, in the manner of Dulá's test sets.
///
/// Frame: points c on the positive orthant of the unit sphere, inputs 1.5 − c, outputs 0.5 + c, so
/// that every one is extreme under variable returns. The rest: convex combinations of three frame
/// points with more input and less output. Under constant returns fewer are extreme, and the frame
/// still spans the technology.
struct SphereWorkload {
  let technology: Technology
  let points: [Point]
  /// Whether each unit belongs to the frame.
  let isFrame: [Bool]

  init(_ description: LargeSuite.Case, seed: UInt64) throws {
    let (inputCount, outputCount) = (description.inputCount, description.outputCount)
    var random = RandomNumbers(seed: seed)
    let frameCount = max(3, Int((Double(description.unitCount) * description.density).rounded()))
    let frame = (0..<frameCount).map { _ in
      let raw = (0..<inputCount + outputCount).map { _ in abs(random.normal()) }
      let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return raw.enumerated().map { axis, value in
        axis < inputCount ? 1.5 - value / length : 0.5 + value / length
      }
    }
    var units = frame.map { (values: $0, isFrame: true) }
    while units.count < description.unitCount {
      let weights = (0..<3).map { _ in -log(random.uniform()) }
      let total = weights.reduce(0, +)
      let parents = (0..<3).map { _ in frame[Int.random(in: 0..<frameCount, using: &random)] }
      let worsening = 1 + 0.2 * abs(random.normal()) + 1e-3
      let values = (0..<inputCount + outputCount).map { axis in
        let mixed = zip(weights, parents).reduce(0) { $0 + $1.0 / total * $1.1[axis] }
        return axis < inputCount ? mixed * worsening : mixed / worsening
      }
      units.append((values: values, isFrame: false))
    }
    units.shuffle(using: &random)
    points = units.map { unit in
      Point(inputs: Array(unit.values[..<inputCount]), outputs: Array(unit.values[inputCount...]))
    }
    isFrame = units.map(\.isFrame)
    technology = try Technology(
      inputs: Matrix(rows: points.map(\.inputs), columnCount: inputCount),
      outputs: Matrix(rows: points.map(\.outputs), columnCount: outputCount),
      returnsToScale: description.returnsToScale)
  }
}
