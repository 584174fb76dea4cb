import DenseKernels
import Frontier
import Glibc
import Productivity
import TestSupport
import Testing

@testable import Inference

@Suite("Bootstrap of indices")
struct IndexBootstrapTests {
  static let indices: [LogIndex] = [
    .productivityChange, .efficiencyChange, .technicalChange, .magnitude,
    .outputBias(.newInputs), .inputBias(.newInputs),
  ]

  /// Units whose frontier grows by 5 % a year and whose mix of inputs drifts.
  static func panel(unitCount n: Int = 15, periodCount: Int = 3, outputCount: Int = 1) throws
    -> Panel
  {
    var random = SplitMix64(seed: 4)
    var (inputs, outputs): ([Double], [Double]) = ([], [])
    for t in 0..<periodCount {
      for _ in 0..<n {
        let x = (0..<2).map { k in
          exp(Double.random(in: -0.6...0.6, using: &random) + 0.2 * Double(t * k))
        }
        inputs += x
        let product = exp(0.05 * Double(t)) * (x[0] * x[1]).squareRoot()
        let efficiency = exp(-Double.random(in: 0...0.5, using: &random))
        for r in 0..<outputCount {
          outputs.append(
            product * efficiency * (r == 0 ? 1 : Double.random(in: 0.7...1, using: &random)))
        }
      }
    }
    return try Panel(
      units: (0..<periodCount).flatMap { _ in (0..<n).map { "u\($0)" } },
      periods: (0..<periodCount).flatMap { t in (0..<n).map { _ in "\(t)" } },
      periodOrder: (0..<periodCount).map { "\($0)" }, inputNames: ["x1", "x2"],
      outputNames: (0..<outputCount).map { "y\($0)" },
      inputs: Matrix(rowCount: n * periodCount, columnCount: 2, elements: inputs),
      outputs: Matrix(rowCount: n * periodCount, columnCount: outputCount, elements: outputs))
  }

  private func run(
    _ panel: Panel, _ change: (inout IndexBootstrapOptions) -> Void = { _ in }
  ) throws -> IndexReplicates {
    var options = IndexBootstrapOptions()
    options.replicateCount = 64
    change(&options)
    let window = try Window(panel, over: Transition(from: 0, to: panel.periods.count - 1))
    return try IndexBootstrap(options).run(window, Self.indices, solver: FrontierSolver())
  }

