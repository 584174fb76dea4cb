internal import Tables

/// Investment and depreciation from the book values of Chinese statistics (METHODS 4.1).
///
/// OV is the original value of fixed assets, NV the net value, and AD = OV − NV accumulated
/// depreciation.
package enum BookValue {
  /// What a series of book values says of each year.
  package struct Flows: Sendable, Hashable {
    /// I_t = OV_t − OV_{t−1}: at the prices of the year, net of retirements, possibly negative.
    package var investment: [Double?]
    /// δ_t = (AD_t − AD_{t−1}) / OV_{t−1}.
    package var rates: [Double?]
  }

  /// Investment and depreciation rates; the first year has neither.
  ///
  /// - Parameters:
  ///   - original: OV_t of consecutive years, positive.
  ///   - net: NV_t, as many, 0 … OV_t.
  /// - Returns: as many flows, nil in the first year.
  /// - Throws: ``SeriesFault`` where a value is missing or out of its range.
  package static func flows(
    original: [Double?], net: [Double?]
  ) throws(SeriesFault) -> Flows {
    var (originals, depreciations): ([Double], [Double]) = ([], [])
    for position in original.indices {
      let gross = try SeriesFault.present(
        original[position], position, "original value", expected: "an original value of every year")
      let value = try SeriesFault.present(
        net[position], position, "net value", expected: "a net value of every year")
      guard gross > 0, (0...gross).contains(value) else {
        throw SeriesFault(
          position: position,
          found: "the original value \(gross.shortest) and the net value \(value.shortest)",
          expected: "0 ≤ net ≤ original, and the original value positive")
      }
      originals.append(gross)
      depreciations.append(gross - value)
    }
    var flows = Flows(investment: [nil], rates: [nil])
    for position in originals.indices.dropFirst() {
      let before = originals[position - 1]
      flows.investment.append(originals[position] - before)
      flows.rates.append((depreciations[position] - depreciations[position - 1]) / before)
    }
    return flows
  }
}
