public import DenseKernels

/// What a panel may contain besides positive numbers.
public enum ZeroPolicy: Sendable, Hashable {
  /// Zeros are an error.
  case reject
  /// Zeros are data; an observation may not have all inputs or all outputs zero.
  case allow
  /// Values below the floor are replaced by it.
  case floor(Double)
}

/// Why data do not make a panel; positions count observations and variables from 0.
public enum PanelError: Error, Sendable, Hashable {
  /// Two arrays that describe the same observations differ in length.
  case shapeMismatch(what: String, found: Int, expected: Int)
  /// No observation, no input or no output.
  case empty(what: String)
  /// A value is not a finite number.
  case notFinite(observation: Int, variable: String, value: Double)
  /// A value is below zero.
  case negative(observation: Int, variable: String, value: Double)
  /// A value is zero and the policy does not allow it.
  case zero(observation: Int, variable: String)
  /// All inputs, or all outputs, of an observation are zero.
  case allZero(observation: Int, side: String)
  /// A variable is zero in every observation.
  case zeroVariable(variable: String)
  /// The same unit appears twice in the same period.
  case duplicateKey(observation: Int, first: Int, unit: String, period: String)
  /// The same variable is named twice.
  case duplicateVariable(String)
  /// The floor of the zero policy is not a positive finite number.
  case invalidFloor(Double)
}

/// Inputs and outputs of units over periods, validated once.
///
/// An observation is one unit in one period. Units need not be observed in every period.
/// Periods keep the order given to the initialiser, which is their order in time.
public struct Panel: Sendable {
  /// Names of the units, in order of first appearance.
  public let units: [String]
  /// Names of the periods, in time order.
  public let periods: [String]
  /// Names of the p inputs.
  public let inputNames: [String]
  /// Names of the q outputs.
  public let outputNames: [String]
  /// Inputs, one row per observation, N × p.
  public let inputs: Matrix
  /// Outputs, one row per observation, N × q.
  public let outputs: Matrix
  /// Unit of each observation, an index into `units`.
  public let unitOfObservation: [Int]
  /// Period of each observation, an index into `periods`.
  public let periodOfObservation: [Int]
  /// Number of values that the zero policy raised to its floor.
  public let flooredCount: Int

  private let observationIndex: ObservationIndex

  /// Number of observations N.
  public var count: Int { unitOfObservation.count }

  /// Panel of N observations.
  ///
  /// - Parameters:
  ///   - unitNames: name of the unit of each observation, N names.
  ///   - periodNames: name of the period of each observation, N names.
  ///   - periodOrder: all period names in time order; every period observed must be in it.
  ///   - inputNames: p distinct names.
  ///   - outputNames: q distinct names, distinct from the inputs'.
  ///   - inputs: N × p, finite and not negative.
  ///   - outputs: N × q, finite and not negative.
  ///   - zeroPolicy: what to do with zeros.
  /// - Throws: ``PanelError`` naming the first observation that is not usable.
  public init(
    units unitNames: [String], periods periodNames: [String], periodOrder: [String],
    inputNames: [String], outputNames: [String], inputs: Matrix, outputs: Matrix,
    zeroPolicy: ZeroPolicy = .reject
  ) throws(PanelError) {
    let observedPeriods = Set(periodNames)
    let known = observedPeriods.intersection(periodOrder).count
    guard known == observedPeriods.count else {
      throw .shapeMismatch(
        what: "periods in periodOrder", found: known, expected: observedPeriods.count)
    }
    var unitIndex: [String: Int] = [:]
    var distinctUnits: [String] = []
    let observationUnits = unitNames.map { name in
      if let known = unitIndex[name] { return known }
      unitIndex[name] = distinctUnits.count
      distinctUnits.append(name)
      return distinctUnits.count - 1
    }
    let periodIndex = Dictionary(uniqueKeysWithValues: zip(periodOrder, periodOrder.indices))
    try self.init(
      units: distinctUnits, periods: periodOrder, unitOfObservation: observationUnits,
      periodOfObservation: periodNames.compactMap { periodIndex[$0] }, inputNames: inputNames,
      outputNames: outputNames, inputs: inputs, outputs: outputs, zeroPolicy: zeroPolicy)
  }

