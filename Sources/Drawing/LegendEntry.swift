/// What a label of the legend stands for.
struct LegendEntry: Sendable, Hashable {
  let label: String
  /// One mark of each way of drawing that has the label, from back to front.
  private(set) var keys: [Mark]

  /// Labels of a chart, in the order in which they appear.
  static func entries(of chart: Chart) -> [LegendEntry] {
    var entries: [LegendEntry] = []
    var places: [String: Int] = [:]
    for plot in chart.plots {
      let rules = plot.rules.map { Mark(.line, [], label: $0.label, style: Rule.style) }
      for mark in plot.marks + rules where !mark.label.isEmpty && mark.geometry != .text {
        var key = mark
        key.data = []
        if let place = places[mark.label] {
          entries[place].add(key)
        } else {
          places[mark.label] = entries.count
          entries.append(LegendEntry(label: mark.label, keys: [key]))
        }
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

  /// The colour that stands for the label.
  var colour: Colour { keys.last?.style.colour ?? .ink }
}
