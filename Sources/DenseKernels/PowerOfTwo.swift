/// Largest power of two that is at most `value`; 1 for zero.
///
/// Kept within 2^±500, so that products of two scales neither overflow nor vanish.
package func powerOfTwo(below value: Double) -> Double {
  guard value > 0 else { return 1 }
  // Without its significand a normal number is the power of two below it.
  return Double(bitPattern: min(max(value, 0x1p-500), 0x1p500).bitPattern & 0x7FF0_0000_0000_0000)
}
