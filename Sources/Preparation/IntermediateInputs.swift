internal import Tables

/// Intermediate inputs without energy from the production account.
package enum IntermediateInputs {
  /// M = gross output − value added + VAT payable − energy cost, formula (9).
  ///
  /// Value added in the production account includes VAT payable, so gross output − VA + VAT is
  /// intermediate consumption, which holds energy as well.
  /// - Parameters:
  ///   - grossOutput: at current prices, as all others.
  ///   - valueAdded: with VAT payable, as many.
  ///   - tax: VAT payable, as many.
  ///   - energy: cost of energy, as many.
  /// - Returns: as many values, all positive; nil where all four are nil.
  /// - Throws: ``SeriesFault`` where some of the four are missing, or M is not positive.
  package static func materials(
    grossOutput: [Double?], valueAdded: [Double?], tax: [Double?], energy: [Double?]
  ) throws(SeriesFault) -> [Double?] {
    let names = ["gross output", "value added", "VAT payable", "energy cost"]
    var result: [Double?] = []
    for position in grossOutput.indices {
      let parts = [
        grossOutput[position], valueAdded[position], tax[position], energy[position],
      ]
      if parts.allSatisfy({ $0 == nil }) {
        result.append(nil)
        continue
      }
      var values: [Double] = []
      for (part, name) in zip(parts, names) {
        values.append(
          try SeriesFault.present(part, position, name, expected: "all of the four, or none"))
      }
      let materials = values[0] - values[1] + values[2] - values[3]
      guard materials > 0, materials.isFinite else {
        throw SeriesFault(
          position: position,
          found: "intermediate inputs of \(values[0].shortest) - \(values[1].shortest) + "
            + "\(values[2].shortest) - \(values[3].shortest) = \(materials.shortest)",
          expected: "a positive number")
      }
      result.append(materials)
    }
    return result
  }
}
