/// Draws of one replicate, which depend on seed, stream and replicate alone.
///
/// Two programs with the same three numbers draw the same values on any processor: logarithm, sine and
/// cosine are sums of fixed order, not those of the C library.
public struct RandomStream: Sendable {
  private let generator: Philox
  private var blockNumber: UInt64 = 0
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  private var usedCount = 4  // words of the block
  private var spare: Double?  // second value of the last pair of normals

  /// Draws of replicate `replicate` of a stream.
  public init(seed: UInt64, stream: UInt64, replicate: UInt64) {
    generator = Philox(seed: seed, stream: stream, replicate: replicate)
  }

  /// The next 64 bits.
  public mutating func word() -> UInt64 {
    if usedCount == 4 {
      blockNumber &+= 1
      words = generator.block(blockNumber)
      usedCount = 0
    }
    usedCount += 1
    switch usedCount {
    case 1: return words.0
    case 2: return words.1
    case 3: return words.2
    default: return words.3
    }
  }

  /// Uniform between 0 and 1, never either: (k + ½) 2⁻⁵³ from the top 53 bits.
  public mutating func uniform() -> Double { (Double(word() >> 11) + 0.5) * 0x1p-53 }

  /// Uniform among 0 ..< count.
  public mutating func index(below count: Int) -> Int { Int(Double(count) * uniform()) }

  /// 0 ..< count in random order.
  ///
  /// - Note: Fisher and Yates (1938), from the front.
  public mutating func shuffled(_ count: Int) -> [Int] {
    var numbers = Array(0..<count)
    for position in 0..<count {
      numbers.swapAt(position, position + index(below: count - position))
    }
    return numbers
  }

  /// 0 ..< count split at random into ⌊count / 2⌋ numbers and the rest.
  mutating func halves(_ count: Int) -> (first: [Int], second: [Int]) {
    let numbers = shuffled(count)
    return (Array(numbers[..<(count / 2)]), Array(numbers[(count / 2)...]))
  }

  /// +1 or −1, each with probability ½.
  public mutating func sign() -> Double { uniform() < 0.5 ? 1 : -1 }

  /// Standard normal.
  ///
  /// - Note: Box and Muller (1958); cosine first, sine next.
  public mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * FixedOrder.logarithm(uniform())).squareRoot()
    let (cosine, sine) = FixedOrder.turn(uniform())
    spare = radius * sine
    return radius * cosine
  }
}
