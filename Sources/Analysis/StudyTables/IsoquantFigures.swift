package import Drawing
internal import Frontier
internal import Glibc
package import Productivity
package import Tables

/// Figure 1 of METHODS 3.8: how technical change turned the isoquant of each pair over each period, at the
/// geometric mean of the units.
package struct IsoquantFigures: Sendable {
  static let name = "isoquants"

  /// A pair over a period.
  package struct Entry: Sendable {
    package let period: ReportPeriod
    package let pair: FactorPair
    let rotation: Result<IsoquantRotation, IsoquantError>
  }

  let panel: Panel
  private let point: String
  package let entries: [Entry]
  private let periodCount: Int

  /// Finds all isoquants.
  ///
  /// - Parameters:
  ///   - panel: the data.
  ///   - periods: the periods.
  ///   - pairs: the pairs.
  ///   - unit: the point; nil for the geometric mean of the units.
  ///   - solver: measures and finds corners.
  ///   - technology: that of the first or the last year of a comparison.
  init(
    _ panel: Panel, _ periods: [ReportPeriod], _ pairs: [FactorPair], unit: Int? = nil,
    solver: FrontierSolver,
    technology: (_ end: Transition.End, _ span: Transition) -> Technology
  ) {
    self.panel = panel
    point = unit.map { panel.units[$0] } ?? "the geometric mean"
    periodCount = periods.count
    entries = periods.flatMap { period in
      let technologies = (
        old: technology(.from, period.endPoints), new: technology(.to, period.endPoints)
      )
      return pairs.map { pair in
        let rotation: Result<IsoquantRotation, IsoquantError>
        do throws(IsoquantError) {
          rotation = .success(
            try IsoquantRotation(
              panel, pair, over: period.endPoints, unit: unit, technologies: technologies,
              solver: solver))
        } catch {
          rotation = .failure(error)
        }
        return Entry(period: period, pair: pair, rotation: rotation)
      }
    }
  }

  /// The pictures: those of the last period without its number.
  func charts(notes: [String]) -> [NamedChart] {
    let pairCount = entries.count / max(periodCount, 1)
    return entries.indices.compactMap { index in
      let (period, pair) = index.quotientAndRemainder(dividingBy: max(pairCount, 1))
      let suffix = period == periodCount - 1 ? "" : "-\(periodCount - 1 - period)"
      return chart(entries[index], notes: notes).map {
        NamedChart(name: "isoquant-\(pair + 1)\(suffix)", chart: $0)
      }
    }
  }

  /// Corners of all isoquants, and the mixes.
  package var table: ReportTable {
    var table = ReportTable(
      name: Self.name,
      notes: [
        "Amounts of two inputs that make the frontier output of \(point) in the first year, other inputs "
          + "held; neutral: the old isoquant moved along rays to where the new one has the old mix"
      ] + entries.map(words),
      columns: ["period", "pair", "line", "corner", "first", "second"], keyCount: 4)
    table.title = "How technical change turned isoquants"
    for entry in entries {
      guard case .success(let found) = entry.rotation else { continue }
      let lines = [
        ("old", found.old.vertices), ("neutral", found.neutral.vertices),
        ("new", found.new.vertices), ("old mix", [found.oldMix]), ("new mix", [found.newMix]),
      ]
      for (line, vertices) in lines {
        for (number, vertex) in vertices.enumerated() {
          table.append([
            .text(entry.period.name), .text(name(entry.pair)), .text(line), .integer(number + 1),
            .number(vertex.first), .number(vertex.second),
          ])
        }
      }
    }
    return table
  }

  /// What an entry says, in words.
  package func words(_ entry: Entry) -> String {
    let head = "\(name(entry.pair)), \(years(entry)): "
    switch entry.rotation {
    case .success(let found): return head + words(found).joined(separator: " ")
    case .failure(let error): return head + "no isoquants: \(reason(error))"
    }
  }

  private func words(_ found: IsoquantRotation) -> [String] {
    let (a, b) = (panel.inputNames[found.pair.first], panel.inputNames[found.pair.second])
    func range(_ rates: ClosedRange<Double>) -> String {
      func number(_ value: Double) -> String { value.isFinite ? value.shown(4) : "infinity" }
      return rates.lowerBound == rates.upperBound
        ? number(rates.lowerBound)
        : "\(number(rates.lowerBound)) to \(number(rates.upperBound)) (a corner)"
    }
    let beyond = [("before", found.oldRates), ("after", found.newRates)].filter {
      $0.1.upperBound == 0 || $0.1.lowerBound == .infinity
    }
    let rates =
      !beyond.isEmpty
      ? "The old mix lies beyond those observed \(beyond.map(\.0).joined(separator: " and ")), where one "
        + "input does not replace the other: undetermined there."
      : "At the old mix a unit of \(a) replaces \(range(found.oldRates)) of \(b) before and "
        + "\(range(found.newRates)) after: \(verdict(found.biasAtOldMix, a, b))."
    let percent = 100 * (1 - exp(-found.logGain))
    let side = percent >= 0 ? "nearer to" : "farther from"
    let gain =
      "At the new mix the new isoquant lies \(abs(percent).fixed(2)) % \(side) the origin than a neutral "
      + "shift: \(verdict(found.biasAtNewMix, a, b))."
    return [rates, gain]
  }

  private func verdict(_ bias: FactorBias, _ a: String, _ b: String) -> String {
    switch bias {
    case .saving(let input, _):
      panel.inputNames[input] == a ? "\(a)-saving, \(b)-using" : "\(a)-using, \(b)-saving"
    case .neutral: "neutral"
    case .undetermined(.mixUnchanged): "undetermined, since the mix did not move"
    case .undetermined: "undetermined"
    }
  }

  private func reason(_ error: IsoquantError) -> String {
    switch error {
    case .notObserved: "no unit is observed in both years"
    case .zeroAmount: "an input or output is zero"
    case .noFrontier: "the point has no distance to a convex frontier"
    case .unreachable(let end):
      "the technology of the \(end == .from ? "first" : "last") year cannot make the output from the other "
        + "inputs"
    }
  }

  private func years(_ entry: Entry) -> String {
    let ends = entry.period.endPoints
    return "\(entry.period.name) \(panel.periods[ends.from])-\(panel.periods[ends.to])"
  }

  package func name(_ pair: FactorPair) -> String {
    "\(panel.inputNames[pair.first]):\(panel.inputNames[pair.second])"
  }
}

