import Frontier
import Glibc
import Productivity
import Testing

@Suite struct PeriodTests {
  private let years = (1999...2012).map(String.init)

  @Test(
    "growth years are the transitions that end in the period; within, those inside",
    arguments: [
      ("10th plan=2001..2005", PeriodPreset.growthYears, 2000, 2005, 5),
      ("11th plan=2006..2010", .growthYears, 2005, 2010, 5),
      ("10th plan=2001..2005", .within, 2001, 2005, 4),
      ("all=1999..2012", .growthYears, 1999, 2012, 13),
      ("all=1999..2012", .within, 1999, 2012, 13),
    ])
  func presets(text: String, preset: PeriodPreset, from: Int, to: Int, count: Int) throws {
    let transitions = try NamedPeriod(parsing: text, preset: preset).transitions(in: years)
    #expect(transitions.count == count)
    #expect(years[transitions[0].from] == "\(from)")
    #expect(years[transitions[count - 1].to] == "\(to)")
  }

  @Test("a range without a name is its own name, and spaces around words do not count")
  func names() throws {
    #expect(try NamedPeriod(parsing: "2001..2005").name == "2001..2005")
    let spaced = try NamedPeriod(parsing: " 10th plan = 2001 .. 2005 ")
    #expect(spaced == NamedPeriod(name: "10th plan", first: "2001", last: "2005"))
  }

  @Test(
    "text that is no period is refused",
    arguments: [
      "", "plan", "plan=2001", "=2001..2005",
      "plan=..2005", "plan=2001..",
    ])
  func malformed(text: String) {
    #expect(throws: PeriodError.malformed(text)) { try NamedPeriod(parsing: text) }
  }

  @Test("a period that the panel cannot serve is refused with its labels")
  func unusable() throws {
    #expect(throws: PeriodError.unknownLabel(name: "p", label: "1990")) {
      try NamedPeriod(parsing: "p=1990..2005").transitions(in: years)
    }
    #expect(throws: PeriodError.reversed(name: "p", first: "2005", last: "2001")) {
      try NamedPeriod(parsing: "p=2005..2001").transitions(in: years)
    }
    #expect(throws: PeriodError.noTransition(name: "p")) {
      try NamedPeriod(parsing: "p=2005..2005", preset: .within).transitions(in: years)
    }
    #expect(throws: PeriodError.noTransition(name: "p")) {
      try NamedPeriod(parsing: "p=1999..1999").transitions(in: years)
    }
    let twice = NamedPeriod(name: "p", first: "2001", last: "2002")
    #expect(throws: MalmquistError.period(.duplicateName("p"))) {
      try analyse(randomObservations(seed: 1)) { $0.periods = [twice, twice] }
    }
  }

  @Test("'overall' is added last, unless the user names a period so")
  func overall() throws {
    let named = try analyse(randomObservations(seed: 1)) {
      $0.periods = [NamedPeriod(name: "late", first: "2002", last: "2002")]
    }
    #expect(named.periods.map(\.name) == ["late", "overall"])
    #expect(named.periods[1].transitions == named.transitions)
    let own = try analyse(randomObservations(seed: 1)) {
      $0.periods = [NamedPeriod(name: "overall", first: "2002", last: "2002")]
    }
    #expect(own.periods.map(\.transitions.count) == [1])
  }

  @Test("a chain is the exponential of the summed logarithms, in time order", arguments: seeds)
  func chains(seed: UInt64) throws {
    let results = try analyse(randomObservations(seed: seed, RandomShape(periods: 4))) {
      $0.periods = [NamedPeriod(name: "late", first: "2002", last: "2003")]
    }
    for unit in results.panel.units.indices {
      for component in results.components {
        let late = try #require(results.unitPeriods[0][unit].indices[component])
        let values = try [1, 2].map {
          try #require(results.row(unit: unit, transition: $0)[component])
        }
        #expect(late.chain == exp(log(values[0]) + log(values[1])))
        #expect(late.annualMean == exp((log(values[0]) + log(values[1])) / 2))
        #expect(late.missingCount == 0)
      }
    }
  }

  @Test("the chain and the end points disagree unless the reference is global")
  func endPoints() throws {
    let results = try analyse(randomObservations(seed: 3, RandomShape(periods: 4)))
    let gaps = results.unitPeriods[0].compactMap { $0.indices[.productivityChange]?.endPointGap }
    #expect(gaps.count == results.panel.units.count)
    #expect(gaps.contains { abs($0) > 1e-3 })
  }
}
