import Frontier
import Glibc
import Productivity
import Testing

@Suite struct IndexSeriesTests {
  @Test("contributions of the components add to 1, by year and cumulated", arguments: seeds)
  func contributions(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed, RandomShape(periods: 4)))
    let reduced = try #require(results.leaveOwnOutSeries)
    let parts: [[IndexComponent]] = [
      [.efficiencyChange, .magnitude, .outputBias, .inputBias],
      [.efficiencyChange, .magnitudeLeaveOwnOut, .outputBiasLeaveOwnOut, .inputBiasLeaveOwnOut],
    ]
    for (series, components) in zip([results.series, reduced], parts) {
      #expect(series.steps.count == results.transitions.count)
      for step in series.steps {
        for means in [step.annual, step.cumulative] {
          let contributions = try #require(means?.contributions)
          let shares = components.compactMap { contributions[$0]?.share }
          #expect(shares.count == components.count)
          // Shares divide by ln MI, here above 1e-3: rounding of 1e-15 grows to 1e-12.
          #expect(abs(shares.reduce(0, +) - 1) < 1e-10)
          let points = components.compactMap { contributions[$0]?.logPoints }.reduce(0, +)
          let growth = try #require(contributions[.productivityChange]?.logPoints)
          #expect(abs(points - growth) < 1e-10)
        }
      }
    }
  }

  @Test("without growth there are log points and no shares")
  func noGrowth() throws {
    let data = observations(
      [("1", [([1, 2], [1]), ([2, 1], [1])]), ("2", [([1, 2], [1]), ([2, 1], [1])])],
      names: ["a", "b"])
    let step = try #require(try analyse(data).series.steps.first)
    let contribution = try #require(step.annual?.contributions[.inputBias])
    #expect(contribution.share == nil)
    #expect(abs(contribution.logPoints) < 100 * certified)
  }

  @Test("the cumulative curve is the product of geometric means over units", arguments: seeds)
  func cumulative(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed, RandomShape(periods: 4)))
    var product = 1.0
    for (position, step) in results.series.steps.enumerated() {
      let values = try results.panel.units.indices.map {
        try #require(results.row(unit: $0, transition: position)[.inputBias])
      }
      let mean = pow(values.reduce(1, *), 1 / Double(values.count))
      product *= mean
      #expect(logGap(step.annual?.means[.inputBias], mean) < algebraic)
      #expect(logGap(step.cumulative?.means[.inputBias], product) < algebraic)
      #expect(step.unitCount == values.count)
      #expect(step.missingCount == 0)
    }
    let overall = results.series.means(over: results.periods[0])
    #expect(overall?.means == results.series.steps.last?.cumulative?.means)
  }

  @Test("output shares weight a unit by the mean of its shares in both periods")
  func outputShares() throws {
    let results = try analyse(fixtureF1) { $0.weighting = .outputShares }
    // Shares 1/4 each in t; 1/4.2 for A, B, C and 1.2/4.2 for D in t+1.
    let weights = [1.0, 1, 1, 1.2].map { (0.25 + $0 / 4.2) / 2 }
    let mean = exp(
      zip(weights, results.rows).reduce(0) { $0 + $1.0 * log($1.1[.inputBias] ?? .nan) })
    #expect(logGap(results.series.steps[0].annual?.means[.inputBias], mean) < algebraic)
  }

  @Test("equal output shares are unweighted means")
  func equalShares() throws {
    let data = randomObservations(seed: 3, RandomShape(outputs: 1)).map { observation in
      var observation = observation
      observation.outputs = [1]
      return observation
    }
    let shares = try analyse(data) { $0.weighting = .outputShares }
    let plain = try analyse(data)
    for (weighted, step) in zip(shares.series.steps, plain.series.steps) {
      for component in plain.series.components {
        #expect(
          logGap(weighted.annual?.means[component], step.annual?.means[component]) < algebraic)
      }
    }
  }

  @Test(
    "tables have the shape of the units, periods and pairs, and counts add up", arguments: seeds)
  func tables(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed, RandomShape(periods: 4))) {
      $0.periods = [NamedPeriod(name: "late", first: "2002", last: "2003")]
      $0.pairIsolated = true
    }
    let first = try #require(results.inputBiasTable)
    #expect(first.rows.count == results.panel.units.count)
    #expect(first.rows.allSatisfy { $0.count == 2 })
    #expect(first.means.map(\.inputBias).allSatisfy { $0 != nil })
    let late = results.series.means(over: results.periods[0])?.means[.inputBias]
    #expect(first.means[0].inputBias == late)
    let share = first.means[1].supportedShare ?? -1
    #expect((0...1).contains(share))

    #expect(results.rules == BiasRule.allCases)
    for rule in results.rules {
      let second = results.averageBiasTable(rule: rule)
      #expect(second.rows.map(\.label) == ["2001", "2002", "2003", "late", "overall"])
      #expect(second.rows.allSatisfy { $0.biases.map(\.pair) == results.pairs })
      let third = results.unitBiasTable(rule: rule)
      #expect(third.columns.count == 2 * results.pairs.count)
      for (column, count) in third.counts.enumerated() {
        #expect(
          count.savingFirst + count.savingSecond + count.neutral + count.undetermined
            == results.panel.units.count)
        let pair = third.columns[column].pair
        #expect(third.rows.allSatisfy { $0[column].pair == pair && $0[column].rule == rule })
      }
    }
  }
}