  @Test("estimates are the logarithms of the indices", arguments: [1, 2], BiasConvention.allCases)
  func estimates(outputCount: Int, convention: BiasConvention) throws {
    let panel = try Self.panel(outputCount: outputCount)
    var options = MalmquistOptions()
    options.convention = convention
    options.leaveOwnOut = false
    let results = try MalmquistAnalysis(panel: panel, options: options).run(
      solver: FrontierSolver())
    let window = try Window(panel, over: Transition(from: 0, to: 2))
    let components: [(IndexComponent, LogIndex)] = [
      (.productivityChange, .productivityChange), (.efficiencyChange, .efficiencyChange),
      (.technicalChange, .technicalChange), (.magnitude, .magnitude),
      (.inputBias, .inputBias(convention)),
    ]
    var bootstrap = IndexBootstrapOptions()
    bootstrap.replicateCount = 1
    let replicates = try IndexBootstrap(bootstrap).run(
      window, components.map(\.1), solver: FrontierSolver())
    for (number, transition) in window.transitions.enumerated() {
      for unit in panel.units.indices {
        let row = try #require(
          results.rows.first { $0.unit == unit && $0.transition == transition })
        for (component, index) in components {
          let found = try #require(
            replicates.sum(index, transitions: [number], units: [unit]))
          let expected = log(try #require(row[component]))
          #expect(abs(found.value - expected) <= 1e-9, "\(component), unit \(unit)")
        }
      }
    }
  }

  @Test("technical change is the product of magnitude and biases in every path")
  func identity() {
    for convention in BiasConvention.allCases where convention != .printed {
      let parts = [LogIndex.magnitude, .inputBias(convention), .outputBias(convention)]
      var sum: [DistanceTerm: Double] = [:]
      for part in parts { sum.merge(part.terms, uniquingKeysWith: +) }
      #expect(sum.filter { abs($0.value) > 1e-15 } == LogIndex.technicalChange.terms)
    }
  }

  @Test(
    "the neutral world has no bias, the mean technical change of the data, and a product of its own"
  )
  func neutralTruth() throws {
    let replicates = try run(try Self.panel())
    let units = replicates.window.units.indices
    for transition in 0..<2 {
      for unit in units {
        func truth(_ index: LogIndex) -> Double {
          replicates.sum(index, transitions: [transition], units: [unit])?.truth ?? .nan
        }
        #expect(abs(truth(.inputBias(.newInputs))) <= 1e-12)
        #expect(abs(truth(.outputBias(.newInputs))) <= 1e-12)
        #expect(abs(truth(.magnitude) - truth(.technicalChange)) <= 1e-12)
        let product = truth(.efficiencyChange) + truth(.technicalChange)
        #expect(abs(truth(.productivityChange) - product) <= 1e-12)
      }
      let mean = try #require(
        replicates.sum(.technicalChange, transitions: [transition], units: units))
      #expect(abs(mean.truth - mean.value) <= 1e-12)
    }
  }

  @Test("the estimated world takes the estimates for the truth")
  func estimatedTruth() throws {
    let replicates = try run(try Self.panel()) { $0.world = .estimated }
    for index in Self.indices {
      let found = try #require(replicates.sum(index, transitions: 0..<2, units: [3]))
      #expect(found.truth == found.value)
      #expect(found.errors.variance > 0 || index == .outputBias(.newInputs))
    }
  }

  @Test(
    "any number of workers gives the same bits, and a longer run begins with the shorter",
    arguments: [IndexWorld.neutral, .estimated, .subsample(size: 9)])
  func determinism(world: IndexWorld) throws {
    let panel = try Self.panel()
    let base = try run(panel) { $0.world = world }
    for workers in [2, 3] {
      let other = try run(panel) {
        $0.world = world
        $0.workerCount = workers
      }
      #expect(other.values == base.values)
    }
    let longer = try run(panel) {
      $0.world = world
      $0.replicateCount = 150
    }
    #expect(Array(longer.values.prefix(base.values.count)) == base.values)
    let otherSeed = try run(panel) {
      $0.world = world
      $0.seed = 2
    }
    #expect(otherSeed.values != base.values)
    #expect(base.counts.failed == 0 && base.counts.rescued == 0)
  }

  @Test("a subsample takes its estimates from the units drawn, and its errors shrink with the rate")
  func subsample() throws {
    let panel = try Self.panel()
    let replicates = try run(panel) { $0.world = .subsample(size: 9) }
    let window = replicates.window
    // The first replicate by hand: the frontier of the units that the stream draws.
    var stream = RandomStream(
      seed: 1, stream: 4 << 56 | 9 << 32 | 2, replicate: 0)
    var units = Array(0..<15)
    for position in 0..<9 { units.swapAt(position, position + stream.index(below: 15 - position)) }
    let chosen = Set(units.prefix(9))
    func theta(_ unit: Int, _ period: Int) throws -> Double {
      let members = (0..<panel.count).filter {
        panel.periodOfObservation[$0] == period && chosen.contains(panel.unitOfObservation[$0])
      }
      let technology = Technology(panel: panel, observations: members, returnsToScale: .constant)
      let own = try #require(panel.observation(unit: unit, period: period))
      let query = DistanceQuery(
        point: panel.point(inputsOf: own, outputsOf: own), orientation: .input)
      let result = FrontierSolver().solve([DistanceBatch(technology: technology, queries: [query])])
      return try #require(result[0][0].farrell).value
    }
    let place = try #require(Self.indices.firstIndex(of: .efficiencyChange)) * 15
    for unit in window.units.indices {
      let expected = log(try theta(unit, 1) / theta(unit, 0))
      #expect(abs(replicates.values[place + unit] - expected) <= 1e-9)
    }
    let found = try #require(
      replicates.sum(.efficiencyChange, transitions: [0], units: [4]))
    let largest = (0..<64).map { replicates.values[$0 * 2 * 6 * 15 + place + 4] - found.value }
      .max()
    let rate = pow(9 / 15.0, 2 / 3.0)
    #expect(abs(try #require(found.errors.errors.last) - rate * (try #require(largest))) <= 1e-12)
    #expect(throws: InferenceError.invalidOption(name: "subsample size", found: 15)) {
      try run(panel) { $0.world = .subsample(size: 15) }
    }
  }

  @Test("noise of 1e-12 in the data moves no interval end by more than 1e-6")
  func roundedData() throws {
    let panel = try Self.panel()
    var random = SplitMix64(seed: 8)
    let noisy = Matrix(
      rowCount: panel.inputs.rowCount, columnCount: 2,
      elements: panel.inputs.elements.map {
        $0 * (1 + Double.random(in: -1e-12...1e-12, using: &random))
      })
    let other = try Panel(
      units: panel.unitOfObservation.map { panel.units[$0] },
      periods: panel.periodOfObservation.map { panel.periods[$0] }, periodOrder: panel.periods,
      inputNames: panel.inputNames, outputNames: panel.outputNames, inputs: noisy,
      outputs: panel.outputs)
    let (a, b) = (try run(panel), try run(other))
    for index in Self.indices {
      for unit in a.window.units.indices {
        let (x, y) = (
          try #require(a.sum(index, transitions: [0], units: [unit])),
          try #require(b.sum(index, transitions: [0], units: [unit]))
        )
        let (first, second) = (
          x.errors.interval(of: x.value, level: 0.95),
          y.errors.interval(of: y.value, level: 0.95)
        )
        #expect(abs(first.lower - second.lower) <= 1e-6 && abs(first.upper - second.upper) <= 1e-6)
      }
    }
  }

  @Test("options and periods that there are not are refused")
  func refusals() throws {
    let panel = try Self.panel()
    #expect(throws: InferenceError.invalidOption(name: "replicates", found: -1)) {
      try run(panel) { $0.replicateCount = -1 }
    }
    #expect(throws: InferenceError.invalidOption(name: "workers", found: 0)) {
      try run(panel) { $0.workerCount = 0 }
    }
    #expect(throws: InferenceError.invalidOption(name: "last period", found: 3)) {
      try Window(panel, over: Transition(from: 0, to: 3))
    }
  }

  @Test("units that are not observed throughout stay out of a window")
  func gaps() throws {
    let panel = try Self.panel()
    let kept = (0..<panel.count).filter { $0 != 16 }
    let gappy = try Panel(
      units: kept.map { panel.units[panel.unitOfObservation[$0]] },
      periods: kept.map { panel.periods[panel.periodOfObservation[$0]] },
      periodOrder: panel.periods, inputNames: panel.inputNames, outputNames: panel.outputNames,
      inputs: Matrix(
        rowCount: kept.count, columnCount: 2, elements: kept.flatMap { Array(panel.inputs.row($0)) }
      ),
      outputs: Matrix(
        rowCount: kept.count, columnCount: 1,
        elements: kept.flatMap { Array(panel.outputs.row($0)) }))
    let window = try Window(gappy, over: Transition(from: 0, to: 2))
    #expect(window.units == panel.units.indices.filter { $0 != 1 })
  }

  @Test("leave-own-out indices are those of the analysis, and neutral in the neutral world")
  func leaveOwnOut() throws {
    let panel = try Self.panel(outputCount: 2)
    let results = try MalmquistAnalysis(panel: panel).run(solver: FrontierSolver())
    let window = try Window(panel, over: Transition(from: 0, to: 1))
    let indices: [(IndexComponent, LogIndex)] = [
      (.inputBiasLeaveOwnOut, LogIndex.inputBias(.newInputs).leavingOwnOut),
      (.outputBiasLeaveOwnOut, LogIndex.outputBias(.newInputs).leavingOwnOut),
    ]
    var options = IndexBootstrapOptions()
    options.replicateCount = 40
    let replicates = try IndexBootstrap(options).run(
      window, indices.map(\.1), solver: FrontierSolver())
    for (component, index) in indices {
      for unit in panel.units.indices {
        let row = try #require(results.rows.first { $0.unit == unit })
        let found = try #require(replicates.sum(index, transitions: [0], units: [unit]))
        #expect(abs(found.value - log(try #require(row[component]))) <= 1e-9)
        #expect(abs(found.truth) <= 1e-12 && found.errors.missingCount == 0)
      }
    }
    #expect(replicates.counts.failed == 0)
  }

  @Test("a statistic is the same, asked for by itself or made of those of units and transitions")
  func statistics() throws {
    let panel = try Self.panel()
    let window = try Window(panel, over: Transition(from: 0, to: 2))
    let index = LogIndex.inputBias(.newInputs)
    var options = IndexBootstrapOptions()
    options.replicateCount = 40
    let bootstrap = IndexBootstrap(options)
    let whole = try bootstrap.run(window, [index], solver: FrontierSolver())
    let statistic = IndexStatistic(index, transitions: 0..<2, units: [2, 5, 11])
    let sampler = try bootstrap.sampler(window, [statistic], solver: FrontierSolver())
    let worker = sampler.worker()
    var values: [Double] = []
    for number in 0..<40 { try worker.replicate(number, into: &values) }
    let alone = IndexReplicates(sampler, blocks: [values], counts: worker.counts)
    let (a, b) = (
      try #require(alone[statistic]),
      try #require(whole.sum(index, transitions: 0..<2, units: [2, 5, 11]))
    )
    #expect(abs(a.value - b.value) <= 1e-14 && abs(a.truth - b.truth) <= 1e-14)
    for (x, y) in zip(a.errors.errors, b.errors.errors) { #expect(abs(x - y) <= 1e-14) }
    #expect(whole[statistic] == nil && alone.sum(index, transitions: [0], units: [2]) == nil)
    #expect(throws: InferenceError.invalidOption(name: "unit of a statistic", found: 15)) {
      try bootstrap.sampler(
        window, [IndexStatistic(index, transitions: 0..<1, units: [15])], solver: FrontierSolver())
    }
    #expect(throws: InferenceError.invalidOption(name: "transition of a statistic", found: 2)) {
      try bootstrap.sampler(
        window, [IndexStatistic(index, transitions: 0..<3, units: [0])], solver: FrontierSolver())
    }
  }
}
