public import DenseKernels
public import Frontier
internal import Glibc

/// Order of the two steps that bring a smoothed draw back to δ ≥ 1 with the variance of the sample.
public enum SmoothingOrder: String, Sendable, Hashable, CaseIterable {
  /// Shrink the reflected set, then reflect (Daraio and Simar 2007).
  case reflectLast = "reflect-last"
  /// Reflect, then shrink, as much other software: leaves a gap above the frontier, and coverage falls
  /// with the number of units. For comparison only.
  case reflectFirst = "reflect-first"
}

/// Settings of a bootstrap of efficiencies; the defaults are those of METHODS 0.
public struct EfficiencyBootstrapOptions: Sendable, Hashable {
  /// Number of replicates B.
  public var replicateCount = 1999
  /// Seed of the draws.
  public var seed: UInt64 = 1
  /// Number of the technology, such as its period: each number has draws of its own.
  public var technologyNumber: UInt32 = 0
  /// Direction of the distances.
  public var orientation = Orientation.input
  /// Rule for the bandwidth.
  public var bandwidthRule = BandwidthRule.silverman
  /// Bandwidth instead of the rule's.
  public var bandwidth: Double?
  /// Multiplies the bandwidth.
  public var bandwidthFactor = 1.0
  /// Order of reflecting and shrinking.
  public var order = SmoothingOrder.reflectLast
  /// Number of threads.
  public var workerCount = 1

  /// Default settings.
  public init() {}
}

/// Efficiencies of the observations of one technology with their bootstrap errors.
public struct EfficiencyReplicates: Sendable {
  /// ln δ̂ of each observation, δ ≥ 1: 1 / θ in input, φ in output orientation.
  public let estimates: [Double]
  /// Errors ln δ̂* − ln δ̂ of each observation.
  public let errors: [ErrorDistribution]
  /// δ̂ less its bias, 2 δ̂ − mean δ̂*; see ``ErrorDistribution/isBiasWorthCorrecting``.
  public let corrected: [Double]
  /// The bandwidth used.
  public let bandwidth: Double
  /// The rule that gave it; nil where it was given.
  public let bandwidthRule: BandwidthRule?
  /// What happened to the linear programs.
  public let counts: ReplicateCounts
}

/// Homogeneous smooth bootstrap of efficiencies.
///
/// The observations are measured against pseudo references, in which every observation stands as far from
/// the estimated frontier as a smoothed draw says.
/// - Note: METHODS 5.5; Simar and Wilson (1998).
public struct EfficiencyBootstrap: Sendable {
  /// Settings.
  public let options: EfficiencyBootstrapOptions

  /// Bootstrap with the given settings.
  public init(_ options: EfficiencyBootstrapOptions = EfficiencyBootstrapOptions()) {
    self.options = options
  }

  /// Draws and solves all replicates.
  ///
  /// - Parameters:
  ///   - technology: the observations that span it.
  ///   - points: what is measured; the observations themselves when omitted.
  ///   - solver: measures the distances of the data.
  ///   - control: follows and stops the work.
  /// - Returns: estimates, errors and corrected efficiencies of the points.
  /// - Throws: ``InferenceError``.
  public func run(
    _ technology: Technology, points: [Point]? = nil, solver: FrontierSolver,
    control: WorkControl = WorkControl()
  ) throws(InferenceError) -> EfficiencyReplicates {
    let own = try logs(technology, technology.points, solver, control)
    let efficiencies = own.map { max(1, exp($0)) }
    // Found where one is given too, since nothing can be drawn where all are efficient.
    let found = try Bandwidth(efficiencies, rule: options.bandwidthRule)
    let h = (options.bandwidth ?? found.value) * options.bandwidthFactor
    guard h > 0, h.isFinite else { throw .invalidOption(name: "bandwidth", found: h) }
    let measured = points ?? technology.points
    let estimates = points == nil ? own : try logs(technology, measured, solver, control)
    let family: ReplicateFamily
    do {
      family = try ReplicateFamily(
        technology: technology,
        queries: measured.map { DistanceQuery(point: $0, orientation: options.orientation) })
    } catch {
      throw .replicates(error)
    }
    let (values, counts) = try replicates(family, efficiencies, h, control)
    let pointCount = measured.count
    let errors = (0..<pointCount).map { point in
      ErrorDistribution(
        (0..<options.replicateCount).lazy.map {
          values[$0 * pointCount + point] - estimates[point]
        })
    }
    let corrected = (0..<pointCount).map { point in
      let valid = errors[point].errors
      let mean = valid.reduce(0) { $0 + exp(estimates[point] + $1) } / Double(valid.count)
      return 2 * exp(estimates[point]) - mean
    }
    return EfficiencyReplicates(
      estimates: estimates, errors: errors, corrected: corrected, bandwidth: h,
      bandwidthRule: options.bandwidth == nil ? found.rule : nil, counts: counts)
  }

  /// ln δ of some points.
  private func logs(
    _ technology: Technology, _ points: [Point], _ solver: FrontierSolver, _ control: WorkControl
  ) throws(InferenceError) -> [Double] {
    let batch = DistanceBatch(
      technology: technology,
      queries: points.map { DistanceQuery(point: $0, orientation: options.orientation) })
    let logs = try solver.logarithms([batch], control)
    if let unit = logs.firstIndex(where: \.isNaN) { throw .missingDistance(unit: unit, period: 0) }
    return options.orientation == .input ? logs.map { -$0 } : logs
  }

  /// ln δ̂* of all points in all replicates, NaN where a distance has no value.
  private func replicates(
    _ family: ReplicateFamily, _ efficiencies: [Double], _ h: Double, _ control: WorkControl
  ) throws(InferenceError) -> (values: [Double], counts: ReplicateCounts) {
    let sample = ReflectedSample(efficiencies, bandwidth: h, order: options.order)
    let isInput = options.orientation == .input
    let loop = ReplicateLoop(count: options.replicateCount, workers: options.workerCount)
    return try loop.run(control) {
      ReplicateSolver(family)
    } replicate: { (solver, number, values) throws(InferenceError) in
      var stream = RandomStream(
        seed: options.seed, stream: Self.stream | UInt64(options.technologyNumber),
        replicate: UInt64(number))
      let drawn = sample.draw(&stream)
      do throws(ReplicateError) {
        if isInput {
          try solver.solve(inputFactors: zip(drawn, efficiencies).map { $0 / $1 })
        } else {
          try solver.solve(outputFactors: zip(efficiencies, drawn).map { $0 / $1 })
        }
      } catch {
        throw .replicates(error)
      }
      for query in family.queries.indices {
        let measure = solver.measure(query)
        values.append(isInput ? -log(measure) : log(measure))
      }
    } counts: {
      $0.counts
    }
  }

  private static let stream: UInt64 = 3 << 56
}
