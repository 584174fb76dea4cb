import DenseKernels
import Frontier
import TestSupport

/// Small tables for tests of inference.
enum SamplePanel {
  /// The power plants of Simar and Wilson (1998): labour, fuel, capital, output (METHODS 8.1, F6).
  static let plants: [[Double]] = [
    [179, 3969.10, 1005.5, 3531.4], [96, 896.32, 194.6, 841.3], [94, 803.17, 200.0, 690.5],
    [141, 1629.90, 564.1, 1498.1], [147, 3264.40, 617.4, 3347.7], [261, 1427.50, 347.1, 1263.2],
    [448, 6365.30, 1680.4, 5734.0], [223, 4911.00, 1319.4, 4107.7], [279, 7779.30, 1785.6, 6964.2],
    [214, 2307.50, 690.0, 1961.0], [367, 4334.70, 1268.9, 4207.2], [97, 1870.70, 416.5, 1752.7],
    [143, 2730.60, 779.8, 2667.6], [95, 540.61, 305.0, 457.2], [241, 9509.20, 1892.1, 9539.9],
    [147, 1561.10, 718.5, 1360.6], [306, 1699.00, 306.3, 1689.7], [182, 881.16, 182.3, 750.3],
    [500, 2548.90, 650.1, 2439.5],
  ]

  /// The plants under variable returns.
  static var plantTechnology: Technology {
    get throws {
      try Technology(
        inputs: Matrix(rows: plants.map { Array($0[..<3]) }, columnCount: 3),
        outputs: Matrix(rows: plants.map { [$0[3]] }, columnCount: 1), returnsToScale: .variable)
    }
  }

  static let plantColumns = [
    "--unit", "plant", "--inputs", "labour,fuel,capital", "--outputs", "power", "--rts", "vrs",
    "--quiet",
  ]

  /// The plants as a table.
  static var plantTable: String {
    plants.enumerated().reduce("plant,labour,fuel,capital,power\n") { text, plant in
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