  /// Panel of N observations whose units and periods are numbered already.
  ///
  /// A name per observation would take 32 bytes, as much as four numbers.
  /// - Parameters:
  ///   - units: distinct names, in order of first appearance.
  ///   - periods: distinct names, in time order.
  ///   - unitOfObservation: N indices into `units`.
  ///   - periodOfObservation: N indices into `periods`.
  ///   - inputNames: p distinct names.
  ///   - outputNames: q distinct names, distinct from the inputs'.
  ///   - inputs: N × p, finite and not negative.
  ///   - outputs: N × q, finite and not negative.
  ///   - zeroPolicy: what to do with zeros.
  /// - Throws: ``PanelError`` naming the first observation that is not usable.
  package init(
    units: [String], periods: [String], unitOfObservation: [Int], periodOfObservation: [Int],
    inputNames: [String], outputNames: [String], inputs: Matrix, outputs: Matrix,
    zeroPolicy: ZeroPolicy
  ) throws(PanelError) {
    try Self.checkShapes(
      unitOfObservation.count, periodOfObservation.count, inputNames, outputNames, inputs, outputs)
    var cleaned = (inputs: inputs, outputs: outputs, floored: 0)
    try Self.applyPolicy(zeroPolicy, &cleaned.inputs, inputNames, "inputs", &cleaned.floored)
    try Self.applyPolicy(zeroPolicy, &cleaned.outputs, outputNames, "outputs", &cleaned.floored)

    var index = ObservationIndex(
      unitCount: units.count, periodCount: periods.count, count: unitOfObservation.count)
    for (observation, (unit, period)) in zip(unitOfObservation, periodOfObservation).enumerated() {
      if let first = index.insert(observation, unit: unit, period: period) {
        throw .duplicateKey(
          observation: observation, first: first, unit: units[unit], period: periods[period])
      }
    }

    self.units = units
    self.periods = periods
    self.inputNames = inputNames
    self.outputNames = outputNames
    self.inputs = cleaned.inputs
    self.outputs = cleaned.outputs
    self.unitOfObservation = unitOfObservation
    self.periodOfObservation = periodOfObservation
    flooredCount = cleaned.floored
    observationIndex = index
  }

  /// Observation of a unit in a period, if it was observed.
  public func observation(unit: Int, period: Int) -> Int? {
    observationIndex.observation(unit: unit, period: period)
  }

  /// Observations of one period, in the order of the data.
  public func observations(period: Int) -> [Int] {
    (0..<count).filter { periodOfObservation[$0] == period }
  }

  /// The point (x, y) with the inputs of one observation and the outputs of another.
  public func point(inputsOf x: Int, outputsOf y: Int) -> Point {
    Point(inputs: Array(inputs.row(x)), outputs: Array(outputs.row(y)))
  }

  private static func checkShapes(
    _ count: Int, _ periodCount: Int, _ inputNames: [String], _ outputNames: [String],
    _ inputs: Matrix, _ outputs: Matrix
  ) throws(PanelError) {
    let shapes = [
      ("periods", periodCount, count), ("input rows", inputs.rowCount, count),
      ("output rows", outputs.rowCount, count),
      ("input columns", inputs.columnCount, inputNames.count),
      ("output columns", outputs.columnCount, outputNames.count),
    ]
    for (what, found, expected) in shapes where found != expected {
      throw .shapeMismatch(what: what, found: found, expected: expected)
    }
    if count == 0 { throw .empty(what: "observation") }
    if inputNames.isEmpty { throw .empty(what: "input") }
    if outputNames.isEmpty { throw .empty(what: "output") }
    var seen: Set<String> = []
    for name in inputNames + outputNames where !seen.insert(name).inserted {
      throw .duplicateVariable(name)
    }
  }

  private static func applyPolicy(
    _ policy: ZeroPolicy, _ values: inout Matrix, _ names: [String], _ side: String,
    _ floored: inout Int
  ) throws(PanelError) {
    if case .floor(let floor) = policy, !(floor > 0 && floor.isFinite) {
      throw .invalidFloor(floor)
    }
    let elements = values.elements
    var isPositive = [Bool](repeating: false, count: names.count)  // in some observation
    for observation in 0..<values.rowCount {
      var hasPositive = false
      for column in names.indices {
        var value = elements[observation * names.count + column]
        guard value.isFinite else {
          throw .notFinite(observation: observation, variable: names[column], value: value)
        }
        guard value >= 0 else {
          throw .negative(observation: observation, variable: names[column], value: value)
        }
        switch policy {
        case .reject where value == 0:
          throw .zero(observation: observation, variable: names[column])
        case .floor(let floor) where value < floor:
          value = floor
          values[observation, column] = value
          floored += 1
        default: break
        }
        if value > 0 {
          hasPositive = true
          isPositive[column] = true
        }
      }
      guard hasPositive else { throw .allZero(observation: observation, side: side) }
    }
    if let column = isPositive.firstIndex(of: false) {
      throw .zeroVariable(variable: names[column])
    }
  }
}
