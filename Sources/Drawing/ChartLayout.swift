/// Where the parts of a chart stand on the page, in pixels from its upper left corner.
struct ChartLayout: Sendable {
  /// Words at a place.
  struct Line: Sendable {
    let text: String
    let x: Double
    let baseline: Double
  }

  private(set) var title: [Line] = []
  private(set) var subtitle: [Line] = []
  private(set) var frames: [PlotFrame] = []
  private(set) var notes: [Line] = []
  let width: Double
  private(set) var height = 0.0
  /// Where the plots begin and end, with the room around them.
  private(set) var plotsTop = 0.0
  private(set) var plotsBottom = 0.0

  static let margin = 18.0
  static let titleSize = 16.0
  static let subtitleSize = 12.0
  static let noteSize = 10.5
  static let labelSize = 11.0
  static let headingSize = 13.0
  /// Room between neighbours: words and plots.
  static let gap = 8.0
  private static let plotGap = 22.0
  /// Narrowest room for the title.
  private static let leastWidth = 460.0

  init(_ chart: Chart) {
    let left = chart.plots.map(PlotFrame.leftRoom).max() ?? 0
    let inner = chart.plots.map { PlotFrame.room(for: $0, left: left) }.max() ?? 0
    let room = max(inner, Self.leastWidth).rounded(.up)
    width = room + 2 * Self.margin
    var y = Self.margin
    func lines(
      _ texts: [String], size: Double, isBold: Bool = false
    ) -> [Line] {
      texts.flatMap { TextExtent.wrapped($0, to: room, size: size, isBold: isBold) }.map { text in
        y += (size * 1.35).rounded()
        return Line(text: text, x: Self.margin, baseline: y - (size * 0.25).rounded())
      }
    }
    title = lines([chart.title], size: Self.titleSize, isBold: true)
    subtitle = lines(chart.subtitle, size: Self.subtitleSize)
    plotsTop = y
    for (index, plot) in chart.plots.enumerated() {
      let isLast = index + 1 == chart.plots.count
      let frame = PlotFrame(
        plot, left: Self.margin + left, top: y + (index == 0 ? Self.gap : Self.plotGap), room: room,
        isLabelledBelow: isLast || chart.plots[index + 1].x != plot.x)
      frames.append(frame)
      y = frame.bottom
    }
    plotsBottom = (y + Self.gap).rounded(.up)
    if !chart.notes.isEmpty { y += 2 * Self.gap }
    notes = lines(chart.notes, size: Self.noteSize)
    height = (y + Self.margin).rounded(.up)
  }
}
