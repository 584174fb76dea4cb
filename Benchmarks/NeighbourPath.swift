internal import Frontier
internal import Glibc

/// An order of points in which each follows the nearest not yet visited, in logarithms of the data.
///
/// A basis kept from one point then serves the next (ENGINE 10, pitfall 10). Only the first `count`
/// steps are taken, each of which looks at all points left.
func neighbourPath(_ points: [Point], count: Int) -> [Int] {
  let places = points.map { point in (point.inputs + point.outputs).map { log($0) } }
  let axisCount = places.first?.count ?? 0
  let coordinates = places.flatMap { $0 }
  var left = Array(points.indices.dropFirst())
  var path = points.isEmpty ? [] : [0]
  while !left.isEmpty && path.count < count {
    let here = path[path.count - 1] * axisCount
    var (nearest, least) = (0, Double.infinity)
    for (slot, candidate) in left.enumerated() {
      var distance = 0.0
      for axis in 0..<axisCount {
        let step = coordinates[candidate * axisCount + axis] - coordinates[here + axis]
        distance += step * step
      }
      if distance < least { (nearest, least) = (slot, distance) }
    }
    path.append(left[nearest])
    left.swapAt(nearest, left.count - 1)
    left.removeLast()
  }
  return path
}
