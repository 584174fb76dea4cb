internal import DenseKernels

/// Order in which neighbours in space are neighbours in the list: the leaves of a kd-tree from left to
/// right, each node split at the median of the coordinate that spreads most.
///
/// - Parameters:
///   - coordinates: numbers of the points, one point after the other.
///   - dimension: how many there are for each point.
///   - leafSize: points in a leaf, in no particular order, at least 1.
/// - Returns: the numbers of the points in that order.
package func spatialOrder(coordinates: [Double], dimension: Int, leafSize: Int) -> [Int] {
  var tree = SpatialTree(coordinates, dimension)
  var pending = [0..<tree.count]
  while let range = pending.popLast() {
    guard range.count > max(1, leafSize) else { continue }
    let axis = tree.widestAxis(range)
    let middle = range.lowerBound + range.count / 2
    tree.partition(range, at: middle, by: axis)
    pending.append(range.lowerBound..<middle)
    pending.append(middle..<range.upperBound)
  }
  return (0..<tree.count).map { Int(tree.numbers[$0]) }
}

/// Points that move in memory with their numbers, so that those of a node lie together.
private struct SpatialTree: ~Copyable {
  let count: Int
  let numbers: Scratch<Int32>
  private let dimension: Int
  private let rows: Scratch<Double>
  private var least: [Double]
  private var most: [Double]

  /// Points looked at for the extent of a node: more change little in the order.
  private static let sampleSize = 512

  init(_ coordinates: [Double], _ dimension: Int) {
    count = dimension > 0 ? coordinates.count / dimension : 0
    self.dimension = dimension
    numbers = Scratch(count: count, repeating: 0)
    rows = Scratch(count: coordinates.count, repeating: 0)
    for index in coordinates.indices { rows[index] = coordinates[index] }
    for number in 0..<count { numbers[number] = Int32(truncatingIfNeeded: number) }
    least = [Double](repeating: 0, count: dimension)
    most = least
  }

  /// Axis along which some points of a node spread most.
  mutating func widestAxis(_ range: Range<Int>) -> Int {
    for axis in 0..<dimension { (least[axis], most[axis]) = (.infinity, -.infinity) }
    let step = max(1, range.count / Self.sampleSize)
    for point in stride(from: range.lowerBound, to: range.upperBound, by: step) {
      for axis in 0..<dimension {
        let value = rows[point * dimension + axis]
        least[axis] = min(least[axis], value)
        most[axis] = max(most[axis], value)
      }
    }
    return (0..<dimension).reduce(0) { most[$1] - least[$1] > most[$0] - least[$0] ? $1 : $0 }
  }

  /// Puts the point that belongs at `middle` there, no larger ones before it and no smaller ones after.
  mutating func partition(_ range: Range<Int>, at middle: Int, by axis: Int) {
    var (low, high) = (range.lowerBound, range.upperBound - 1)
    while low < high {
      let (a, b, c) = (key(low, axis), key((low + high) / 2, axis), key(high, axis))
      let pivot = max(min(a, b), min(max(a, b), c))
      var (left, right) = (low, high)
      while left <= right {
        while key(left, axis) < pivot { left += 1 }
        while key(right, axis) > pivot { right -= 1 }
        if left <= right {
          exchange(left, right)
          left += 1
          right -= 1
        }
      }
      if middle <= right {
        high = right
      } else if middle >= left {
        low = left
      } else {
        return
      }
    }
  }

  private func key(_ point: Int, _ axis: Int) -> Double { rows[point * dimension + axis] }

  private func exchange(_ a: Int, _ b: Int) {
    for axis in 0..<dimension {
      let held = rows[a * dimension + axis]
      rows[a * dimension + axis] = rows[b * dimension + axis]
      rows[b * dimension + axis] = held
    }
    let held = numbers[a]
    numbers[a] = numbers[b]
    numbers[b] = held
  }
}
