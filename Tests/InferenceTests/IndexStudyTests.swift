import DenseKernels
import Frontier
import Glibc
import Productivity
import TestSupport
import Testing

@testable import Inference

@Suite("Studies of indices")
struct IndexStudyTests {
  private static func study(
    _ panel: Panel? = nil, _ change: (inout IndexStudyOptions) -> Void = { _ in }
  ) throws -> IndexStudy {
    var options = IndexStudyOptions()
    options.bootstrap.replicateCount = 40
    change(&options)
    return try IndexStudy(
      panel ?? IndexBootstrapTests.panel(periodCount: 4), options, solver: FrontierSolver())
  }

  private static func results(_ study: IndexStudy) throws -> IndexStudyResults {
    study.results([try study.block(0..<25), try study.block(25..<40)], IntervalOptions())
  }

  private static let overall = Transition(from: 0, to: 3)

  @Test("estimates are the chains and means of the analysis")
  func estimates() throws {
    let panel = try IndexBootstrapTests.panel(periodCount: 4)
    let groups = [[1, 4, 7], [2]]
    let results = try Self.results(Self.study(panel) { $0.groups = groups })
    let analysis = try MalmquistAnalysis(panel: panel).run(solver: FrontierSolver())
    for component in results.study.components {
      for unit in panel.units.indices {
        let chain = try #require(analysis.unitPeriods[0][unit].indices[component]?.chain)
        for method in results.study.options.methods {
          let found = try #require(
            results.interval(component, of: .unit(unit), over: Self.overall, by: method))
          #expect(abs(found.index / chain - 1) <= 1e-9)
        }
      }
      let cumulative = [analysis.series, analysis.leaveOwnOutSeries].compactMap(\.self)
        .first { $0.components.contains(component) }
      for last in 1...3 {
        let mean = try #require(cumulative?.steps[last - 1].cumulative?.means[component])
        let found = try #require(
          results.interval(
            component, of: .group(0), over: Self.overall, by: .neutralNull, upTo: last))
        #expect(abs(found.index / mean - 1) <= 1e-9)
      }
    }
    let logs = try [1, 4, 7].map {
      try #require(
        results.estimate(.inputBias, of: .unit($0), over: Self.overall, by: .neutralNull)
      ).value
    }
    let mean = try #require(
      results.estimate(.inputBias, of: .group(1), over: Self.overall, by: .neutralNull))
    #expect(abs(mean.value - logs.reduce(0, +) / 3) <= 1e-12)
    #expect(results.unitCount(.inputBias, ofGroup: 1, over: Self.overall, by: .neutralNull) == 3)
    #expect(results.counts.failed == 0)
  }

  @Test("a contrast is the ratio of two annual means, and exchanging the periods inverts it")
  func contrast() throws {
    let results = try Self.results(Self.study())
    let (early, late) = (Transition(from: 0, to: 1), Transition(from: 1, to: 3))
    func contrast(_ later: Transition, _ earlier: Transition) throws -> IntervalEstimate {
      try #require(
        results.contrast(
          of: .inputBias, ofGroup: 0, over: later, against: earlier, within: Self.overall,
          by: .neutralNull))
    }
    func log(upTo last: Int) throws -> Double {
      Glibc.log(
        try #require(
          results.interval(
            .inputBias, of: .group(0), over: Self.overall, by: .neutralNull, upTo: last)
        ).index)
    }
    let found = try contrast(late, early)
    let annual = (try log(upTo: 3) - log(upTo: 1)) / 2
    #expect(abs(Glibc.log(found.index) - (annual - (try log(upTo: 1)))) <= 1e-12)
    let inverse = try contrast(early, late)
    #expect(abs(inverse.index * found.index - 1) <= 1e-12)
    let (lower, upper) = (try #require(found.lower), try #require(found.upper))
    #expect(lower < upper)
    #expect(abs(lower * (try #require(inverse.upper)) - 1) <= 1e-12)
    #expect(abs(upper * (try #require(inverse.lower)) - 1) <= 1e-12)
    // The whole span against itself: no difference in any replicate.
    let same = try contrast(Self.overall, Self.overall)
    #expect(same.index == 1 && same.lower == 1 && same.upper == 1)
    #expect(
      results.contrast(
        of: .inputBias, ofGroup: 0, over: Self.overall, against: early, within: late,
        by: .neutralNull) == nil)
  }

  @Test("blocks of replicates of any size make the same results")
  func blocks() throws {
    let study = try Self.study()
    let whole = study.results([try study.block(0..<40)], IntervalOptions())
    let parts = try Self.results(study)
    for (a, b) in zip(whole.replicates, parts.replicates) { #expect(a.values == b.values) }
    #expect(whole.counts == parts.counts)
    #expect(whole.counts.programs == 40 * study.programCount)
  }

  @Test("intervals, p-values and confidence of saving agree with each other")
  func agreement() throws {
    let results = try Self.results(Self.study { $0.bootstrap.replicateCount = 40 })
    let pair = FactorPair(0, 1)
    for unit in results.study.panel.units.indices {
      let found = try #require(
        results.interval(.inputBias, of: .unit(unit), over: Self.overall, by: .neutralNull))
      let (lower, upper) = (try #require(found.lower), try #require(found.upper))
      #expect(lower <= upper && found.validShare == 1)
      let corrected = try #require(found.corrected)
      #expect(abs(corrected - found.index * exp(-(try #require(found.bias)))) <= 1e-12)
      let saving = try #require(
        results.saving(pair, of: .unit(unit), over: Self.overall, by: .neutralNull))
      // Where all draws lie on one side of 1, so does the interval, whose ends lie among them.
      if saving.confidence == 0 || saving.confidence == 1 { #expect(lower > 1 || upper < 1) }
      if lower > 1 || upper < 1 { #expect(saving.evidence != .notSignificant) }
      let mix = try #require(results.mixChange(pair, of: .unit(unit), over: Self.overall))
      let panel = results.study.panel
      let (first, last) = (
        try #require(panel.observation(unit: unit, period: 0)),
        try #require(panel.observation(unit: unit, period: 3))
      )
      let ratio = { (row: Int) in panel.inputs[row, 0] / panel.inputs[row, 1] }
      #expect(abs(mix - log(ratio(last) / ratio(first))) <= 1e-12)
    }
  }

  @Test("units that save are counted together in every replicate")
  func counts() throws {
    let results = try Self.results(Self.study())
    let pair = FactorPair(0, 1)
    let count = results.savingCount(
      pair, ofGroup: 0, over: Self.overall, by: .simarWilson1999)
    #expect(count.evidence.values.reduce(0, +) == 15)
    var numbers = [Double](repeating: 0, count: 40)
    var estimate = 0
    for unit in 0..<15 {
      let mix = try #require(results.mixChange(pair, of: .unit(unit), over: Self.overall))
      let found = try #require(
        results.orderedEstimate(
          .inputBias, of: .unit(unit), over: Self.overall, by: .simarWilson1999))
      if found.value * mix < 0 { estimate += 1 }
      for (number, error) in found.errors.enumerated() where (found.value - error) * mix < 0 {
        numbers[number] += 1
      }
    }
    #expect(count.estimate == estimate)
    #expect(count.lower == ErrorDistribution(numbers).quantile(0.025))
    #expect(count.upper == ErrorDistribution(numbers).quantile(0.975))
  }

  @Test("a share of productivity change has an interval only where productivity surely changed")
  func contributions() throws {
    let results = try Self.results(Self.study())
    for component in [IndexComponent.inputBias, .efficiencyChange, .magnitude] {
      let share = try #require(
        results.contribution(
          of: component, ofGroup: 0, over: Self.overall, by: .neutralNull))
      let whole = try #require(
        results.interval(
          .productivityChange, of: .group(0), over: Self.overall, by: .neutralNull))
      let part = try #require(
        results.interval(component, of: .group(0), over: Self.overall, by: .neutralNull))
      #expect(abs(share.logPoints - 100 * log(part.index)) <= 1e-9)
      #expect(abs(try #require(share.share) - log(part.index) / log(whole.index)) <= 1e-9)
      let (lower, upper) = (try #require(whole.lower), try #require(whole.upper))
      let isSure = lower > 1 || upper < 1
      #expect((share.lower != nil) == isSure && (share.upper != nil) == isSure)
    }
  }

  @Test("with one output and constant returns there is no output bias to infer, with two there is")
  func components() throws {
    let one = try Self.study()
    #expect(!one.components.contains(.outputBias) && one.components.contains(.inputBias))
    let two = try Self.study(IndexBootstrapTests.panel(outputCount: 2))
    #expect(two.components.contains(.outputBias))
    #expect(two.components.contains(.outputBiasLeaveOwnOut))
    let variable = try Self.study {
      $0.bootstrap.returnsToScale = .variable
      $0.bootstrap.orientation = .output
    }
    #expect(!variable.components.contains(.outputBias))
    let inputs = try Self.study {
      $0.bootstrap.returnsToScale = .variable
      $0.methods = [.simarWilson1999]
    }
    #expect(inputs.components.contains(.outputBias))
  }

  @Test("a gap takes a unit out of the windows that need it, and nothing else")
  func gaps() throws {
    let panel = try IndexBootstrapTests.panel(periodCount: 4)
    let kept = (0..<panel.count).filter {
      !(panel.unitOfObservation[$0] == 2 && panel.periodOfObservation[$0] == 3)
    }
    let gappy = try Panel(
      units: kept.map { panel.units[panel.unitOfObservation[$0]] },
      periods: kept.map { panel.periods[panel.periodOfObservation[$0]] },
      periodOrder: panel.periods, inputNames: panel.inputNames, outputNames: panel.outputNames,
      inputs: panel.inputs.selecting(rows: kept), outputs: panel.outputs.selecting(rows: kept))
    let results = try Self.results(Self.study(gappy))
    func interval(_ unit: Int, _ span: Transition) -> IntervalEstimate? {
      results.interval(.inputBias, of: .unit(unit), over: span, by: .neutralNull)
    }
    let first = Transition(from: 0, to: 1)
    #expect(interval(2, first) != nil && interval(2, Self.overall) == nil)
    #expect(interval(3, Self.overall) != nil)
    #expect(results.unitCount(.inputBias, ofGroup: 0, over: first, by: .neutralNull) == 15)
    #expect(results.unitCount(.inputBias, ofGroup: 0, over: Self.overall, by: .neutralNull) == 14)
    #expect(results.mixChange(FactorPair(0, 1), of: .unit(2), over: Self.overall) == nil)
  }

  @Test("where nothing can be drawn the study says why, and where some can it goes on")
  func refusals() throws {
    let panel = try IndexBootstrapTests.panel(unitCount: 5, periodCount: 2)
    let efficient = try Panel(
      units: panel.unitOfObservation.map { panel.units[$0] },
      periods: panel.periodOfObservation.map { panel.periods[$0] }, periodOrder: panel.periods,
      inputNames: ["x"], outputNames: ["y"],
      inputs: Matrix(rowCount: 10, columnCount: 1, elements: [Double](repeating: 2, count: 10)),
      outputs: Matrix(rowCount: 10, columnCount: 1, elements: [Double](repeating: 3, count: 10)))
    #expect(throws: StudyError.inference(.noInefficiency)) { try Self.study(efficient) }
    #expect(throws: StudyError.tooFewPeriods(found: 1)) {
      try Self.study(IndexBootstrapTests.panel(periodCount: 1))
    }
    #expect(
      throws: StudyError.inference(.invalidOption(name: "subsample size", found: 9))
    ) { try Self.study(panel) { $0.methods = [.neutralNull, .subsampling(size: 9)] } }
  }

  @Test("of several sizes of subsamples the one is taken that matters least")
  func subsampling() throws {
    let results = try Self.results(Self.study { $0.methods = [.subsampling(size: nil)] })
    let method = InferenceMethod.subsampling(size: nil)
    let grid = SubsampleSize.grid(unitCount: 15)
    #expect(results.study.parts.count == 4 * grid.count)
    let found = try #require(
      results.interval(.inputBias, of: .group(0), over: Self.overall, by: method))
    let size = try #require(found.subsampleSize)
    #expect(grid.dropFirst().dropLast().contains(size))
    let alone = try Self.results(Self.study { $0.methods = [.subsampling(size: size)] })
    #expect(
      alone.interval(
        .inputBias, of: .group(0), over: Self.overall, by: .subsampling(size: size)) == found)
  }

  @Test("means of a population stand beside those of the units")
  func population() throws {
    let results = try Self.results(Self.study())
    let population = try PopulationIntervals(
      results, [Self.overall], solver: FrontierSolver(), threads: 2)
    for component in [IndexComponent.productivityChange, .efficiencyChange, .inputBias] {
      let found = try #require(population[Self.overall, component])
      #expect(found.lower < found.upper)
      #expect(found.isExperimental == (component == .inputBias))
    }
    #expect(population[Self.overall, .inputBiasLeaveOwnOut] == nil)
    #expect(population[Transition(from: 0, to: 1), .productivityChange] == nil)
  }
}
