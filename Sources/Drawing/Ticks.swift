internal import Glibc
internal import Tables

/// A labelled place on an axis of numbers.
struct Tick: Sendable, Hashable {
  let value: Double
  let label: String
}

/// Chooses round numbers to label within a range.
enum Ticks {
  /// Up to about this ratio, equal steps look even enough on a logarithmic axis.
  private static let narrowRatio = 4.0
  /// Leading digits to label on wider logarithmic axes, from many labels to few.
  private static let mantissas: [[Double]] = [
    [1, 1.5, 2, 3, 4, 5, 6, 8], [1, 2, 5], [1, 3], [1],
  ]

  /// Multiples of 1, 2 or 5 times a power of ten in the range, about `count` of them.
  static func linear(_ range: ClosedRange<Double>, count: Int) -> [Tick] {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else { return [] }
    let rough = width / Double(max(count, 2))
    let exponent = log10(rough).rounded(.down)
    let power = pow(10, exponent)
    // The nearest in ratio: the square of the boundary between 1 and 2 is 1 · 2, and so on.
    let square = rough / power * (rough / power)
    let factor: Double = square < 2 ? 1 : square < 10 ? 2 : square < 50 ? 5 : 10
    let step = factor * power
    // A step of 10 · 10^e has one decimal less.
    let decimals = min(max(0, -Int(exponent) - (factor == 10 ? 1 : 0)), 17)
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1000 else { return [] }
    return (0...Int(last - first)).map { index in
      let value = clean((first + Double(index)) * step, decimals)
      return Tick(value: value, label: typographic(value.fixed(decimals)))
    }
  }

  /// Round numbers in a range of positive numbers, for an axis of equal ratios.
  static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> [Tick] {
    let ratio = range.upperBound / range.lowerBound
    guard range.lowerBound > 0, ratio.isFinite else { return [] }
    if ratio <= narrowRatio { return linear(range, count: count) }
    let low = Int(log10(range.lowerBound).rounded(.down))
    let high = Int(log10(range.upperBound).rounded(.down))
    for digits in mantissas {
      let ticks = decades(low...high, every: 1, digits: digits, in: range)
      if ticks.count <= count + 1 { return ticks }
    }
    return decades(low...high, every: (high - low) / max(count, 2) + 1, digits: [1], in: range)
  }

  private static func decades(
    _ decades: ClosedRange<Int>, every step: Int, digits: [Double], in range: ClosedRange<Double>
  ) -> [Tick] {
    stride(from: decades.lowerBound, through: decades.upperBound, by: step).flatMap { exponent in
      digits.compactMap { digit in
        let decimals = min(max(0, -exponent + (digit == 1.5 ? 1 : 0)), 17)
        let value = clean(digit * pow(10, Double(exponent)), decimals)
        guard range.contains(value) else { return nil }
        return Tick(value: value, label: value.fixed(decimals))
      }
    }
  }

  /// The double that the label reads back as: the last bit of a product depends on the step.
  private static func clean(_ value: Double, _ decimals: Int) -> Double {
    Double(value.fixed(decimals)) ?? value
  }

  private static func typographic(_ label: String) -> String {
    label.hasPrefix("-") ? "−" + label.dropFirst() : label
  }
}
