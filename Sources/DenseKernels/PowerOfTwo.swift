/// Largest power of two that is at most `value`; 1 for zero.
///
/// Kept within 2^±500, so that products of two scales neither overflow nor vanish.
package func powerOfTwo(below value: Double) -> Double {
  guard value > 0 else { return 1 }
  return Double(sign: .plus, exponent: min(500, max(-500, Int(value.exponent))), significand: 1)
}