// MARK: Picture

extension IsoquantFigures {
  /// Room beyond the places where rays meet isoquants, as a multiple of their amounts: corners of extreme
  /// mixes would dwarf the rest.
  private static let view = 2.2
  private static let size = 440.0

  /// Both isoquants, the neutral shift and the mixes; nil where there are none.
  package func chart(_ entry: Entry, notes: [String]) -> Chart? {
    guard case .success(let found) = entry.rotation else { return nil }
    let (a, b) = (panel.inputNames[entry.pair.first], panel.inputNames[entry.pair.second])
    let names = (
      panel.periods[entry.period.endPoints.from], panel.periods[entry.period.endPoints.to]
    )
    let mixes = [found.oldMix, found.newMix]
    let lines = [found.old, found.neutral, found.new]
    let seen = mixes.flatMap { mix in lines.map { Self.at($0.crossing(mix), mix) } }
    let limit = Isoquant.Vertex(
      first: Self.view * (seen.map(\.first).max() ?? 1),
      second: Self.view * (seen.map(\.second).max() ?? 1))
    var neutral = Style(colour: Colour(0x666666), dash: .dashed)
    neutral.weight = .thin
    let marks =
      Self.line(found.neutral, limit, "neutral shift", neutral, withCorners: false)
      + Self.line(found.old, limit, names.0, .series(0), withCorners: true)
      + Self.line(found.new, limit, names.1, .series(1), withCorners: true)
      + Self.ray(found.oldMix, lines, limit, "mix of \(names.0)", .series(0))
      + Self.ray(found.newMix, lines, limit, "mix of \(names.1)", .series(1))
    let sentences = words(found)
    return Chart(
      title: "Isoquants of \(a) and \(b), \(years(entry))",
      subtitle: [
        "What makes the frontier output of \(point) in \(names.0)"
          + (panel.inputNames.count > 2 ? ", other inputs held." : "."),
        sentences[0], sentences[1],
      ], notes: notes,
      plots: [
        Plot(
          x: Axis(a, scale: .linear), y: Axis(b, scale: .linear), width: Self.size,
          height: Self.size, marks: marks)
      ])
  }

  private static func at(_ s: Double, _ mix: Isoquant.Vertex) -> Isoquant.Vertex {
    Isoquant.Vertex(first: s * mix.first, second: s * mix.second)
  }

  /// An isoquant as far as it is in view.
  private static func line(
    _ isoquant: Isoquant, _ limit: Isoquant.Vertex, _ label: String, _ style: Style,
    withCorners: Bool
  ) -> [Mark] {
    let corners = isoquant.vertices.filter { $0.first <= limit.first && $0.second <= limit.second }
    var marks = [
      Mark(
        .line, clipped(isoquant, limit).map { Datum(at: $0.first, value: $0.second) },
        label: label, style: style)
    ]
    if withCorners {
      marks.append(
        Mark(
          .point, corners.map { Datum(at: $0.first, value: $0.second) }, label: label,
          style: style))
    }
    return marks
  }

  /// A mix: the ray from the origin to the edge of the view, with the points where it meets the lines.
  private static func ray(
    _ mix: Isoquant.Vertex, _ lines: [Isoquant], _ limit: Isoquant.Vertex, _ label: String,
    _ style: Style
  ) -> [Mark] {
    let end = at(min(limit.first / mix.first, limit.second / mix.second), mix)
    let look = Style(colour: style.colour, dash: .dotted, weight: .thin)
    let point = Style(colour: style.colour, symbol: .square, isFilled: false)
    let met = lines.map { at($0.crossing(mix), mix) }
    return [
      Mark(
        .line, [Datum(at: 0, value: 0), Datum(at: end.first, value: end.second)], label: label,
        style: look),
      Mark(.point, met.map { Datum(at: $0.first, value: $0.second) }, label: label, style: point),
    ]
  }

  /// Points of the line within the view, from the top edge or the first corner to the right edge.
  private static func clipped(
    _ isoquant: Isoquant, _ limit: Isoquant.Vertex
  ) -> [Isoquant.Vertex] {
    let corners = isoquant.vertices
    let (first, last) = (corners[0], corners[corners.count - 1])
    let points =
      [Isoquant.Vertex(first: first.first, second: max(limit.second, first.second))] + corners
      + [Isoquant.Vertex(first: max(limit.first, last.first), second: last.second)]
    var kept: [Isoquant.Vertex] = []
    for (p, q) in zip(points, points.dropFirst()) {
      // The part of p + s (q − p) below the top, where second falls, and left of the right edge.
      let fall = p.second - q.second
      let run = q.first - p.first
      let from = p.second > limit.second ? (fall > 0 ? (p.second - limit.second) / fall : 2) : 0
      let to = q.first > limit.first ? (run > 0 ? (limit.first - p.first) / run : -1) : 1
      guard from <= to, from <= 1, to >= 0 else { continue }
      for s in [from, to] {
        let point = Isoquant.Vertex(first: p.first + s * run, second: p.second - s * fall)
        if kept.last != point { kept.append(point) }
      }
    }
    return kept
  }
}
