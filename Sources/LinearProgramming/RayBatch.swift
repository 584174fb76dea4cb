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
  // Components outside of these ranges are zero in every ray.
  private var originRange: Range<Int> = 0..<0
  private var directionRange: Range<Int> = 0..<0

  /// Room for `count` rays of m components, all zero.
  package init(count: Int, dimension m: Int) {
    self.count = count
    dimension = m
    width = padded(m)
    origins = Scratch(count: count * width, repeating: 0)
    directions = Scratch(count: count * width, repeating: 0)
  }

  /// Sets ray `index`.
  package mutating func set(_ index: Int, to query: RayQuery) {
    for c in 0..<dimension {
      origins[index * width + c] = query.origin[c]
      directions[index * width + c] = query.direction[c]
    }
    originRange = originRange.joined(with: query.origin)
    directionRange = directionRange.joined(with: query.direction)
  }

  /// The rays as the kernels take them; valid as long as the batch lives.
  @unsafe var view: FarrellRays {
    unsafe FarrellRays(
      origins: origins.pointer, directions: directions.pointer,
      originFirst: narrow(originRange.lowerBound), originEnd: narrow(originRange.upperBound),
      directionFirst: narrow(directionRange.lowerBound),
      directionEnd: narrow(directionRange.upperBound))
  }
}

extension Range<Int> {
  /// The smallest range that also holds every place where `values` is not zero.
  fileprivate func joined(with values: [Double]) -> Range<Int> {
    guard let first = values.firstIndex(where: { $0 != 0 }),
      let last = values.lastIndex(where: { $0 != 0 })
    else { return self }
    return isEmpty ? first..<last + 1 : Swift.min(lowerBound, first)..<Swift.max(upperBound, last + 1)
  }
}

/// Answers to a batch of rays.
package struct RayAnswers: ~Copyable {
  /// t of each ray; +∞ where no t brings the ray into the cone, NaN where there is no answer.
  package let crossings: Scratch<Double>
  /// Number in the pool of the facet that answers each ray, −1 where none is kept.
  let facets: Scratch<Int32>

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
