/// Colours for shares from 0 over ½ to 1: orange, white, purple.
/// - Note: the scale PuOr of ColorBrewer (Brewer 2003), safe for colour-blind readers.
enum ColourScale {
  static let stops = [0xB35806, 0xF1A340, 0xFEE0B6, 0xF7F7F7, 0xD8DAEB, 0x998EC3, 0x542788].map {
    Colour($0)
  }

  /// Colour of a share; shares outside of 0 … 1 have that of the nearer end.
  static func colour(of share: Double) -> Colour {
    let place = min(max(share, 0), 1) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], share: place - Double(index))
  }
}
