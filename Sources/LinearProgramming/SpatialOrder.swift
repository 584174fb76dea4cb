/// Order in which neighbours in space are neighbours in the list: the leaves of a kd-tree from left to
/// right, each node split at the median of the coordinate that spreads most.
///
/// - Parameters:
///   - coordinates: numbers of the points, one point after the other.
///   - dimension: how many there are for each point.
///   - leafSize: points in a leaf, in no particular order, at least 1.
/// - Returns: the numbers of the points in that order.
package func spatialOrder(coordinates: [Double], dimension: Int, leafSize: Int) -> [Int] {
  let count = dimension > 0 ? coordinates.count / dimension : 0
  var order = Array(0..<count)
  var pending = [0..<count]
  while let range = pending.popLast() {
    guard range.count > max(1, leafSize) else { continue }
    let axis = widestAxis(coordinates, dimension, order[range])
    let middle = range.lowerBound + range.count / 2
    partition(&order, in: range, at: middle) { coordinates[$0 * dimension + axis] }
    pending.append(range.lowerBound..<middle)
    pending.append(middle..<range.upperBound)
  }
  return order
}

private func widestAxis(
  _ coordinates: [Double], _ dimension: Int, _ points: ArraySlice<Int>
) -> Int {
  var least = [Double](repeating: .infinity, count: dimension)
  var most = [Double](repeating: -.infinity, count: dimension)
  for point in points {
    for axis in 0..<dimension {
      let value = coordinates[point * dimension + axis]
      least[axis] = min(least[axis], value)
      most[axis] = max(most[axis], value)
    }
  }
  return (0..<dimension).reduce(0) { most[$1] - least[$1] > most[$0] - least[$0] ? $1 : $0 }
}

/// Puts the element that belongs at `middle` there, no larger ones before it and no smaller ones after.
private func partition(
  _ order: inout [Int], in range: Range<Int>, at middle: Int, by key: (Int) -> Double
) {
  var (low, high) = (range.lowerBound, range.upperBound - 1)
  while low < high {
    let (a, b, c) = (key(order[low]), key(order[(low + high) / 2]), key(order[high]))
    let pivot = max(min(a, b), min(max(a, b), c))
    var (left, right) = (low, high)
    while left <= right {
      while key(order[left]) < pivot { left += 1 }
      while key(order[right]) > pivot { right -= 1 }
      if left <= right {
        order.swapAt(left, right)
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
