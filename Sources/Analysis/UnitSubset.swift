package import Frontier
package import Tables

/// Units that are reported together, such as the largest emitters.
struct UnitSubset: Sendable, Hashable {
  /// Name in tables.
  let name: String
  /// Units, indices into the panel's, in the order given.
  let units: [Int]
}

extension Setting {
  /// A unit of the panel.
  package func unit(of panel: Panel) throws(TableError) -> Int {
    let name = try single()
    guard let unit = panel.units.firstIndex(of: name) else {
      let near = NearMatch.best(for: name, among: panel.units).map { [$0] } ?? panel.units
      throw refusal(expected: "a unit of the panel, such as \(NearMatch.list(near))")
    }
    return unit
  }

  /// Subsets written `name=unit,unit`, of units of the panel; `file` is its name in messages.
  func subsets(of panel: Panel, file: String) throws(TableError) -> [UnitSubset] {
    let positions = Dictionary(uniqueKeysWithValues: zip(panel.units, panel.units.indices))
    var subsets: [UnitSubset] = []
    for text in texts {
      guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
        throw refusal(of: text, expected: "NAME=UNIT,UNIT")
      }
      let name = String(text[..<sign])
      guard !subsets.contains(where: { $0.name == name }) else {
        throw refusal(of: name, expected: "different names of subsets")
      }
      var units: [Int] = []
      let list = Setting([String(text[text.index(after: sign)...])], origin: origin)
      for unit in try list.names() {
        guard let position = positions[unit] else {
          throw TableError(
            .data,
            "\(file): found no unit \(unit.quoted) for \(name.quoted); "
              + "expected one of \(NearMatch.list(panel.units))")
        }
        guard !units.contains(position) else {
          throw refusal(of: unit, expected: "each unit once")
        }
        units.append(position)
      }
      subsets.append(UnitSubset(name: name, units: units))
    }
    return subsets
  }
}
