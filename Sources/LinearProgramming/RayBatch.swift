internal import CKernels
package import DenseKernels

/// Rays into cones of one dimension, stored one after the other for the kernels.
package struct RayBatch: ~Copyable {
  /// Number of rays.
  package let count: Int
  let dimension: Int
  /// Elements between rays.
  let width: Int
  let origins: Scratch<Double>
  let directions: Scratch<Double>
  /// The same in single precision, eight rays side by side, to choose facets by.
  private let floatOrigins: Scratch<Float>
  private let floatDirections: Scratch<Float>
  // Least component at which an origin is not zero, and the one after the last of the directions.
  private var (originStart, directionEnd): (Int, Int)
  private var isNegative = false  // some direction, somewhere

  /// Room for `count` rays of m components, all zero.
  package init(count: Int, dimension m: Int) {
    self.count = count
    dimension = m
    width = padded(m)
    origins = Scratch(count: count * width, repeating: 0)
    directions = Scratch(count: count * width, repeating: 0)
    floatOrigins = Scratch(count: padded(count) * m, repeating: 0)
    floatDirections = Scratch(count: padded(count) * m, repeating: 0)
    (originStart, directionEnd) = (m, 0)
  }

  /// Sets ray `index`.
  package mutating func set(_ index: Int, to query: RayQuery) {
    for c in 0..<dimension {
      if query.origin[c] != 0 { originStart = min(originStart, c) }
      if query.direction[c] != 0 { directionEnd = max(directionEnd, c + 1) }
      if query.direction[c] < 0 { isNegative = true }
      origins[index * width + c] = query.origin[c]
      directions[index * width + c] = query.direction[c]
      let place = (index / 8 * dimension + c) * 8 + index % 8
      floatOrigins[place] = Float(query.origin[c])
      floatDirections[place] = Float(query.direction[c])
    }
  }

  /// The rays as the kernels take them; valid as long as the batch lives.
  @unsafe var view: FarrellRays {
    unsafe FarrellRays(
      origins: origins.pointer, directions: directions.pointer,
      floatOrigins: floatOrigins.pointer, floatDirections: floatDirections.pointer,
      split: directionEnd <= originStart && !isNegative ? narrow(directionEnd) : 0)
  }
}

/// Answers to a batch of rays.
package struct RayAnswers: ~Copyable {
  /// t of each ray; +∞ where no t brings the ray into the cone, NaN where there is no answer.
  package let crossings: Scratch<Double>
  /// Number in the pool of the facet that answers each ray, −1 where none is kept.
  package let facets: Scratch<Int32>

  /// Room for `count` answers.
  package init(count: Int) {
    crossings = Scratch(count: count, repeating: .nan)
    facets = Scratch(count: count, repeating: -1)
  }

  /// How a ray ended.
  package func status(_ index: Int) -> RayStatus {
    let t = crossings[index]
    return t.isNaN ? .stalled : t == .infinity ? .infeasible : .optimal
  }
}
