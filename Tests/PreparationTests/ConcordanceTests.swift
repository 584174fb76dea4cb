import Preparation
import TestSupport
import Testing

@Suite("Concordances and accounts")
struct ConcordanceTests {
  @Test("splitting and merging again gives the old values back, and conserves the total")
  func splitAndMerge() throws {
    var random = SplitMix64(seed: 17)
    let values = (0..<9).map { _ in Double.random(in: -5...90, using: &random) }
    var parts: [Concordance.Entry] = []
    var back: [Concordance.Entry] = []
    for old in 0..<9 {
      let share = Double.random(in: 0...1, using: &random)
      parts.append(.init(old: old, new: 2 * old, weight: share))
      parts.append(.init(old: old, new: 2 * old + 1, weight: 1 - share))
      back.append(.init(old: 2 * old, new: old, weight: 1))
      back.append(.init(old: 2 * old + 1, new: old, weight: 1))
    }
    let split = try Concordance(parts, oldCount: 9, newCount: 18)
    let halves = split.sums(values)
    #expect(split.conservationError(of: values, sums: halves) <= Concordance.tolerance)
    let merged = try Concordance(back, oldCount: 18, newCount: 9).sums(halves)
    for (a, b) in zip(merged, values) { #expect(abs(a - b) <= 1e-12 * abs(b)) }
  }

  @Test("subtracting a share lowers the total by it; a drop by all")
  func subtraction() throws {
    let concordance = try Concordance(
      [.init(old: 0, new: 0, weight: 0.75), .init(old: 1, new: 1, weight: 1)],
      oldCount: 3, newCount: 2)
    let sums = concordance.sums([40, 5, 1000])
    #expect(sums == [30, 5])
    #expect(concordance.conservationError(of: [40, 5, 1000], sums: sums) == 0)
    #expect(concordance.conservationError(of: [40, 5, 1000], sums: [31, 5]) > 1e-4)
  }

  @Test("more of a unit than there is, or a negative share, is no concordance")
  func refusals() {
    #expect(throws: Concordance.Failure.usedTwice(old: 0, total: 1.5)) {
      try Concordance(
        [.init(old: 0, new: 0, weight: 1), .init(old: 0, new: 1, weight: 0.5)], oldCount: 1,
        newCount: 2)
    }
    #expect(throws: Concordance.Failure.weight(old: 0, value: -0.1)) {
      try Concordance([.init(old: 0, new: 0, weight: -0.1)], oldCount: 1, newCount: 1)
    }
  }

  @Test("index numbers of merged units are means by weight, between the members")
  func means() throws {
    let concordance = try Concordance(
      [.init(old: 0, new: 0, weight: 1), .init(old: 1, new: 0, weight: 1)], oldCount: 2,
      newCount: 1)
    #expect(concordance.means([1, 2], weights: [30, 10]) == [1.25])
    #expect(concordance.means([1, 2], weights: [0, 0]) == [nil])
  }

  @Test("gross output 500, value added 140, VAT 20 and energy 30 leave intermediate inputs of 350")
  func intermediates() throws {
    let found = try IntermediateInputs.materials(
      grossOutput: [500, nil], valueAdded: [140, nil], tax: [20, nil], energy: [30, nil])
    #expect(found == [350, nil])
  }

  @Test("intermediate inputs that are not positive, or lack a part, are refused at their row")
  func intermediatesRefused() {
    for parts in [(500.0, 400.0, 0.0, 100.0), (500, 500, 10, 30)] {
      #expect {
        try IntermediateInputs.materials(
          grossOutput: [900, parts.0], valueAdded: [1, parts.1], tax: [1, parts.2],
          energy: [1, parts.3])
      } throws: { ($0 as? SeriesFault)?.position == 1 }
    }
    #expect {
      try IntermediateInputs.materials(
        grossOutput: [500], valueAdded: [140], tax: [nil], energy: [30])
    } throws: { ($0 as? SeriesFault)?.found == "no VAT payable" }
  }

  @Test("jumps beyond a factor e and inputs that move as one are found")
  func checks() {
    #expect(PanelChecks.jumps(in: [1, 2, 6, nil, 1, 0.3]).map(\.position) == [2, 5])
    #expect(PanelChecks.correlation([1, 2, 3], [2, 4, 6]) == 1)
    #expect(PanelChecks.correlation([1, 1, 1], [2, 4, 6]) == nil)
    #expect(PanelChecks.advisableUnitCount(inputs: 4, outputs: 1) == 15)
    #expect(PanelChecks.advisableUnitCount(inputs: 7, outputs: 6) == 42)
  }
}
