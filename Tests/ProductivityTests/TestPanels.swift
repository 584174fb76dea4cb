import DenseKernels
import Frontier
import Glibc
import Productivity

/// Random numbers from a seed (SplitMix64), the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// One observation of a test panel.
struct Observation {
  var unit: String
  var period: String
  var inputs: [Double]
  var outputs: [Double]
}

/// The panel of observations, periods in the order of their first appearance unless given.
func makePanel(_ observations: [Observation], periodOrder: [String]? = nil) throws -> Panel {
  var order: [String] = []
  for observation in observations where !order.contains(observation.period) {
    order.append(observation.period)
  }
  let p = observations[0].inputs.count
  let q = observations[0].outputs.count
  return try Panel(
    units: observations.map(\.unit), periods: observations.map(\.period),
    periodOrder: periodOrder ?? order, inputNames: (1...p).map { "x\($0)" },
    outputNames: (1...q).map { "y\($0)" },
    inputs: Matrix(rows: observations.map(\.inputs), columnCount: p),
    outputs: Matrix(rows: observations.map(\.outputs), columnCount: q))
}

/// Observations of units named A, B, … from one table of rows (x; y) per period.
func observations(_ periods: [(String, [([Double], [Double])])], names: [String]) -> [Observation] {
  periods.flatMap { period, rows in
    zip(names, rows).map { name, row in
      Observation(unit: name, period: period, inputs: row.0, outputs: row.1)
    }
  }
}

/// Shape of a random panel.
struct RandomShape {
  var units = 9
  var periods = 3
  var inputs = 3
  var outputs = 2
}

/// A panel in which every unit keeps most of its mix and size from one period to the next.
func randomObservations(seed: UInt64, _ shape: RandomShape = RandomShape()) -> [Observation] {
  var random = SeededGenerator(seed: seed)
  var rows: [Observation] = []
  for unit in 0..<shape.units {
    var inputs = (0..<shape.inputs).map { _ in exp(Double.random(in: -1...1, using: &random)) }
    var outputs = (0..<shape.outputs).map { _ in exp(Double.random(in: -1...1, using: &random)) }
    for period in 0..<shape.periods {
      rows.append(
        Observation(
          unit: "u\(unit)", period: "\(2000 + period)", inputs: inputs, outputs: outputs))
      for k in inputs.indices { inputs[k] *= exp(Double.random(in: -0.2...0.2, using: &random)) }
      for m in outputs.indices { outputs[m] *= exp(Double.random(in: -0.1...0.2, using: &random)) }
    }
  }
  return rows
}

/// Seeds of the random panels; every failure names the seed as the test's argument.
let seeds: [UInt64] = [1, 2, 3, 5, 8]

/// F1 of METHODS 8.1: two inputs, one output, closed-form distances.
let fixtureF1 = observations(
  [
    ("t", [([1, 4], [1]), ([2, 2], [1]), ([4, 1], [1]), ([4, 4], [1])]),
    ("t+1", [([1, 3], [1]), ([1.5, 2], [1]), ([3, 1], [1]), ([4, 2], [1.2])]),
  ], names: ["A", "B", "C", "D"])

/// F2 of METHODS 8.1: two inputs, two outputs.
let fixtureF2 = observations(
  [
    (
      "t",
      [
        ([2, 8], [4, 3]), ([3, 4], [5, 5]), ([6, 3], [6, 4]), ([8, 2], [3, 6]), ([5, 6], [4, 4]),
      ]
    ),
    (
      "t+1",
      [
        ([2, 7], [4, 4]), ([3, 5], [6, 5]), ([5, 3], [6, 5]), ([9, 2], [4, 6]), ([6, 5], [5, 5]),
      ]
    ),
  ], names: ["u1", "u2", "u3", "u4", "u5"])

/// F5 of METHODS 8.1: one input, one output (Grifell-Tatjé and Lovell 1999).
let fixtureF5 = observations(
  [
    (
      "1",
      [
        ([40], [37]), ([150], [170]), ([300], [330]), ([380], [370]), ([380], [370]),
        ([430], [360]), ([480], [380]), ([380], [333]),
      ]
    ),
    (
      "2",
      [
        ([40], [100]), ([150], [250]), ([300], [330]), ([380], [370]), ([480], [410]),
        ([515], [410]), ([550], [420]), ([300], [297]),
      ]
    ),
  ], names: (1...8).map { "\($0)" })

/// The analysis of observations with options set by a closure.
func analyse(
  _ observations: [Observation], periodOrder: [String]? = nil, workers: Int = 1,
  _ set: (inout MalmquistOptions) -> Void = { _ in }
) throws -> MalmquistResults {
  var options = MalmquistOptions()
  set(&options)
  var solver = FrontierOptions()
  solver.workerCount = workers
  return try MalmquistAnalysis(
    panel: try makePanel(observations, periodOrder: periodOrder), options: options
  ).run(solver: FrontierSolver(options: solver))
}

/// |ln a − ln b|, infinite where one of the two is missing.
func logGap(_ a: Double?, _ b: Double?) -> Double {
  guard let a, let b else { return .infinity }
  return abs(log(a) - log(b))
}

/// Largest gap between two lists of rows over the components of the first, missing values matched.
func largestGap(
  _ a: [MalmquistRow], _ b: [MalmquistRow], _ components: [IndexComponent]
) -> Double {
  var largest = a.count == b.count ? 0.0 : .infinity
  for (first, second) in zip(a, b) {
    for component in components {
      let bothMissing = first[component] == nil && second[component] == nil
      if !bothMissing { largest = max(largest, logGap(first[component], second[component])) }
    }
  }
  return largest
}

/// The components of the ordinary decomposition.
let ordinary: [IndexComponent] = [
  .productivityChange, .efficiencyChange, .technicalChange, .magnitude, .outputBias, .inputBias,
]

/// Tolerance on logs of identities inside one set of distances: rounding of a few operations.
let algebraic = 1e-12
/// Tolerance on logs between two solves of the same distances: each is certified to 1e-9, and an
/// index takes at most six under a square root.
let certified = 1e-8
