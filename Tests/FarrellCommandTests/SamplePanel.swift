import DenseKernels
import Frontier
import TestSupport

/// Small tables for tests of inference.
enum SamplePanel {
  static let plantColumns = [
    "--unit", "plant", "--inputs", "labour,fuel,capital", "--outputs", "power", "--rts", "vrs",
    "--quiet",
  ]

  /// The plants as a table.
  static var plantTable: String {
    PowerPlants.rows.enumerated().reduce("plant,labour,fuel,capital,power\n") { text, plant in
      text + "p\(plant.offset + 1)," + plant.element.map(\.description).joined(separator: ",")
        + "\n"
    }
  }

  static let columns = [
    "--unit", "unit", "--time", "year", "--inputs", "k,l", "--outputs", "y", "--quiet",
  ]

  /// 20 units in two groups over two years, whose losses grow with z; unit 0, the first of its group, has
  /// a gap.
  static var table: String {
    var random = SplitMix64(seed: 8)
    var text = "unit,year,k,l,y,owner,z,w\n"
    for year in 2001...2002 {
      for unit in 0..<20 where !(unit == 0 && year == 2002) {
        let (k, l) = (
          Double.random(in: 1...9, using: &random), Double.random(in: 1...9, using: &random)
        )
        let z = Double.random(in: -1...1, using: &random)
        let delta = 1.4 + 0.4 * z + Double.random(in: 0...0.4, using: &random)
        let owner = unit % 2 == 0 ? "state" : "private"
        text += "u\(unit),\(year),\(k),\(l),\((k * l).squareRoot() / delta),\(owner),\(z),"
        text += "\(Double.random(in: -1...1, using: &random))\n"
      }
    }
    return text
  }

  /// Rows of a table in CSV without quoted fields, by column.
  static func rows(_ csv: String) -> [[String: String]] {
    let lines = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }
}

extension [String: String] {
  /// The number in a column; NaN where there is none.
  func number(_ column: String) -> Double { self[column].flatMap(Double.init) ?? .nan }
}
