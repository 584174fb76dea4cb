/// Numbers of names, as few as there are and in the order in which they appear.
enum Renumbering {
  /// The distinct of some numbers below `bound` in order of first appearance, and the position of each
  /// number among them.
  static func byAppearance(
    _ numbers: some Collection<Int>, below bound: Int
  ) -> (distinct: [Int], positions: [Int]) {
    var distinct: [Int] = []
    var position = [Int](repeating: -1, count: bound)
    let positions = numbers.map { number in
      if position[number] >= 0 { return position[number] }
      position[number] = distinct.count
      distinct.append(number)
      return distinct.count - 1
    }
    return (distinct, positions)
  }
}
