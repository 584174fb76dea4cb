/// The periods of a table, in time order, within the range asked for.
struct PeriodRange {
  /// Names of the periods kept, in time order.
  let periods: [String]
  /// True where only the file's order tells which of two periods comes first.
  let isByAppearance: Bool

  /// Orders the periods: by number, by the numbers in labels such as 2001Q4, or else by first
  /// appearance.
  init(
    _ byAppearance: [String], _ options: PanelReadOptions, _ text: DelimitedText,
    _ columns: ColumnSelection
  ) throws(TableError) {
    let (ordered, areTelling) = PeriodOrder.sorted(byAppearance)
    isByAppearance = !areTelling && byAppearance.count > 1
    func position(_ name: String?, _ end: String) throws(TableError) -> Int? {
      guard let name else { return nil }
      if let found = ordered.firstIndex(of: name) { return found }
      throw text.error(
        atColumn: columns.time ?? 0, found: "no period \(name.quoted) for the \(end) of the range",
        expected: "one of \(Self.describe(ordered))")
    }
    let first = try position(options.firstPeriod, "start") ?? 0
    let last = try position(options.lastPeriod, "end") ?? ordered.count - 1
    guard first <= last else {
      throw TableError(
        .usage,
        "found the range \(ordered[first]) to \(ordered[last]); "
          + "expected the first period not after the last")
    }
    periods = Array(ordered[first...last])
  }

  /// The periods in words: all of few, first and last of many.
  private static func describe(_ ordered: [String]) -> String {
    guard ordered.count > 12, let first = ordered.first, let last = ordered.last else {
      return ordered.map(\.quoted).joined(separator: ", ")
    }
    return "the \(ordered.count) periods from \(first.quoted) to \(last.quoted)"
  }
}
