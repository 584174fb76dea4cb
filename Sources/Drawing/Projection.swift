internal import Glibc

/// Where the numbers of an axis stand on the page.
struct Projection: Sendable {
  private enum Kind {
    case linear, logarithmic, categories
  }

  private let kind: Kind
  /// The numbers that the axis spans; on categories from −½ to their count less ½.
  let domain: ClosedRange<Double>
  /// Coordinates of the ends of the domain, in pixels.
  let start: Double
  let end: Double
  /// Labelled places on an axis of numbers.
  let ticks: [Tick]

  /// Share of the range left free at each end, so that marks do not touch the frame.
  private static let padding = 0.04

  /// Axis of given values from one coordinate to another; values it cannot show are left out.
  init(_ scale: Axis.Scale, values: [Double], from start: Double, to end: Double, tickCount: Int) {
    self.start = start
    self.end = end
    switch scale {
    case .categories(let categories):
      kind = .categories
      domain = -0.5...max(Double(categories.count), 1) - 0.5
      ticks = []
    case .linear:
      kind = .linear
      domain = Self.padded(values.filter(Self.isUsable), ifSingle: 0.5) ?? 0...1
      ticks = Ticks.linear(domain, count: tickCount)
    case .logarithmic:
      kind = .logarithmic
      let logarithms = values.filter { Self.isUsable($0) && $0 > 0 }.map { log($0) }
      let range = Self.padded(logarithms, ifSingle: 0.1) ?? -0.1...0.1
      domain = exp(range.lowerBound)...exp(range.upperBound)
      ticks = Ticks.logarithmic(domain, count: tickCount)
    }
  }

  /// The range of values with room at both ends; nil without values.
  private static func padded(_ values: [Double], ifSingle margin: Double) -> ClosedRange<Double>? {
    guard let least = values.min(), let greatest = values.max() else { return nil }
    let size = max(least.magnitude, greatest.magnitude)
    let width = greatest - least
    let room = width > 1e-9 * size ? padding * width : margin * max(1, size)
    return least - room...greatest + room
  }

  /// Whether an axis of numbers can show a value; differences of larger ones would overflow.
  private static func isUsable(_ value: Double) -> Bool { value.magnitude <= 1e100 }

  /// Length of one category, or of a hundredth of an axis of numbers, in pixels.
  var pitch: Double {
    (end - start).magnitude
      / (kind == .categories ? domain.upperBound - domain.lowerBound : 100)
  }

  /// Coordinate of a number, in pixels; nil for one that is missing or off the axis.
  func callAsFunction(_ value: Double, shift: Double = 0) -> Double? {
    guard value.isFinite, domain.contains(value) else { return nil }
    let place =
      switch kind {
      case .linear: value
      case .logarithmic: log(value)
      case .categories: value + shift
      }
    let (least, greatest) =
      kind == .logarithmic
      ? (log(domain.lowerBound), log(domain.upperBound)) : (domain.lowerBound, domain.upperBound)
    return start + (end - start) * (place - least) / (greatest - least)
  }
}
