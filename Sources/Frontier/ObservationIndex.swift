/// Finds the observation of a unit in a period.
struct ObservationIndex: Sendable {
  private let periodCount: Int
  /// Units × periods, −1 where not observed; empty where the other form is used.
  private var dense: [Int] = []
  private var sparse: [Int: Int] = [:]
  private let isDense: Bool

  /// Pairs for one observation up to which a table of all pairs takes no more room than a dictionary.
  private static let densestPairs = 8

  init(unitCount: Int, periodCount: Int, count: Int) {
    self.periodCount = periodCount
    isDense = unitCount * periodCount <= Self.densestPairs * count
    if isDense {
      dense = [Int](repeating: -1, count: unitCount * periodCount)
    } else {
      sparse.reserveCapacity(count)
    }
  }

  /// Adds an observation; the one that is there already, if any, stays and is returned.
  mutating func insert(_ observation: Int, unit: Int, period: Int) -> Int? {
    if let known = self.observation(unit: unit, period: period) { return known }
    let slot = unit * periodCount + period
    if isDense { dense[slot] = observation } else { sparse[slot] = observation }
    return nil
  }

  /// The observation of a unit in a period, if there is one.
  func observation(unit: Int, period: Int) -> Int? {
    let slot = unit * periodCount + period
    guard isDense else { return sparse[slot] }
    return dense[slot] < 0 ? nil : dense[slot]
  }
}
