/// A colour of the screen, 8 bits a channel.
package struct Colour: Sendable, Hashable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  /// Colour 0xRRGGBB.
  package init(_ hex: UInt32) {
    red = UInt8(hex >> 16 & 0xFF)
    green = UInt8(hex >> 8 & 0xFF)
    blue = UInt8(hex & 0xFF)
  }

  private init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// As style sheets write it, `#rrggbb`.
  var hex: String {
    "#"
      + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Whether dark letters are hard to read on it.
  var isDark: Bool {
    // Rec. 601 luma; 140 of 255 is where white and dark grey letters contrast alike.
    299 * Int(red) + 587 * Int(green) + 114 * Int(blue) < 140_000
  }

  /// The colour a share of the way to another one.
  func mixed(with other: Colour, share: Double) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * share).rounded())
    }
    return Colour(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  static let white = Colour(0xFFFFFF)
  static let ink = Colour(0x222222)
  static let paleInk = Colour(0x555555)
  static let axis = Colour(0x888888)
  static let gridline = Colour(0xE4E4E4)
  static let stripe = Colour(0xF6F6F6)
  static let missing = Colour(0xDDDDDD)

  /// Colours that readers with any colour vision tell apart, darkest first.
  /// - Note: Okabe and Ito (2008), without their yellow, too pale for lines on paper.
  package static let series = [
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000,
  ].map { Colour($0) }
}
