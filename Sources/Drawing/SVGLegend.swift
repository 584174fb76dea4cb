extension SVGText {
  /// An entry of the legend: its marks above each other, and its label.
  mutating func entry(_ placed: PlacedEntry) {
    let middle = placed.y + PlacedEntry.keySize.height / 2
    let start = (x: placed.x, y: middle)
    let end = (x: placed.x + PlacedEntry.keySize.width, y: middle)
    let centre = (x: (start.x + end.x) / 2, y: middle)
    open("g", [:])
    for key in placed.entry.keys {
      switch key.geometry {
      case .line: line([start, end], key.style)
      case .band:
        element(
          "rect",
          [
            "x": .length(start.x), "y": .length(middle - 6), "width": .length(end.x - start.x),
            "height": 12, "fill": key.style.colour.value,
            "fill-opacity": .length(Style.bandOpacity),
          ])
      case .interval: interval(from: start, to: end, key.style)
      case .point: symbol(at: centre, key.style)
      case .bar: bar(from: (centre.x - 8, middle), to: (centre.x + 8, middle), half: 5, key.style)
      case .text: break
      }
    }
    words(placed.entry.label, x: end.x + ChartLayout.gap, baseline: middle + 4)
    close("g")
  }
}
