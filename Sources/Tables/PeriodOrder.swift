/// The order in time that the labels of periods tell by themselves.
enum PeriodOrder {
  /// For each label the numbers to sort by; nil where labels do not tell.
  ///
  /// Either all labels are numbers, or they differ in their digits only and no number in them has
  /// more digits than the first, as in 2001Q4 and 2001-12-31, but not in 31/12/2001.
  static func keys(_ labels: [String]) -> [[Double]]? {
    let parser = NumberParser()
    let numbers = labels.compactMap { (try? parser.parse(Array($0.utf8).span))?.value }
    if numbers.count == labels.count { return numbers.map { [$0] } }
    let split = labels.map(runs)
    guard let words = split.first?.words, split.allSatisfy({ $0.words == words }) else {
      return nil
    }
    var keys: [[Double]] = []
    for (_, digits) in split {
      guard let longest = digits.map(\.count).max(), digits[0].count == longest else { return nil }
      keys.append(digits.compactMap { Double($0) })
    }
    return keys
  }

  /// Labels in the order that they tell, or else as they are; and whether they tell it.
  static func sorted(_ labels: [String]) -> (labels: [String], areTelling: Bool) {
    guard let keys = keys(labels) else { return (labels, false) }
    let sorted = zip(keys, labels).enumerated().sorted { first, second in
      first.element.0 == second.element.0
        ? first.offset < second.offset
        : first.element.0.lexicographicallyPrecedes(second.element.0)
    }
    return (sorted.map(\.element.1), true)
  }

  /// The texts between runs of ASCII digits, and the runs.
  private static func runs(_ label: String) -> (words: [String], digits: [String]) {
    var words = [""]
    var digits: [String] = []
    var isInRun = false
    for character in label {
      if character.isASCII && character.isWholeNumber {
        if !isInRun { digits.append("") }
        digits[digits.count - 1].append(character)
        isInRun = true
      } else {
        if isInRun { words.append("") }
        words[words.count - 1].append(character)
        isInRun = false
      }
    }
    return (words, digits)
  }
}
