/// What a label of the legend stands for.
struct LegendEntry: Sendable, Hashable {
  let label: String
  /// One mark, without its data, of each way of drawing that has the label.
  private(set) var keys: [Mark]

  /// Labels of a plot in the order in which they appear; bands and rules, which stand behind, last.
  static func entries(of plot: Plot) -> [LegendEntry] {
    var entries: [LegendEntry] = []
    var places: [String: Int] = [:]
    let bands = plot.marks.filter { $0.geometry == .band }
    let others = plot.marks.filter { $0.geometry != .band && $0.geometry != .text }
    let rules = plot.rules.map { Mark(.line, [], label: $0.label, style: Rule.style) }
    for mark in others + bands + rules where !mark.label.isEmpty {
      var key = mark
      key.data = []
      if let place = places[mark.label] {
        entries[place].add(key)
      } else {
        places[mark.label] = entries.count
        entries.append(LegendEntry(label: mark.label, keys: [key]))
      }
    }
    return entries
  }

  /// Adds a mark; where marks of one kind differ in colour, the label means the kind: its key is grey.
  private mutating func add(_ key: Mark) {
    guard let same = keys.firstIndex(where: { $0.geometry == key.geometry }) else {
      keys.append(key)
      return
    }
    if keys[same].style.colour != key.style.colour { keys[same].style.colour = .axis }
  }

  /// The look that stands for the label.
  var style: Style { keys.last?.style ?? Rule.style }
}

/// An entry of the legend and its upper left corner, in pixels.
struct PlacedEntry: Sendable {
  let entry: LegendEntry
  let x: Double
  let y: Double

  /// Width of the key, and height of a line of entries.
  static let keySize = (width: 30.0, height: 20.0)
  private static let gap = 8.0

  /// Entries side by side from a corner on, continued below where the room ends.
  static func placed(
    _ entries: [LegendEntry], left: Double, top: Double, room: Double
  ) -> [PlacedEntry] {
    var (x, y) = (left, top)
    return entries.map { entry in
      let width =
        keySize.width + gap + TextExtent.width(entry.label, size: ChartLayout.labelSize)
      if x > left, x + width > left + room {
        x = left
        y += keySize.height
      }
      defer { x += width + 2.5 * gap }
      return PlacedEntry(entry: entry, x: x, y: y)
    }
  }
}
